// What is tried again, and when.
import { Refusal } from "./failure";

// What passes by itself, or once the operator has acted: the codes of the kinds UNAVAILABLE and INTERNAL, as a test of
// internal/web holds them to internal/fault.
const passing = new Set([
  "DATABASE_FULL", "DATABASE_LOCKED", "DATABASE_READ_ONLY", "DATABASE_TOO_NEW", "DATABASE_UNMIGRATED", "DATABASE_UNREACHABLE",
  "IDEMPOTENCY_KEY_IN_USE", "INTERNAL", "ISSUER_UNREACHABLE", "NODE_FULL", "RATE_LIMITED", "SHUTTING_DOWN", "TIMEOUT",
  "TOO_MANY_OPERATIONS", "TOO_MANY_WATCHERS",
]);

/** passes tells whether it may go better another time; what is forbidden, not there or wrong stays so. */
export const passes = (reason: unknown): boolean => !(reason instanceof Refusal) || passing.has(reason.code);

const first = 500; // milliseconds
const most = 30_000;

/**
 * pause is how long to wait after so many failures, in milliseconds: twice as long after each. All screens of a hall fail at
 * the same moment, and chance keeps them from coming back at the same one.
 */
export const pause = (failures: number, chance = Math.random()): number => Math.min(first * 2 ** failures, most) * (0.5 + chance);

/** rest waits for that long. */
export const rest = (failures: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, pause(failures)));
