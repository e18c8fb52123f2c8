import type { Boards } from "../boards";
import { hasEnded } from "../conference_state";
import type { Conference } from "../reducer";
import type { SiteFragment } from "../generated/api";
import { useMessages, useTerm } from "../i18n";
import type { Messages } from "../i18n.vi";

/** sitePresence returns whether a site is present, has left, or never checked in. */
export function sitePresence(site: SiteFragment): "present" | "left" | "absent" {
  if (!site.checkedInAt) return "absent";
  return site.checkedOutAt ? "left" : "present";
}

/** siteState returns the number of delegates at a site that is present, and otherwise its presence. */
export function siteState(messages: Messages, site: SiteFragment): string {
  const presence = sitePresence(site);
  return presence === "present"
    ? messages.delegateCount(site.delegatesPresent ?? 0)
    : messages.sitePresence[presence];
}

/** shortSiteName omits the word for "site", which is in the heading, to leave space for the name. */
export const shortSiteName = (name: string): string => name.replace(/^điểm cầu (?=\p{Lu})/iu, "");

/** gridLayout returns the columns and lines of the grid of sites on a hall display. */
export function gridLayout(sites: number): { columns: number; lines: number } {
  const columns = sites > 64 ? 12 : 8;
  return { columns, lines: Math.ceil(sites / columns) };
}

/** All sites in a grid, with the number of those present. */
export function SiteGrid({
  conference,
  attendance,
}: {
  conference: Conference;
  attendance?: Boards["attendance"];
}) {
  const messages = useMessages();
  const term = useTerm();
  // If nobody checked in, check-ins were not recorded.
  const presenceUnknown =
    conference.state === "CLOSED" && conference.sites.every((site) => !site.checkedInAt);
  const presentSites = conference.sites.filter((site) => sitePresence(site) === "present");
  const delegates = presentSites.reduce((sum, site) => sum + (site.delegatesPresent ?? 0), 0);
  // A compact tile of a hall display has space only for a name, so problems are listed above the grid.
  const isCompact = conference.sites.length > 12;
  // After the end all sites are disconnected, which is not a problem.
  const conferenceEnded = hasEnded(conference);
  const linkProblems = (isCompact && !conferenceEnded ? (["LOST", "LAGGING"] as const) : []).flatMap(
    (link) => {
      const names = conference.sites
        .filter((site) => site.link === link)
        .map((site) => shortSiteName(site.name));
      return names.length > 0
        ? [
            <p key={link} class={`link-problem ${link}`}>
              <b>
                {term("SiteLink", link)} ({messages.count(names.length)})
              </b>
              : {names.join(", ")}
            </p>,
          ]
        : [];
    },
  );
  const { columns, lines } = gridLayout(conference.sites.length);
  return (
    <section class="card sites" aria-labelledby="sites">
      <h2 id="sites">
        {messages.sites}{" "}
        {!presenceUnknown && (
          <span class="soft">
            {messages.presentSites(presentSites.length, conference.sites.length)} ·{" "}
            {messages.delegateCount(delegates)}
          </span>
        )}
      </h2>
      {linkProblems.length > 0 && <div class="link-problems">{linkProblems}</div>}
      <div class="grid-area" style={{ "--columns": columns, "--lines": lines }}>
        <ul class={`grid ${isCompact ? "compact" : ""} ${columns > 8 ? "dense" : ""}`}>
          {conference.sites.map((site) => (
            <SiteTile
              key={site.id}
              site={site}
              conferenceEnded={conferenceEnded}
              presenceUnknown={presenceUnknown}
              counts={attendance?.sites.find((row) => row.site.id === site.id)?.counts}
            />
          ))}
        </ul>
      </div>
    </section>
  );
}

interface TileProps {
  site: SiteFragment;
  conferenceEnded: boolean; // links have no meaning then
  presenceUnknown: boolean;
  counts: { present: number; invited: number } | null | undefined;
}

// A site that has sent a heartbeat shows its link; a silent one shows its presence.
function SiteTile({ site, conferenceEnded, presenceUnknown, counts }: TileProps) {
  const messages = useMessages();
  const term = useTerm();
  const presence = sitePresence(site);
  const attendees =
    counts && counts.invited > 0
      ? `${messages.count(counts.present)}/${messages.count(counts.invited)}`
      : presence === "present"
        ? messages.delegateCount(site.delegatesPresent ?? 0)
        : "";
  // A healthy site shows figures, and another one its problem.
  const link = conferenceEnded ? "SILENT" : site.link;
  const isHealthy = link === "CONNECTED" || (link === "SILENT" && presence === "present");
  const label = presenceUnknown
    ? ""
    : link === "SILENT"
      ? messages.sitePresence[presence]
      : term("SiteLink", link);
  return (
    <li
      class={`tile ${link === "SILENT" ? presence : link}`}
      title={`${site.name} · ${term("SiteKind", site.kind)}`}
    >
      <b>{shortSiteName(site.name)}</b>
      <span>{isHealthy ? attendees || label : label}</span>
    </li>
  );
}
