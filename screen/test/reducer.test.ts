// Reduces each kind of change. The table does not compile unless it has every kind of the schema.
import assert from "node:assert/strict";
import { test } from "node:test";
import { reduceConference, initialConference, type Conference } from "../src/reducer";
import type { ConferenceEventsSubscription } from "../src/generated/api";
import { delegate, conference, item, timeAt, announcement, site } from "./conference";

type Change = ConferenceEventsSubscription["conferenceEvents"]["change"];
type Kind = Change["__typename"];
// The event of a kind; without fields for kinds that live queries show.
type EventOf<K extends Kind> = [Extract<Change, { __typename: K }>] extends [never]
  ? { __typename: K }
  : Extract<Change, { __typename: K }>;
type ReducerCases = { [K in Kind]: [event: Omit<EventOf<K>, "__typename">, changes: Partial<Conference>] };

const [past, current, upcoming] = conference.agenda as [
  Conference["agenda"][number],
  Conference["agenda"][number],
  Conference["agenda"][number],
];
const turn = {
  requestId: "r2",
  kind: "QUESTION",
  speaker: null,
  subject: null,
  siteName: "Hội trường",
  unitName: "Hà Nam",
} as const;
const withdrawn = { id: "r1", kind: "REMARK", requester: "Bắc Ninh" } as const;
const unchanged: [{}, {}] = [{}, {}];

const cases: ReducerCases = {
  ConferencePlanned: [
    {
      title: "Tổng kết năm học",
      heldOn: "2024-08-20",
      partOfDay: "AFTERNOON",
      venue: null,
      online: false,
      plannedStartAt: timeAt(5),
    },
    {
      title: "Tổng kết năm học",
      heldOn: "2024-08-20",
      partOfDay: "AFTERNOON",
      venue: null,
      online: false,
      plannedStartAt: timeAt(5),
    },
  ],
  ConferenceStateChanged: [
    { state: "CANCELLED", reason: "bão" },
    { state: "CANCELLED", stateReason: "bão" },
  ],
  // The third becomes the first and changes; the first is removed; the second keeps its clock.
  AgendaChanged: [
    {
      agendaItems: [
        {
          agendaItemId: "i2",
          ordinal: 2,
          kind: "DISCUSSION",
          title: "Tham luận",
          plannedMinutes: null,
          speaker: "Ông A",
          unitCode: "u1",
          documentCodes: ["s1", "s2"],
        },
        {
          agendaItemId: "i3",
          ordinal: 1,
          kind: "REPORT",
          title: "Nội dung 3",
          plannedMinutes: 10,
          speaker: null,
          unitCode: null,
          documentCodes: [],
        },
      ],
    },
    {
      agenda: [
        { ...upcoming, ordinal: 1 },
        {
          ...current,
          kind: "DISCUSSION",
          title: "Tham luận",
          plannedMinutes: null,
          speaker: "Ông A",
          unit: { code: "u1" },
          documents: [{ code: "s1" }, { code: "s2" }],
        },
      ],
    },
  ],
  AgendaItemStarted: [
    {
      agendaItemId: "i3",
      startedAt: timeAt(20),
      plannedMinutes: 15,
      spentSeconds: 0,
      endedAgendaItemId: "i2",
      endedSpentSeconds: 660,
    },
    {
      agenda: [
        past,
        { ...current, endedAt: timeAt(20), spentSeconds: 660, resumedAt: null },
        { ...upcoming, startedAt: timeAt(20), plannedMinutes: 15, spentSeconds: 0, resumedAt: timeAt(20) },
      ],
      currentItemId: "i3",
    },
  ],
  AgendaItemPaused: [
    { agendaItemId: "i2", spentSeconds: 90 },
    { agenda: [past, { ...current, spentSeconds: 90, resumedAt: null }, upcoming] },
  ],
  AgendaItemResumed: [
    { agendaItemId: "i2", spentSeconds: 90, resumedAt: timeAt(30) },
    { agenda: [past, { ...current, spentSeconds: 90, resumedAt: timeAt(30) }, upcoming] },
  ],
  AgendaItemEnded: [
    { agendaItemId: "i2", startedAt: timeAt(8), endedAt: timeAt(19), spentSeconds: 600 },
    {
      agenda: [past, { ...current, endedAt: timeAt(19), spentSeconds: 600, resumedAt: null }, upcoming],
      currentItemId: null,
    },
  ],
  AnnouncementMade: [
    {
      announcementId: "n3",
      text: "Giải lao",
      audience: "PARTICIPANTS",
      screen: "cua",
      madeAt: timeAt(3),
      recipientSiteId: "s1",
      siteCode: "site-1",
      siteName: "Điểm cầu 1",
    },
    {
      announcements: [
        {
          id: "n3",
          text: "Giải lao",
          audience: "PARTICIPANTS",
          screen: "cua",
          madeAt: timeAt(3),
          withdrawnAt: null,
          site: { id: "s1", code: "site-1", name: "Điểm cầu 1" },
        },
        announcement(2),
        announcement(1),
      ],
    },
  ],
  AnnouncementWithdrawn: [
    { announcementId: "n2", withdrawnAt: timeAt(9) },
    { announcements: [announcement(1)] },
  ],
  SiteCheckedIn: [
    { siteId: "s2", delegatesPresent: 12, checkedInAt: timeAt(2) },
    { sites: [site(1), { ...site(2), delegatesPresent: 12, checkedInAt: timeAt(2) }] },
  ],
  SiteCheckedOut: [
    { siteId: "s2", checkedOutAt: timeAt(40) },
    { sites: [site(1), { ...site(2), checkedOutAt: timeAt(40) }] },
  ],
  SiteLinkChanged: [{ siteId: "s1", link: "LOST" }, { sites: [{ ...site(1), link: "LOST" }, site(2)] }],
  // The second becomes the first, with another name and its link; the first is removed, and a new one is
  // below it.
  SitesArranged: [
    {
      sites: [
        {
          siteId: "s3",
          ordinal: 2,
          code: "site-3",
          name: "Điểm cầu 3",
          kind: "REMOTE",
          provinceCode: "hue",
          unitCode: "u1",
          parentId: "s2",
        },
        {
          siteId: "s2",
          ordinal: 1,
          code: "site-2",
          name: "Huế",
          kind: "MAIN",
          provinceCode: null,
          unitCode: null,
          parentId: null,
        },
      ],
    },
    {
      sites: [
        { ...site(2), ordinal: 1, name: "Huế", kind: "MAIN" },
        {
          ...site(3),
          ordinal: 2,
          province: { code: "hue" },
          unit: { code: "u1" },
          parent: { code: "site-2" },
        },
      ],
    },
  ],
  // A delegate moves to another site, and one is added.
  AttendanceChanged: [
    {
      entries: [
        {
          attendanceId: "d3",
          ordinal: 3,
          capacity: "GUEST",
          title: "Khách",
          presence: "IN_HALL",
          absenceReason: null,
          substitute: null,
          unitCode: null,
          siteCode: null,
        },
        {
          attendanceId: "d1",
          ordinal: 1,
          capacity: "DELEGATE",
          title: "Đại biểu",
          presence: "ONLINE",
          absenceReason: null,
          substitute: "Ông B",
          unitCode: "u1",
          siteCode: "site-2",
        },
      ],
    },
    {
      roll: [
        { ...delegate(1), presence: "ONLINE", substitute: "Ông B", site: { code: "site-2" } },
        delegate(2),
        { ...delegate(3), capacity: "GUEST", title: "Khách", presence: "IN_HALL", unit: null, site: null },
      ],
    },
  ],
  FloorRequestWithdrawn: [
    { entry: turn },
    { withdrawnRequests: [{ id: "r2", kind: "QUESTION", requester: "Hà Nam" }, withdrawn] },
  ],
  FloorRequestRestored: [{ entry: { ...turn, requestId: "r1" } }, { withdrawnRequests: [] }],
  Heartbeat: [{ sentAt: timeAt(1) }, {}],
  ScopeChanged: [{ changedAt: timeAt(1) }, {}],
  QuorumSet: unchanged,
  FloorRequested: unchanged,
  FloorRequestPlaced: unchanged,
  FloorGiven: unchanged,
  FloorPaused: unchanged,
  FloorResumed: unchanged,
  FloorYielded: unchanged,
  FloorExtended: unchanged,
  FloorQuotaSet: unchanged,
  ProposalSubmitted: unchanged,
  ProposalSponsored: unchanged,
  ProposalSent: unchanged,
  ProposalAcknowledged: unchanged,
  ProposalAssigned: unchanged,
  ProposalAnswered: unchanged,
  ProposalDone: unchanged,
  ProposalRefused: unchanged,
  ProposalMerged: unchanged,
  DirectiveGiven: unchanged,
  TaskSet: unchanged,
  TaskProgressed: unchanged,
  TaskCompleted: unchanged,
  TaskDropped: unchanged,
};

for (const [kind, [event, changes]] of Object.entries(cases)) {
  test(`reduceConference: ${kind}, applied once and twice`, () => {
    const change = { __typename: kind, ...event } as Change;
    const before = structuredClone(conference);
    const after = reduceConference(conference, change);
    assert.deepEqual(after, { ...conference, ...changes });
    assert.deepEqual(reduceConference(after, change), after);
    assert.deepEqual(conference, before, "the previous state is not modified");
  });
}

test("reduceConference: an unknown kind changes nothing", () => {
  assert.equal(reduceConference(conference, { __typename: "UnknownEvent" } as never), conference);
});

test("reduceConference: a repeated AgendaItemEnded keeps the item that started afterwards", () => {
  const next = reduceConference(conference, {
    __typename: "AgendaItemStarted",
    ...cases.AgendaItemStarted[0],
  });
  const late = reduceConference(next, { __typename: "AgendaItemEnded", ...cases.AgendaItemEnded[0] });
  assert.equal(late.currentItemId, "i3");
});

test("reduceConference: SitesArranged keeps what sites reported, and renames them", () => {
  const reported = {
    link: "CONNECTED" as const,
    delegatesPresent: 7,
    checkedInAt: timeAt(1),
    checkedOutAt: null,
  };
  const before = {
    ...conference,
    sites: [{ ...site(1), ...reported }],
    announcements: [{ ...announcement(1), site: { id: "s1", code: "site-1", name: "Điểm cầu 1" } }],
  };
  const plan = {
    siteId: "s1",
    ordinal: 1,
    code: "site-1",
    name: "Huế",
    kind: "REMOTE" as const,
    provinceCode: null,
    unitCode: null,
    parentId: null,
  };
  const after = reduceConference(before, { __typename: "SitesArranged", sites: [plan] });
  assert.deepEqual(after.sites, [{ ...site(1), ...reported, name: "Huế" }]);
  assert.equal(after.announcements[0]?.site?.name, "Huế");
});

test("reduceConference: a new agenda item has no times", () => {
  const plan = {
    agendaItemId: "i4",
    ordinal: 4,
    kind: "REPORT" as const,
    title: "Nội dung 4",
    plannedMinutes: 10,
    speaker: null,
    unitCode: null,
    documentCodes: [],
  };
  assert.deepEqual(
    reduceConference(conference, { __typename: "AgendaChanged", agendaItems: [plan] }).agenda,
    [item(4)],
  );
});

test("initialConference: lists are sorted", () => {
  const {
    agenda,
    currentItemId: _,
    sites,
    announcements,
    withdrawnRequests: __,
    roll,
    ...fields
  } = conference;
  const edges = <T>(list: T[]) => ({ edges: list.toReversed().map((node) => ({ node })) });
  const pageInfo = { hasNextPage: false, endCursor: null };
  const snapshot = {
    ...fields,
    position: "e:1",
    currentItem: { id: "i2" },
    agendaItems: edges(agenda),
    sites: { ...edges(sites), pageInfo },
    announcements: edges(announcements),
    floorRequests: edges([
      {
        requestId: "r1",
        kind: "REMARK" as const,
        speaker: null,
        subject: null,
        unit: { shortName: "Bắc Ninh" },
        site: null,
      },
    ]),
  };
  assert.deepEqual(initialConference(snapshot, roll.toReversed(), sites.toReversed(), []), conference);
});
