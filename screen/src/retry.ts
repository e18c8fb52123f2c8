// Which errors are retried, and when.
import { Refusal } from "./failure";

// Transient errors: the codes of the kinds UNAVAILABLE and INTERNAL. A test of internal/web compares them
// with internal/fault.
const passing = new Set([
  "DATABASE_FULL", "DATABASE_LOCKED", "DATABASE_READ_ONLY", "DATABASE_TOO_NEW", "DATABASE_UNMIGRATED", "DATABASE_UNREACHABLE",
  "IDEMPOTENCY_KEY_IN_USE", "INTERNAL", "ISSUER_UNREACHABLE", "NODE_FULL", "RATE_LIMITED", "SHUTTING_DOWN", "TIMEOUT",
  "TOO_MANY_OPERATIONS", "TOO_MANY_WATCHERS",
]);

/** isRetryable reports whether a retry may succeed. */
export const passes = (reason: unknown): boolean => !(reason instanceof Refusal) || passing.has(reason.code);

const first = 500; // milliseconds
const most = 30_000;

/**
 * backoffDelay returns how long to wait after a number of failures, in milliseconds: twice as long after
 * each. Jitter keeps the screens of a hall, which fail at the same moment, from reconnecting at the same
 * moment.
 */
export const pause = (failures: number, chance = Math.random()): number => Math.min(first * 2 ** failures, most) * (0.5 + chance);

/** backoff waits for backoffDelay. */
export const rest = (failures: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, pause(failures)));
