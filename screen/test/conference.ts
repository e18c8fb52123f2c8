import type { Conference } from "../src/reducer";

export const timeAt = (minute: number): string => new Date(Date.UTC(2024, 7, 19, 1, minute)).toISOString();

export const item = (n: number): Conference["agenda"][number] => ({
  id: `i${n}`,
  ordinal: n,
  kind: "REPORT",
  title: `Nội dung ${n}`,
  plannedMinutes: 10,
  startedAt: null,
  endedAt: null,
  spentSeconds: null,
  resumedAt: null,
  speaker: null,
  unit: null,
  documents: [],
});

export const site = (n: number): Conference["sites"][number] => ({
  id: `s${n}`,
  ordinal: n,
  code: `site-${n}`,
  name: `Điểm cầu ${n}`,
  kind: "REMOTE",
  link: "SILENT",
  delegatesPresent: null,
  checkedInAt: null,
  checkedOutAt: null,
  unit: null,
  province: null,
  parent: null,
});

export const delegate = (n: number): Conference["roll"][number] => ({
  id: `d${n}`,
  ordinal: n,
  capacity: "DELEGATE",
  title: "Đại biểu",
  presence: "NOT_CALLED",
  absenceReason: null,
  substitute: null,
  unit: { code: `u${n}` },
  site: { code: "site-1" },
});

export const announcement = (n: number): Conference["announcements"][number] => ({
  id: `n${n}`,
  text: `Thông báo ${n}`,
  audience: "EVERYONE",
  screen: null,
  madeAt: timeAt(n),
  withdrawnAt: null,
  site: null,
});

/**
 * A conference in session: the second of three items is current, there are two announcements, and one request
 * was withdrawn.
 */
export const conference: Conference = {
  id: "c",
  code: "c2",
  kind: "FINAL_REVIEW",
  state: "IN_SESSION",
  stateReason: null,
  title: "Tổng kết",
  schoolYear: "2023-2024",
  heldOn: "2024-08-19",
  partOfDay: "MORNING",
  venue: "Vĩnh Phúc",
  online: true,
  plannedStartAt: timeAt(0),
  cluster: { number: 2, name: "Cụm 2" },
  agenda: [
    { ...item(1), startedAt: timeAt(0), endedAt: timeAt(8), spentSeconds: 480 },
    {
      ...item(2),
      startedAt: timeAt(8),
      spentSeconds: 60,
      resumedAt: timeAt(10),
      documents: [{ code: "s0" }],
    },
    item(3),
  ],
  currentItemId: "i2",
  sites: [site(1), site(2)],
  announcements: [announcement(2), announcement(1)],
  withdrawnRequests: [{ id: "r1", kind: "REMARK", requester: "Bắc Ninh" }],
  roll: [delegate(1), delegate(2)],
  grants: [],
};
