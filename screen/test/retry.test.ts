import assert from "node:assert/strict";
import { test } from "node:test";
import { toError, ApiError, UnreachableError } from "../src/errors";
import { isRetryable, backoffDelay } from "../src/retry";

test("backoffDelay: doubles up to 30 seconds, with a jitter of half", () => {
  assert.deepEqual(
    [0, 1, 2, 5, 6, 100].map((n) => backoffDelay(n, 0.5)),
    [500, 1000, 2000, 16_000, 30_000, 30_000],
  );
  assert.deepEqual([backoffDelay(1, 0), backoffDelay(1, 1)], [500, 1500]);
});

test("isRetryable: transient and network errors, but not permanent ones", () => {
  for (const code of [
    "FORBIDDEN",
    "NOT_FOUND",
    "UNAUTHENTICATED",
    "BAD_INPUT",
    "GRAPHQL_VALIDATION_FAILED",
    "POSITION_LOST",
  ])
    assert.ok(!isRetryable(new ApiError("", code)), code);
  for (const reason of [
    new ApiError("", "INTERNAL"),
    new ApiError("", "DATABASE_LOCKED"),
    new UnreachableError("connection reset"),
    new TypeError("unexpected"),
  ])
    assert.ok(isRetryable(reason));
});

test("toError: the first error of a response, or an unreachable server", () => {
  assert.deepEqual(
    toError([{ message: "không được", extensions: { code: "FORBIDDEN" } }, { message: "nữa" }]),
    new ApiError("không được", "FORBIDDEN"),
  );
  assert.deepEqual(
    [toError([{ message: "?" }]), toError([])].map((error) => error instanceof ApiError && error.code),
    ["INTERNAL", "INTERNAL"],
  );
  assert.ok(toError(new Error("4400")) instanceof UnreachableError);
});
