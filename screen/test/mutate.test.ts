import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { ApiError } from "../src/errors";

Object.assign(globalThis, { location: { search: "" } }); // exists in browsers when modules are loaded
const { mutate } = await import("../src/api");

const refused = (code: string) =>
  new Response(JSON.stringify({ errors: [{ message: code, extensions: { code } }] }));
const done = () => new Response(JSON.stringify({ data: { giveFloor: { id: "1" } } }));

// runMutation runs a mutation with the given responses, and returns the number of requests and of their keys.
async function given(
  ...answers: (() => Response)[]
): Promise<{ asked: number; keys: number; outcome: unknown }> {
  const keys: string[] = [];
  mock.method(globalThis, "fetch", async (_: string, { headers }: { headers: Record<string, string> }) => {
    keys.push(headers["Idempotency-Key"] ?? "");
    return (answers[keys.length - 1] ?? done)();
  });
  mock.method(globalThis, "setTimeout", (then: () => void) => queueMicrotask(then));
  const outcome = await mutate({ text: "mutation { giveFloor(id: 1) { id } }" }, {}).catch(
    (reason: unknown) => reason,
  );
  mock.restoreAll();
  return { asked: keys.length, keys: new Set(keys).size, outcome };
}

test("retries while an attempt whose response was lost is still running", async () => {
  const lost = () => {
    throw new TypeError("cut");
  };
  const { asked, keys, outcome } = await given(lost, () => refused("IDEMPOTENCY_KEY_IN_USE"), done);
  assert.deepEqual([asked, keys, outcome], [3, 1, { giveFloor: { id: "1" } }]);
});

test("throws permanent errors at once, and transient ones after four attempts", async () => {
  const forbidden = await given(() => refused("FORBIDDEN"));
  assert.deepEqual([forbidden.asked, forbidden.outcome], [1, new ApiError("FORBIDDEN", "FORBIDDEN")]);
  const locked = () => refused("DATABASE_LOCKED");
  const still = await given(locked, locked, locked, locked);
  assert.deepEqual(
    [still.asked, still.keys, still.outcome],
    [4, 1, new ApiError("DATABASE_LOCKED", "DATABASE_LOCKED")],
  );
});
