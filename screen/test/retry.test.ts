import assert from "node:assert/strict";
import { test } from "node:test";
import { failure, Refusal, Unreachable } from "../src/failure";
import { passes, pause } from "../src/retry";

test("each pause is twice the one before it, up to half a minute, with half of it either way left to chance", () => {
  assert.deepEqual([0, 1, 2, 5, 6, 100].map((n) => pause(n, 0.5)), [500, 1000, 2000, 16_000, 30_000, 30_000]);
  assert.deepEqual([pause(1, 0), pause(1, 1)], [500, 1500]);
});

test("what is forbidden, not there or wrong does not pass; what is busy, broken or cut off may", () => {
  for (const code of ["FORBIDDEN", "NOT_FOUND", "UNAUTHENTICATED", "BAD_INPUT", "GRAPHQL_VALIDATION_FAILED", "POSITION_LOST"]) assert.ok(!passes(new Refusal("", code)), code);
  for (const reason of [new Refusal("", "INTERNAL"), new Refusal("", "DATABASE_LOCKED"), new Unreachable("cut"), new TypeError("odd")]) assert.ok(passes(reason));
});

test("an answer fails with the first of its errors, and a socket by not being there", () => {
  assert.deepEqual(failure([{ message: "không được", extensions: { code: "FORBIDDEN" } }, { message: "nữa" }]), new Refusal("không được", "FORBIDDEN"));
  assert.deepEqual([failure([{ message: "?" }]), failure([])].map((it) => it instanceof Refusal && it.code), ["INTERNAL", "INTERNAL"]);
  assert.ok(failure(new Error("4400")) instanceof Unreachable);
});
