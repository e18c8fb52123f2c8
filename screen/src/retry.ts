// Which errors are retried, and when.
import { ApiError } from "./errors";

// Transient errors: the codes of the kinds UNAVAILABLE and INTERNAL. A test of internal/web compares them
// with internal/fault.
const retryableCodes = new Set([
  "DATABASE_FULL",
  "DATABASE_LOCKED",
  "DATABASE_READ_ONLY",
  "DATABASE_TOO_NEW",
  "DATABASE_UNMIGRATED",
  "DATABASE_UNREACHABLE",
  "IDEMPOTENCY_KEY_IN_USE",
  "INTERNAL",
  "ISSUER_UNREACHABLE",
  "NODE_FULL",
  "POSITION_NOT_REACHED",
  "RATE_LIMITED",
  "RESPONSES_NOT_READ",
  "SHUTTING_DOWN",
  "TIMEOUT",
  "TOO_MANY_OPERATIONS",
  "TOO_MANY_WATCHERS",
]);

/** isRetryable reports whether a retry may succeed. */
export const isRetryable = (error: unknown): boolean =>
  !(error instanceof ApiError) || retryableCodes.has(error.code);

const minDelay = 500; // milliseconds
const maxDelay = 30_000;

/**
 * backoffDelay returns how long to wait after a number of failures, in milliseconds: twice as long after
 * each. Jitter keeps the screens of a hall, which fail at the same moment, from reconnecting at the same
 * moment.
 */
export const backoffDelay = (failures: number, random = Math.random()): number =>
  Math.min(minDelay * 2 ** failures, maxDelay) * (0.5 + random);

/** backoff waits for backoffDelay. */
export const backoff = (failures: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, backoffDelay(failures)));
