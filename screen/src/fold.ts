// What a page knows of a conference, and what each change makes of it. Pure: the same hall and change give the same hall.
import { rows } from "./rows";
import type { EventsSubscription, HallQuery, ItemFragment, NoticeFragment, PlaceFragment } from "./generated/api";

type Snapshot = HallQuery["conference"] & object;
type Change = EventsSubscription["conferenceEvents"]["change"];

/** A conference as the pages show it; lists are in their order. */
export interface Hall extends Omit<Snapshot, "agendaItems" | "sites" | "announcements" | "currentItem" | "position"> {
  agenda: ItemFragment[];
  current: string | null; // id of the item that is dealt with
  sites: PlaceFragment[];
  notices: NoticeFragment[]; // those that stand, the newest first
}


/** opened is the hall that a snapshot tells. */
export function opened(snapshot: Snapshot): Hall {
  const { agendaItems, sites, announcements, currentItem, position: _, ...plain } = snapshot;
  return {
    ...plain,
    agenda: rows(agendaItems).sort(byOrdinal),
    current: currentItem?.id ?? null,
    sites: rows(sites).sort(byOrdinal),
    notices: rows(announcements).sort(newestFirst),
  };
}

/** applied is the hall after a change. */
export function applied(hall: Hall, change: Change, _at: string): Hall {
  switch (change.__typename) {
    case "ConferencePlanned": {
      const { title, heldOn, partOfDay, place, online } = change;
      return { ...hall, title, heldOn: heldOn ?? null, partOfDay, place: place ?? null, online };
    }
    case "ConferenceStateChanged":
      return { ...hall, state: change.state, stateReason: change.reason ?? null };
    case "AgendaItemStarted": {
      const { agendaItemId, startedAt, plannedMinutes, endedAgendaItemId } = change;
      const agenda = hall.agenda.map((item) => {
        if (item.id === agendaItemId) return { ...item, startedAt, plannedMinutes: plannedMinutes ?? null, endedAt: null };
        return item.id === endedAgendaItemId ? { ...item, endedAt: startedAt } : item;
      });
      return { ...hall, agenda, current: agendaItemId };
    }
    case "AgendaItemEnded": {
      const { agendaItemId: id, startedAt, endedAt } = change;
      return { ...hall, agenda: changed(hall.agenda, id, { startedAt, endedAt }), current: hall.current === id ? null : hall.current };
    }
    case "AnnouncementMade": {
      const { announcementId: id, text, audience, madeAt, concernsId, siteCode, siteName } = change;
      const site = concernsId ? { id: concernsId, code: siteCode ?? "", name: siteName ?? "" } : null;
      const others = hall.notices.filter((n) => n.id !== id);
      return { ...hall, notices: [{ id, text, audience, madeAt, withdrawnAt: null, site }, ...others].sort(newestFirst) };
    }
    case "AnnouncementWithdrawn":
      return { ...hall, notices: hall.notices.filter((n) => n.id !== change.announcementId) };
    case "SiteCheckedIn": {
      const { siteId, delegates, checkedInAt } = change;
      return { ...hall, sites: changed(hall.sites, siteId, { delegatesPresent: delegates, checkedInAt, checkedOutAt: null }) };
    }
    case "SiteCheckedOut":
      return { ...hall, sites: changed(hall.sites, change.siteId, { checkedOutAt: change.checkedOutAt }) };
    default:
      return hall; // a heartbeat, and what later versions tell
  }
}

function changed<T extends { id: string }>(list: T[], id: string, to: Partial<T>): T[] {
  return list.map((it) => (it.id === id ? { ...it, ...to } : it));
}

const byOrdinal = (a: { ordinal: number }, b: { ordinal: number }) => a.ordinal - b.ordinal;
const newestFirst = (a: NoticeFragment, b: NoticeFragment) => Date.parse(b.madeAt) - Date.parse(a.madeAt);
