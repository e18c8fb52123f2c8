// An estimate of the server's clock: all screens of a hall must show the same time, and their own clocks
// differ.
import { useEffect, useState } from "preact/hooks";

const sampleLifetime = 600_000; // milliseconds after which a sample is dropped: clocks drift
let samples: { takenAt: number; offset: number }[] = [];
let clockOffset = 0; // milliseconds by which the server's clock is ahead

/**
 * observeServerTime takes a sample of the server's clock: a commit or send time. A delayed sample makes the
 * server's clock appear late, so the largest offset is the best estimate.
 */
export function observeServerTime(serverTime: string | null): void {
  const offset = Date.parse(serverTime ?? "") - Date.now();
  if (Number.isNaN(offset)) return;
  const takenAt = performance.now();
  // Only newer and larger samples can become the largest: the list stays short.
  samples = [
    ...samples.filter((sample) => sample.takenAt > takenAt - sampleLifetime && sample.offset > offset),
    { takenAt, offset },
  ];
  clockOffset = samples[0]?.offset ?? 0;
}

/** serverNow returns the server's time, in milliseconds. */
export const serverNow = (): number => Date.now() + clockOffset;

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
