// The list of sites; and one site: checking in with its number of delegates, and checking out.
import { mutate } from "../api";
import { ArrangeSites, CheckInSite, CheckOutSite, type SiteFragment } from "../generated/api";
import { sitePresence } from "../parts/sites";
import { hasEnded, isLive, enumChoices, type VerbContext } from "./context";
import type { PlannedSite } from "./plan";
import { allowSiteScreen } from "./rights";
import type { Verb } from "./verb";

/** Edits all sites at once: adds and removes sites, and sets the fields and the parent of each. */
export function siteListVerbs(context: VerbContext): Verb[] {
  const { conference, messages } = context;
  if (hasEnded(context)) return [];
  const current = conference.sites.map(({ code, name, kind, unit, province, parent }): PlannedSite => ({
    code,
    name,
    kind,
    unit: unit?.code ?? null,
    province: province?.code ?? null,
    parent: parent?.code ?? null,
  }));
  return [
    {
      name: "arrange-sites",
      label: messages.arrangeSites,
      fields: [
        {
          name: "sites",
          label: messages.sites,
          kind: "sites",
          initial: JSON.stringify(current),
          suggestions: context.units,
          choices: enumChoices(context, "SiteKind", "MAIN", "REMOTE"),
        },
      ],
      run: (it) =>
        mutate(ArrangeSites, {
          input: { conference: conference.code, sites: JSON.parse(it.sites ?? "[]") as PlannedSite[] },
        }),
    },
  ];
}

export function siteVerbs(context: VerbContext, site: SiteFragment): Verb[] {
  const { conference, messages } = context;
  if (!isLive(context)) return [];
  const variables = { conference: conference.code, site: site.code };
  const access = allowSiteScreen(site.unit?.code);
  const checkIn: Verb = {
    name: `check-in-${site.code}`,
    label: messages.checkIn,
    access,
    fields: [
      {
        name: "delegates",
        label: messages.delegatesPresent,
        kind: "number",
        initial: String(site.delegatesPresent ?? ""),
      },
    ],
    run: (it) => mutate(CheckInSite, { input: { ...variables, delegates: Number(it.delegates) } }),
  };
  const checkOut: Verb = {
    name: `check-out-${site.code}`,
    label: messages.checkOut,
    access,
    run: () => mutate(CheckOutSite, variables),
  };
  return sitePresence(site) === "present" ? [checkIn, checkOut] : [checkIn];
}
