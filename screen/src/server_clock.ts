// An estimate of the server's clock: all screens of a hall must show the same time, and their own clocks
// differ.
import { useEffect, useState } from "preact/hooks";

const sampleLifetime = 600_000; // milliseconds after which a sample is dropped: clocks drift
let samples: { at: number; ahead: number }[] = [];
let offset = 0; // milliseconds by which the server's clock is ahead

/**
 * observeServerTime takes a sample of the server's clock: a commit or send time. A delayed sample makes the
 * server's clock appear late, so the largest offset is the best estimate.
 */
export function observeServerTime(serverTime: string | null): void {
  const ahead = Date.parse(serverTime ?? "") - Date.now();
  if (Number.isNaN(ahead)) return;
  const at = performance.now();
  // Only newer and larger samples can become the largest: the list stays short.
  samples = [...samples.filter((it) => it.at > at - sampleLifetime && it.ahead > ahead), { at, ahead }];
  offset = samples[0]?.ahead ?? 0;
}

/** serverNow returns the server's time, in milliseconds. */
export const serverNow = (): number => Date.now() + offset;

/** useServerNow returns serverNow, updated at the start of every second. */
export function useServerNow(): number {
  const [time, setTime] = useState(serverNow);
  useEffect(() => {
    const next = 1000 - (serverNow() % 1000);
    const timer = setTimeout(() => setTime(serverNow()), next + 5);
    return () => clearTimeout(timer);
  }, [time]);
  return time;
}
