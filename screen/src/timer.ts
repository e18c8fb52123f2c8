// Countdowns. Pure functions: instants in milliseconds, durations in seconds.

export type Tone = "calm" | "warning" | "over" | "stopped";

export interface Reading {
  seconds: number; // remaining, or exceeded if the tone is "over"
  tone: Tone;
}

/** elapsedSeconds returns how long a turn or an item has lasted at an instant. */
export const used = (turn: { spentSeconds: number | null; resumedAt: string | null }, now: number): number =>
  (turn.spentSeconds ?? 0) + (turn.resumedAt ? Math.max(0, now - Date.parse(turn.resumedAt)) / 1000 : 0);

/** timerReading returns the remaining time and its tone; the last part of the planned time is a warning. */
export function read(planned: number, used: number, running: boolean): Reading {
  const left = Math.ceil(planned - Math.max(0, used));
  const warning = Math.min(60, Math.max(10, planned / 10));
  if (left < 0) return { seconds: -left, tone: "over" };
  if (!running) return { seconds: left, tone: "stopped" };
  return { seconds: left, tone: left <= warning ? "warning" : "calm" };
}

/** formatDuration formats seconds: 4:05, 1:02:09. */
export function spoken(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
