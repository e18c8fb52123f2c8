// Verbs of one row: an item of the agenda, a site, an announcement.
import { tell } from "../api";
import type { Hall } from "../fold";
import {
  CheckInSite, CheckOutSite, EndItem, StartItem, Withdraw,
  type ItemFragment, type NoticeFragment, type PlaceFragment,
} from "../generated/api";
import { presence } from "../parts/sites";
import type { Words } from "../words";
import type { Verb } from "./verb";

export function ofItem(hall: Hall, item: ItemFragment, words: Words): Verb[] {
  if (hall.state !== "IN_SESSION") return [];
  return item.id === hall.current
    ? [{ name: `end-${item.ordinal}`, label: words.endItem, key: "e", run: () => tell(EndItem, { id: item.id }) }]
    : [{ name: `start-${item.ordinal}`, label: words.startItem, run: () => tell(StartItem, { id: item.id }) }];
}

export function ofSite(hall: Hall, site: PlaceFragment, words: Words): Verb[] {
  if (!["OPEN", "IN_SESSION", "ON_BREAK"].includes(hall.state)) return [];
  const place = { conference: hall.code, site: site.code };
  const arrive: Verb = {
    name: `check-in-${site.code}`, label: words.checkIn,
    fields: [{ name: "delegates", label: words.delegatesHere, kind: "number", initial: String(site.delegatesPresent ?? "") }],
    run: (it) => tell(CheckInSite, { input: { ...place, delegates: Number(it.delegates) } }),
  };
  const leave: Verb = { name: `check-out-${site.code}`, label: words.checkOut, run: () => tell(CheckOutSite, place) };
  return presence(site) === "here" ? [arrive, leave] : [arrive];
}

export function ofNotice(notice: NoticeFragment, words: Words): Verb[] {
  return [{ name: `withdraw-${notice.id}`, label: words.withdraw, run: () => tell(Withdraw, { id: notice.id }) }];
}
