import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { ApiError } from "../src/errors";

Object.assign(globalThis, { location: { search: "" } }); // exists in browsers when modules are loaded
const { mutate } = await import("../src/api");

const fail = (code: string) =>
  new Response(JSON.stringify({ errors: [{ message: code, extensions: { code } }] }));
const succeed = () => new Response(JSON.stringify({ data: { giveFloor: { id: "1" } } }));

// runMutation runs a mutation with the given responses, and returns the number of requests and of their
// keys.
async function runMutation(
  ...responses: (() => Response)[]
): Promise<{ requests: number; keys: number; outcome: unknown }> {
  const keys: string[] = [];
  mock.method(globalThis, "fetch", async (_: string, { headers }: { headers: Record<string, string> }) => {
    keys.push(headers["Idempotency-Key"] ?? "");
    return (responses[keys.length - 1] ?? succeed)();
  });
  mock.method(globalThis, "setTimeout", (callback: () => void) => queueMicrotask(callback));
  const outcome = await mutate(
    { text: "mutation { giveFloor(input: {floorRequest: 1}) { floorRequest { id } } }" },
    {},
  ).catch((reason: unknown) => reason);
  mock.restoreAll();
  return { requests: keys.length, keys: new Set(keys).size, outcome };
}

test("mutate: retries with the same key after a lost response", async () => {
  const loseResponse = () => {
    throw new TypeError("connection reset");
  };
  const { requests, keys, outcome } = await runMutation(
    loseResponse,
    () => fail("IDEMPOTENCY_KEY_IN_USE"),
    succeed,
  );
  assert.deepEqual([requests, keys, outcome], [3, 1, { giveFloor: { id: "1" } }]);
});

test("mutate: throws permanent errors at once, and transient ones after four attempts", async () => {
  const forbidden = await runMutation(() => fail("FORBIDDEN"));
  assert.deepEqual([forbidden.requests, forbidden.outcome], [1, new ApiError("FORBIDDEN", "FORBIDDEN")]);
  const failLocked = () => fail("DATABASE_LOCKED");
  const persistent = await runMutation(failLocked, failLocked, failLocked, failLocked);
  assert.deepEqual(
    [persistent.requests, persistent.keys, persistent.outcome],
    [4, 1, new ApiError("DATABASE_LOCKED", "DATABASE_LOCKED")],
  );
});
