// The list of sites; and one site: checking in with its number of delegates, and checking out.
import { tell } from "../api";
import { ArrangeSites, CheckInSite, CheckOutSite, type PlaceFragment } from "../generated/api";
import { presence } from "../parts/sites";
import { ended, here, terms, type At } from "./desk";
import type { PlannedSite } from "./plan";
import { atSite } from "./rights";
import type { Verb } from "./verb";

/** Edits all sites at once: adds and removes sites, and sets the fields and the parent of each. */
export function ofSites(at: At): Verb[] {
  const { hall, words } = at;
  if (ended(at)) return [];
  const now = hall.sites.map(({ code, name, kind, unit, province, parent }): PlannedSite => ({
    code, name, kind, unit: unit?.code ?? null, province: province?.code ?? null, parent: parent?.code ?? null,
  }));
  return [{
    name: "arrange-sites", label: words.arrangeSites,
    fields: [{ name: "sites", label: words.sites, kind: "sites", initial: JSON.stringify(now), suggestions: at.units, choices: terms(at, "SiteKind", "MAIN", "REMOTE") }],
    run: (it) => tell(ArrangeSites, { input: { conference: hall.code, sites: JSON.parse(it.sites ?? "[]") as PlannedSite[] } }),
  }];
}

export function ofSite(at: At, site: PlaceFragment): Verb[] {
  const { hall, words } = at;
  if (!here(at)) return [];
  const place = { conference: hall.code, site: site.code };
  const allowed = atSite(site.unit?.code);
  const arrive: Verb = {
    name: `check-in-${site.code}`, label: words.checkIn, allowed,
    fields: [{ name: "delegates", label: words.delegatesHere, kind: "number", initial: String(site.delegatesPresent ?? "") }],
    run: (it) => tell(CheckInSite, { input: { ...place, delegates: Number(it.delegates) } }),
  };
  const leave: Verb = { name: `check-out-${site.code}`, label: words.checkOut, allowed, run: () => tell(CheckOutSite, place) };
  return presence(site) === "here" ? [arrive, leave] : [arrive];
}
