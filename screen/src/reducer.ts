// The state of a conference on a page, and the reducer of its changes. Pure functions.
import { nodes } from "./connection_nodes";
import type {
  DelegateFragment,
  ConferenceEventsSubscription,
  ConferenceSnapshotQuery,
  AgendaItemFragment,
  AnnouncementFragment,
  SiteFragment,
  FloorRequestEntryFragment,
} from "./generated/api";
import type { Grant } from "./commands/rights";

type ConferenceSnapshot = ConferenceSnapshotQuery["conference"] & object;
type Change = ConferenceEventsSubscription["conferenceEvents"]["change"];
type ListFields = "agendaItems" | "sites" | "announcements" | "floorRequests" | "currentItem" | "position";

/** A withdrawn request, which can be restored. */
export interface WithdrawnRequest {
  id: string;
  kind: FloorRequestEntryFragment["kind"];
  requester: string;
}

/** A conference as the pages show it; lists are sorted. */
export interface Conference extends Omit<ConferenceSnapshot, ListFields> {
  agenda: AgendaItemFragment[];
  currentItemId: string | null;
  sites: SiteFragment[];
  announcements: AnnouncementFragment[]; // not withdrawn, the newest first
  withdrawnRequests: WithdrawnRequest[];
  roll: DelegateFragment[]; // empty on pages that do not show the roll
  grants: Grant[]; // of the viewer
}

/** initialConference returns the state of a snapshot. */
export function initialConference(
  snapshot: ConferenceSnapshot,
  roll: DelegateFragment[],
  sites: SiteFragment[],
  grants: Grant[],
): Conference {
  const {
    agendaItems,
    sites: _sites,
    announcements,
    floorRequests,
    currentItem,
    position: _,
    ...fields
  } = snapshot;
  return {
    ...fields,
    agenda: nodes(agendaItems).sort(byOrdinal),
    currentItemId: currentItem?.id ?? null,
    sites: [...sites].sort(byOrdinal),
    announcements: nodes(announcements).sort(newestFirst),
    withdrawnRequests: nodes(floorRequests).map((request) => ({
      id: request.requestId,
      kind: request.kind,
      requester: request.speaker ?? request.unit?.shortName ?? request.site?.name ?? "",
    })),
    roll: [...roll].sort(byOrdinal),
    grants,
  };
}

/** reduceConference returns the state after a change. */
export function reduceConference(conference: Conference, change: Change): Conference {
  switch (change.__typename) {
    case "ConferencePlanned": {
      const { title, heldOn, partOfDay, venue, online, plannedStartAt } = change;
      return { ...conference, title, heldOn, partOfDay, venue, online, plannedStartAt };
    }
    case "ConferenceStateChanged":
      return { ...conference, state: change.state, stateReason: change.reason };
    case "AgendaChanged":
      return {
        ...conference,
        agenda: change.agendaItems.map((plan) => mergeItem(conference, plan)).sort(byOrdinal),
      };
    case "AgendaItemStarted": {
      const {
        agendaItemId: id,
        startedAt,
        plannedMinutes,
        spentSeconds,
        endedAgendaItemId,
        endedSpentSeconds,
      } = change;
      const agenda = updateById(conference.agenda, endedAgendaItemId, {
        endedAt: startedAt,
        spentSeconds: endedSpentSeconds ?? 0,
        resumedAt: null,
      });
      return {
        ...conference,
        agenda: updateById(agenda, id, {
          startedAt,
          plannedMinutes,
          spentSeconds,
          resumedAt: startedAt,
          endedAt: null,
        }),
        currentItemId: id,
      };
    }
    case "AgendaItemPaused":
      return {
        ...conference,
        agenda: updateById(conference.agenda, change.agendaItemId, {
          spentSeconds: change.spentSeconds,
          resumedAt: null,
        }),
      };
    case "AgendaItemResumed": {
      const { agendaItemId, spentSeconds, resumedAt } = change;
      return {
        ...conference,
        agenda: updateById(conference.agenda, agendaItemId, { spentSeconds, resumedAt }),
      };
    }
    case "AgendaItemEnded": {
      const { agendaItemId: id, startedAt, endedAt, spentSeconds } = change;
      const agenda = updateById(conference.agenda, id, { startedAt, endedAt, spentSeconds, resumedAt: null });
      return {
        ...conference,
        agenda,
        currentItemId: conference.currentItemId === id ? null : conference.currentItemId,
      };
    }
    case "AnnouncementMade": {
      const {
        announcementId: id,
        text,
        audience,
        screen,
        madeAt,
        recipientSiteId,
        siteCode,
        siteName,
      } = change;
      const site = recipientSiteId
        ? { id: recipientSiteId, code: siteCode ?? "", name: siteName ?? "" }
        : null;
      const others = conference.announcements.filter((n) => n.id !== id);
      return {
        ...conference,
        announcements: [{ id, text, audience, screen, madeAt, withdrawnAt: null, site }, ...others].sort(
          newestFirst,
        ),
      };
    }
    case "AnnouncementWithdrawn":
      return {
        ...conference,
        announcements: conference.announcements.filter((n) => n.id !== change.announcementId),
      };
    case "SiteCheckedIn": {
      const { siteId, delegatesPresent, checkedInAt } = change;
      return {
        ...conference,
        sites: updateById(conference.sites, siteId, {
          delegatesPresent,
          checkedInAt,
          checkedOutAt: null,
        }),
      };
    }
    case "SiteCheckedOut":
      return {
        ...conference,
        sites: updateById(conference.sites, change.siteId, { checkedOutAt: change.checkedOutAt }),
      };
    case "SiteLinkChanged":
      return { ...conference, sites: updateById(conference.sites, change.siteId, { link: change.link }) };
    case "SitesArranged":
      return replaceSites(conference, change.sites);
    case "AttendanceChanged":
      return { ...conference, roll: mergeAttendances(conference.roll, change.entries) };
    case "FloorRequestWithdrawn": {
      const { requestId: id, kind, speaker, unitName, siteName } = change.entry;
      return {
        ...conference,
        withdrawnRequests: [
          { id, kind, requester: speaker ?? unitName ?? siteName ?? "" },
          ...conference.withdrawnRequests.filter((request) => request.id !== id),
        ],
      };
    }
    case "FloorRequestRestored":
      return {
        ...conference,
        withdrawnRequests: conference.withdrawnRequests.filter(
          (request) => request.id !== change.entry.requestId,
        ),
      };
    case "Heartbeat":
    case "ScopeChanged": // handled by conference_subscription.ts
    case "QuorumSet": // shown by live queries
    case "FloorRequested":
    case "FloorRequestPlaced":
    case "FloorGiven":
    case "FloorPaused":
    case "FloorResumed":
    case "FloorYielded":
    case "FloorExtended":
    case "FloorQuotaSet":
    case "ProposalSubmitted":
    case "ProposalSponsored":
    case "ProposalSent":
    case "ProposalAcknowledged":
    case "ProposalAssigned":
    case "ProposalAnswered":
    case "ProposalDone":
    case "ProposalRefused":
    case "ProposalMerged":
    case "DirectiveGiven":
    case "TaskSet":
    case "TaskProgressed":
    case "TaskCompleted":
    case "TaskDropped":
      return conference;
    default:
      return ignoreUnknown(conference, change);
  }
}

// ignoreUnknown ignores changes of a newer server. It does not compile unless every kind of this version is
// handled above.
const ignoreUnknown = (conference: Conference, _: never): Conference => conference;

type ItemPlan = Extract<Change, { __typename: "AgendaChanged" }>["agendaItems"][number];

// mergeItem keeps the times of an item.
function mergeItem(
  conference: Conference,
  { agendaItemId: id, unitCode, documentCodes, ...fields }: ItemPlan,
): AgendaItemFragment {
  const existing = conference.agenda.find((item) => item.id === id);
  const documents = documentCodes.map((code) => ({ code }));
  return {
    startedAt: null,
    endedAt: null,
    spentSeconds: null,
    resumedAt: null,
    ...existing,
    ...fields,
    id,
    unit: unitCode ? { code: unitCode } : null,
    documents,
  };
}

type SitePlan = Extract<Change, { __typename: "SitesArranged" }>["sites"][number];

// replaceSites keeps what sites have reported, and updates the site names of announcements.
function replaceSites(conference: Conference, plans: SitePlan[]): Conference {
  const codes = new Map(plans.map((plan) => [plan.siteId, plan.code]));
  const sites = plans.map(({ siteId: id, unitCode, provinceCode, parentId, ...site }): SiteFragment => ({
    link: "SILENT",
    delegatesPresent: null,
    checkedInAt: null,
    checkedOutAt: null,
    ...conference.sites.find((site) => site.id === id),
    ...site,
    id,
    unit: toReference(unitCode),
    province: toReference(provinceCode),
    parent: toReference(parentId && codes.get(parentId)),
  }));
  const names = new Map(plans.map((plan) => [plan.siteId, plan.name]));
  const announcements = conference.announcements.map((announcement) =>
    announcement.site
      ? {
          ...announcement,
          site: { ...announcement.site, name: names.get(announcement.site.id) ?? announcement.site.name },
        }
      : announcement,
  );
  return { ...conference, sites: sites.sort(byOrdinal), announcements };
}

const toReference = (code: string | null | undefined): { code: string } | null => (code ? { code } : null);

type AttendanceUpdate = Extract<Change, { __typename: "AttendanceChanged" }>["entries"][number];

function mergeAttendances(roll: DelegateFragment[], updates: AttendanceUpdate[]): DelegateFragment[] {
  const next = new Map(roll.map((delegate) => [delegate.id, delegate]));
  for (const { attendanceId: id, unitCode, siteCode, ...entry } of updates) {
    next.set(id, {
      ...entry,
      id,
      unit: unitCode ? { code: unitCode } : null,
      site: siteCode ? { code: siteCode } : null,
    });
  }
  return [...next.values()].sort(byOrdinal);
}

function updateById<T extends { id: string }>(list: T[], id: string | null, update: Partial<T>): T[] {
  return list.map((entry) => (entry.id === id ? { ...entry, ...update } : entry));
}

const byOrdinal = (a: { ordinal: number }, b: { ordinal: number }) => a.ordinal - b.ordinal;
const newestFirst = (a: AnnouncementFragment, b: AnnouncementFragment) =>
  Date.parse(b.madeAt) - Date.parse(a.madeAt);
