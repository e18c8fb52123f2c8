// The demo replays a conference repeatedly, each time under another code. A page whose address names the
// series shows the newest conference of it, and moves on to the next one by itself.
import { useEffect, useState } from "preact/hooks";

/** One series of /static/plays.json; the list of a server without a demo is empty. */
export interface DemoSeries {
  series: string;
  code: string; // of the newest conference; empty while the first one is being prepared
  earlier: string[]; // codes of the conferences before it
}

const pollInterval = 5_000; // milliseconds

/** fetchDemoSeries reads the list; null if that fails. */
export const fetchDemoSeries = (): Promise<DemoSeries[] | null> =>
  fetch("/static/plays.json")
    .then((response) => (response.ok ? response.json() : null))
    .catch(() => null);

/** useConferenceCode returns the code of the conference that an address names; null until it is known. */
export function useConferenceCode(address: string): string | null {
  const [code, setCode] = useState<string | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const poll = async () => {
      const list = await fetchDemoSeries();
      if (stopped) return;
      const demo = list?.find(({ series }) => series === address);
      if (demo?.code) setCode(demo.code);
      else if (!demo) setCode((current) => current ?? address);
      // A conference outside of a series never changes, so the list is read once.
      if (!list || demo) timer = setTimeout(poll, pollInterval);
    };
    void poll();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [address]);
  return code;
}
