// The demo replays a conference repeatedly, each time under another code. A page whose address names the
// series shows the newest conference of it, and moves on to the next one by itself.
import { useEffect, useState } from "preact/hooks";

/** One series of /static/plays.json; the list of a server without a demo is empty. */
export interface Play {
  series: string;
  code: string; // of the newest conference; empty while the first one is being prepared
  earlier: string[]; // codes of the conferences before it
}

const interval = 5_000; // milliseconds

/** fetchPlays reads the list; null if that fails. */
export const plays = (): Promise<Play[] | null> =>
  fetch("/static/plays.json").then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);

/** useConferenceCode returns the code of the conference that an address names; null until it is known. */
export function usePlay(address: string): string | null {
  const [code, setCode] = useState<string | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const look = async () => {
      const list = await plays();
      if (stopped) return;
      const play = list?.find(({ series }) => series === address);
      if (play?.code) setCode(play.code);
      else if (!play) setCode((known) => known ?? address);
      // A conference outside of a series never changes, so the list is read once.
      if (!list || play) timer = setTimeout(look, interval);
    };
    void look();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [address]);
  return code;
}
