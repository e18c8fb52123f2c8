import assert from "node:assert/strict";
import { test } from "node:test";
import { sortListing } from "../src/conference_list";
import type { ConferenceSummaryFragment } from "../src/generated/api";

const conference = (
  code: string,
  state: ConferenceSummaryFragment["state"],
  schoolYear = "2023-2024",
  heldOn: string | null = null,
): ConferenceSummaryFragment => ({ code, title: code, state, schoolYear, heldOn });

test("the record is not pushed down by plays: the newest of a series is listed, under the address of the series", () => {
  const plays = Array.from({ length: 150 }, (_, n) =>
    conference(n === 0 ? "live-final" : `live-final-${n + 1}`, "CLOSED"),
  );
  const record = [
    conference("c2-2020-2021", "CLOSED", "2020-2021", "2021-08?"),
    conference("c2-2023-2024", "CLOSED", "2023-2024", "2024-08-17?"),
  ];
  const series = [
    { series: "live-final", code: "live-final-150", earlier: plays.slice(0, -1).map((it) => it.code) },
  ];
  assert.deepEqual(
    sortListing([...plays, ...record], series).map((it) => [it.code, it.address]),
    [
      ["c2-2023-2024", "c2-2023-2024"],
      ["c2-2020-2021", "c2-2020-2021"],
      ["live-final-150", "live-final"],
    ],
  );
});

test("what runs comes first, then what is to come", () => {
  const all = [
    conference("over", "CLOSED"),
    conference("planned", "PLANNED"),
    conference("cancelled", "CANCELLED"),
    conference("running", "ON_BREAK"),
  ];
  assert.deepEqual(
    sortListing(all, []).map((it) => it.code),
    ["running", "planned", "over", "cancelled"],
  );
});
