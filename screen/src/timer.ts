// Countdowns. Pure functions: instants in milliseconds, durations in seconds.

export type TimerStatus = "normal" | "warning" | "overtime" | "paused";

export interface TimerReading {
  seconds: number; // remaining, or exceeded if the status is "overtime"
  status: TimerStatus;
}

/** elapsedSeconds returns how long a turn or an item has lasted at an instant. */
export const elapsedSeconds = (
  turn: { spentSeconds: number | null; resumedAt: string | null },
  now: number,
): number =>
  (turn.spentSeconds ?? 0) + (turn.resumedAt ? Math.max(0, now - Date.parse(turn.resumedAt)) / 1000 : 0);

/** timerReading returns the remaining time and its status; the last part of the planned time is a warning. */
export function timerReading(
  plannedSeconds: number,
  elapsedSeconds: number,
  isRunning: boolean,
): TimerReading {
  const remaining = Math.ceil(plannedSeconds - Math.max(0, elapsedSeconds));
  const warning = Math.min(60, Math.max(10, plannedSeconds / 10));
  if (remaining < 0) return { seconds: -remaining, status: "overtime" };
  if (!isRunning) return { seconds: remaining, status: "paused" };
  return { seconds: remaining, status: remaining <= warning ? "warning" : "normal" };
}

/** formatDuration formats seconds: 4:05, 1:02:09. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const pad = (n: number) => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}
