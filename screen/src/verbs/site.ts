// A site as a whole: that it is there, with so many delegates, and that it has left.
import { tell } from "../api";
import { CheckInSite, CheckOutSite, type PlaceFragment } from "../generated/api";
import { presence } from "../parts/sites";
import { here, type At } from "./desk";
import type { Verb } from "./verb";

export function ofSite(at: At, site: PlaceFragment): Verb[] {
  const { hall, words } = at;
  if (!here(at)) return [];
  const place = { conference: hall.code, site: site.code };
  const arrive: Verb = {
    name: `check-in-${site.code}`, label: words.checkIn,
    fields: [{ name: "delegates", label: words.delegatesHere, kind: "number", initial: String(site.delegatesPresent ?? "") }],
    run: (it) => tell(CheckInSite, { input: { ...place, delegates: Number(it.delegates) } }),
  };
  const leave: Verb = { name: `check-out-${site.code}`, label: words.checkOut, run: () => tell(CheckOutSite, place) };
  return presence(site) === "here" ? [arrive, leave] : [arrive];
}
