import assert from "node:assert/strict";
import { test } from "node:test";
import { sortConferences } from "../src/conference_list";
import type { ConferenceSummaryFragment } from "../src/generated/api";

const conference = (
  code: string,
  state: ConferenceSummaryFragment["state"],
  schoolYear = "2023-2024",
  heldOn: string | null = null,
): ConferenceSummaryFragment => ({ code, title: code, state, schoolYear, heldOn });

test("sortConferences: a demo series is listed once, last and by its address", () => {
  const demoConferences = Array.from({ length: 150 }, (_, n) =>
    conference(n === 0 ? "live-final" : `live-final-${n + 1}`, "CLOSED"),
  );
  const dataset = [
    conference("c2-2020-2021", "CLOSED", "2020-2021", "2021-08?"),
    conference("c2-2023-2024", "CLOSED", "2023-2024", "2024-08-17?"),
  ];
  const series = [
    {
      series: "live-final",
      code: "live-final-150",
      earlier: demoConferences.slice(0, -1).map((conference) => conference.code),
    },
  ];
  assert.deepEqual(
    sortConferences([...demoConferences, ...dataset], series).map((conference) => [
      conference.code,
      conference.address,
    ]),
    [
      ["c2-2023-2024", "c2-2023-2024"],
      ["c2-2020-2021", "c2-2020-2021"],
      ["live-final-150", "live-final"],
    ],
  );
});

test("sortConferences: live conferences come first, then upcoming ones", () => {
  const conferences = [
    conference("over", "CLOSED"),
    conference("planned", "PLANNED"),
    conference("cancelled", "CANCELLED"),
    conference("running", "ON_BREAK"),
  ];
  assert.deepEqual(
    sortConferences(conferences, []).map((conference) => conference.code),
    ["running", "planned", "over", "cancelled"],
  );
});
