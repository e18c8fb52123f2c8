// The demo plays a conference over and over, each time under another code. A page whose address names the series shows the
// newest of its plays, and moves on to the next one by itself.
import { useEffect, useState } from "preact/hooks";

/** One series, as /static/plays.json lists them; a server that plays nothing lists none. */
export interface Play {
  series: string;
  code: string; // of the newest conference; empty while the first one is being prepared
  earlier: string[]; // codes of the conferences before it
}

const interval = 5_000; // milliseconds between two looks at the list

/** plays reads the list; null if it cannot be read now. */
export const plays = (): Promise<Play[] | null> =>
  fetch("/static/plays.json").then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);

/** usePlay is the code of the conference that an address names; null until it is known. */
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
      // A conference that is no series stays what it is, so the list is read once.
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
