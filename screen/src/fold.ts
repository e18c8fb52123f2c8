// The state of a conference on a page, and the reducer of its changes. Pure functions.
import { rows } from "./rows";
import type { DelegateFragment, EventsSubscription, HallQuery, ItemFragment, NoticeFragment, PlaceFragment, TurnFragment } from "./generated/api";
import type { Grant } from "./verbs/rights";

type Snapshot = HallQuery["conference"] & object;
type Change = EventsSubscription["conferenceEvents"]["change"];
type Lists = "agendaItems" | "sites" | "announcements" | "floorRequests" | "currentItem" | "position";

/** A withdrawn request, which can be restored. */
export interface Withdrawn {
  id: string;
  kind: TurnFragment["kind"];
  who: string;
}

/** A conference as the pages show it; lists are sorted. */
export interface Hall extends Omit<Snapshot, Lists> {
  agenda: ItemFragment[];
  current: string | null; // id of the current item
  sites: PlaceFragment[];
  notices: NoticeFragment[]; // not withdrawn, the newest first
  withdrawn: Withdrawn[];
  roll: DelegateFragment[]; // empty on pages that do not show the roll
  grants: Grant[]; // of the viewer
}

/** initialHall returns the state of a snapshot. */
export function opened(snapshot: Snapshot, roll: DelegateFragment[], sites: PlaceFragment[], grants: Grant[]): Hall {
  const { agendaItems, sites: _sites, announcements, floorRequests, currentItem, position: _, ...plain } = snapshot;
  return {
    ...plain,
    agenda: rows(agendaItems).sort(byOrdinal),
    current: currentItem?.id ?? null,
    sites: [...sites].sort(byOrdinal),
    notices: rows(announcements).sort(newestFirst),
    withdrawn: rows(floorRequests).map((it) => ({ id: it.requestId, kind: it.kind, who: it.speaker ?? it.unit?.shortName ?? it.site?.name ?? "" })),
    roll: [...roll].sort(byOrdinal),
    grants,
  };
}

/** reduceHall returns the state after a change. */
export function applied(hall: Hall, change: Change): Hall {
  switch (change.__typename) {
    case "ConferencePlanned": {
      const { title, heldOn, partOfDay, place, online, plannedStartAt } = change;
      return { ...hall, title, heldOn, partOfDay, place, online, plannedStartAt };
    }
    case "ConferenceStateChanged":
      return { ...hall, state: change.state, stateReason: change.reason };
    case "AgendaChanged":
      return { ...hall, agenda: change.agendaItems.map((plan) => planned(hall, plan)).sort(byOrdinal) };
    case "AgendaItemStarted": {
      const { agendaItemId: id, startedAt, plannedMinutes, spentSeconds, endedAgendaItemId, endedSpentSeconds } = change;
      const before = changed(hall.agenda, endedAgendaItemId, { endedAt: startedAt, spentSeconds: endedSpentSeconds ?? 0, resumedAt: null });
      return { ...hall, agenda: changed(before, id, { startedAt, plannedMinutes, spentSeconds, resumedAt: startedAt, endedAt: null }), current: id };
    }
    case "AgendaItemPaused":
      return { ...hall, agenda: changed(hall.agenda, change.agendaItemId, { spentSeconds: change.spentSeconds, resumedAt: null }) };
    case "AgendaItemResumed": {
      const { agendaItemId, spentSeconds, resumedAt } = change;
      return { ...hall, agenda: changed(hall.agenda, agendaItemId, { spentSeconds, resumedAt }) };
    }
    case "AgendaItemEnded": {
      const { agendaItemId: id, startedAt, endedAt, spentSeconds } = change;
      const agenda = changed(hall.agenda, id, { startedAt, endedAt, spentSeconds, resumedAt: null });
      return { ...hall, agenda, current: hall.current === id ? null : hall.current };
    }
    case "AnnouncementMade": {
      const { announcementId: id, text, audience, screen, madeAt, concernsId, siteCode, siteName } = change;
      const site = concernsId ? { id: concernsId, code: siteCode ?? "", name: siteName ?? "" } : null;
      const others = hall.notices.filter((n) => n.id !== id);
      return { ...hall, notices: [{ id, text, audience, screen, madeAt, withdrawnAt: null, site }, ...others].sort(newestFirst) };
    }
    case "AnnouncementWithdrawn":
      return { ...hall, notices: hall.notices.filter((n) => n.id !== change.announcementId) };
    case "SiteCheckedIn": {
      const { siteId, delegates, checkedInAt } = change;
      return { ...hall, sites: changed(hall.sites, siteId, { delegatesPresent: delegates, checkedInAt, checkedOutAt: null }) };
    }
    case "SiteCheckedOut":
      return { ...hall, sites: changed(hall.sites, change.siteId, { checkedOutAt: change.checkedOutAt }) };
    case "SiteLinkChanged":
      return { ...hall, sites: changed(hall.sites, change.siteId, { link: change.link }) };
    case "SitesArranged":
      return arranged(hall, change.sites);
    case "AttendanceChanged":
      return { ...hall, roll: called(hall.roll, change.attendances) };
    case "FloorRequestWithdrawn": {
      const { requestId: id, kind, speaker, unitName, siteName } = change.request;
      return { ...hall, withdrawn: [{ id, kind, who: speaker ?? unitName ?? siteName ?? "" }, ...hall.withdrawn.filter((it) => it.id !== id)] };
    }
    case "FloorRequestRestored":
      return { ...hall, withdrawn: hall.withdrawn.filter((it) => it.id !== change.request.requestId) };
    case "Heartbeat": case "ScopeChanged": // handled by conference_subscription.ts
    case "QuorumSet": // shown by live queries
    case "FloorRequested": case "FloorRequestPlaced": case "FloorGiven": case "FloorPaused": case "FloorResumed": case "FloorYielded": case "FloorExtended":
    case "FloorQuotaSet":
    case "ProposalSubmitted": case "ProposalSponsored": case "ProposalSent": case "ProposalAcknowledged": case "ProposalAssigned": case "ProposalAnswered":
    case "ProposalDone": case "ProposalRefused": case "ProposalMerged":
    case "DirectiveGiven": case "TaskSet": case "TaskProgressed": case "TaskCompleted": case "TaskDropped":
      return hall;
    default:
      return later(hall, change);
  }
}

// ignoreUnknown ignores changes of a newer server. It does not compile unless every kind of this version is
// handled above.
const later = (hall: Hall, _: never): Hall => hall;

type Plan = Extract<Change, { __typename: "AgendaChanged" }>["agendaItems"][number];

// mergePlan keeps the times of an item.
function planned(hall: Hall, { agendaItemId: id, unitCode, documentCodes, ...plan }: Plan): ItemFragment {
  const was = hall.agenda.find((it) => it.id === id);
  const documents = documentCodes.map((code) => ({ code }));
  return { startedAt: null, endedAt: null, spentSeconds: null, resumedAt: null, ...was, ...plan, id, unit: unitCode ? { code: unitCode } : null, documents };
}

type Told = Extract<Change, { __typename: "SitesArranged" }>["sites"];

// replaceSites keeps what sites have reported, and updates the site names of announcements.
function arranged(hall: Hall, told: Told): Hall {
  const codes = new Map(told.map((it) => [it.siteId, it.code]));
  const sites = told.map(({ siteId: id, unitCode, provinceCode, parentId, ...site }): PlaceFragment => ({
    link: "SILENT", delegatesPresent: null, checkedInAt: null, checkedOutAt: null, ...hall.sites.find((it) => it.id === id), ...site, id,
    unit: coded(unitCode), province: coded(provinceCode), parent: coded(parentId && codes.get(parentId)),
  }));
  const names = new Map(told.map((it) => [it.siteId, it.name]));
  const notices = hall.notices.map((it) => (it.site ? { ...it, site: { ...it.site, name: names.get(it.site.id) ?? it.site.name } } : it));
  return { ...hall, sites: sites.sort(byOrdinal), notices };
}

const coded = (code: string | null | undefined): { code: string } | null => (code ? { code } : null);

type Entry = Extract<Change, { __typename: "AttendanceChanged" }>["attendances"][number];

function called(roll: DelegateFragment[], entries: Entry[]): DelegateFragment[] {
  const next = new Map(roll.map((it) => [it.id, it]));
  for (const { attendanceId: id, unitCode, siteCode, ...entry } of entries) {
    next.set(id, { ...entry, id, unit: unitCode ? { code: unitCode } : null, site: siteCode ? { code: siteCode } : null });
  }
  return [...next.values()].sort(byOrdinal);
}

function changed<T extends { id: string }>(list: T[], id: string | null, to: Partial<T>): T[] {
  return list.map((it) => (it.id === id ? { ...it, ...to } : it));
}

const byOrdinal = (a: { ordinal: number }, b: { ordinal: number }) => a.ordinal - b.ordinal;
const newestFirst = (a: NoticeFragment, b: NoticeFragment) => Date.parse(b.madeAt) - Date.parse(a.madeAt);
