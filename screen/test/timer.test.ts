import assert from "node:assert/strict";
import { test } from "node:test";
import { fromInputValue, toInputValue, formatClockTime, formatDate } from "../src/clock_time";
import { timerReading, formatDuration, elapsedSeconds } from "../src/timer";

test("timerReading: warns in the last tenth, at least 10 seconds and at most a minute", () => {
  for (const [planned, first] of [
    [60, 10],
    [300, 30],
    [600, 60],
    [7200, 60],
  ] as const) {
    assert.equal(timerReading(planned, planned - first - 1, true).status, "normal");
    assert.equal(timerReading(planned, planned - first, true).status, "warning");
  }
});

test("timerReading: counts up after the end", () => {
  assert.deepEqual(timerReading(60, 60, true), { seconds: 0, status: "warning" });
  assert.deepEqual(timerReading(60, 61, true), { seconds: 1, status: "overtime" });
  assert.deepEqual(timerReading(60, 75, false), { seconds: 15, status: "overtime" });
});

test("timerReading: a paused clock, and one that has not started", () => {
  assert.deepEqual(timerReading(60, 55, false), { seconds: 5, status: "paused" });
  assert.deepEqual(timerReading(60, -3, true), { seconds: 60, status: "normal" });
});

test("elapsedSeconds: adds the time since the clock resumed, unless that is in the future", () => {
  const from = Date.parse("2024-08-19T01:00:00Z");
  assert.equal(elapsedSeconds({ spentSeconds: 30, resumedAt: null }, from), 30);
  assert.equal(elapsedSeconds({ spentSeconds: 30, resumedAt: "2024-08-19T01:00:00Z" }, from + 12_500), 42.5);
  assert.equal(elapsedSeconds({ spentSeconds: 30, resumedAt: "2024-08-19T01:00:00Z" }, from - 5_000), 30);
});

test("formatDuration: minutes and seconds, and hours if necessary", () => {
  assert.deepEqual([0, 9.9, 65, 3600, 3729, -5].map(formatDuration), [
    "0:00",
    "0:09",
    "1:05",
    "1:00:00",
    "1:02:09",
    "0:00",
  ]);
});

test("toInputValue, fromInputValue, formatClockTime: Vietnam's time in every time zone", () => {
  assert.equal(toInputValue("2024-08-19T18:30:00Z"), "2024-08-20T01:30");
  assert.equal(fromInputValue("2024-08-20T01:30"), "2024-08-19T18:30:00.000Z");
  assert.equal(toInputValue(null), "");
  assert.equal(fromInputValue(""), null);
  assert.equal(formatClockTime("2024-08-19T18:30:00Z", "vi-VN"), "01:30");
});

test("formatDate: day, month and year, and a mark if it is uncertain", () => {
  for (const [edtf, formatted] of [
    ["2024-08-07", "7/8/2024"],
    ["2024-08-17?", "17/8/2024 (?)"],
    ["2021-08?", "8/2021 (?)"],
    ["2023", "2023"],
    ["XXXX-11-20", "20/11"],
    ["2024-08-17/2024-08-19", "17/8/2024 – 19/8/2024"],
  ] as const) {
    assert.equal(formatDate(edtf), formatted);
  }
});
