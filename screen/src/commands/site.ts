// The list of sites; and one site: checking in with its number of delegates, and checking out.
import { mutate } from "../api";
import { hasEnded, isOngoing } from "../conference_state";
import { ArrangeSites, CheckInSite, CheckOutSite, type SiteFragment } from "../generated/api";
import { sitePresence } from "../parts/sites";
import { enumChoices, type CommandContext } from "./context";
import type { PlannedSite } from "./plan";
import { allowSiteScreen } from "./rights";
import type { Command } from "./command";

/** Edits all sites at once: adds and removes sites, and sets the fields and the parent of each. */
export function siteListCommands(context: CommandContext): Command[] {
  const { conference, messages } = context;
  if (hasEnded(context.conference)) return [];
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
      run: (values) =>
        mutate(ArrangeSites, {
          input: { conference: conference.code, sites: JSON.parse(values.sites ?? "[]") as PlannedSite[] },
        }),
    },
  ];
}

export function siteCommands(context: CommandContext, site: SiteFragment): Command[] {
  const { conference, messages } = context;
  if (!isOngoing(context.conference)) return [];
  const variables = { conference: conference.code, site: site.code };
  const access = allowSiteScreen(site.unit?.code);
  const checkIn: Command = {
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
    run: (values) =>
      mutate(CheckInSite, { input: { ...variables, delegatesPresent: Number(values.delegates) } }),
  };
  const checkOut: Command = {
    name: `check-out-${site.code}`,
    label: messages.checkOut,
    access,
    run: () => mutate(CheckOutSite, variables),
  };
  return sitePresence(site) === "present" ? [checkIn, checkOut] : [checkIn];
}
