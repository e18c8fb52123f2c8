// The server's clock, as well as it can be known here: a hall's screens must agree, and their own clocks do not.
import { useEffect, useState } from "preact/hooks";

const memory = 600_000; // milliseconds that a sample counts: clocks drift
let samples: { at: number; ahead: number }[] = [];
let offset = 0; // milliseconds that the server is ahead

/**
 * heard takes a moment of the server's clock that has passed: when something was committed or sent. What comes late, as after a
 * cut, makes the server look behind; so the greatest of the samples is the nearest to the truth.
 */
export function heard(moment: string | null): void {
  const ahead = Date.parse(moment ?? "") - Date.now();
  if (Number.isNaN(ahead)) return;
  const at = performance.now();
  // Only what is younger and greater can still become the greatest: the list stays short.
  samples = [...samples.filter((it) => it.at > at - memory && it.ahead > ahead), { at, ahead }];
  offset = samples[0]?.ahead ?? 0;
}

/** now is the server's time, in milliseconds. */
export const now = (): number => Date.now() + offset;

/** useNow is now, told again at the beginning of every second of the server. */
export function useNow(): number {
  const [time, setTime] = useState(now);
  useEffect(() => {
    const next = 1000 - (now() % 1000);
    const timer = setTimeout(() => setTime(now()), next + 5);
    return () => clearTimeout(timer);
  }, [time]);
  return time;
}
