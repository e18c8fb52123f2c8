import type { Boards } from "../boards";
import type { Hall } from "../fold";
import type { PlaceFragment } from "../generated/api";
import { useTerm, useWords } from "../words";

/** presence returns whether a site is present, has left, or never checked in. */
export function presence(site: PlaceFragment): "here" | "gone" | "absent" {
  if (!site.checkedInAt) return "absent";
  return site.checkedOutAt ? "gone" : "here";
}

/** shortName omits the word for "site", which is in the heading, to leave space for the name. */
export const shortName = (name: string): string => name.replace(/^điểm cầu (?=\p{Lu})/iu, "");

/** layout returns the columns and lines of the grid of sites on a hall display. */
export function layout(sites: number): { columns: number; lines: number } {
  const columns = sites > 64 ? 12 : 8;
  return { columns, lines: Math.ceil(sites / columns) };
}

/** All sites in a grid, with the number of those present. */
export function Sites({ hall, attendance }: { hall: Hall; attendance?: Boards["attendance"] }) {
  const words = useWords();
  const term = useTerm();
  const unknown = hall.state === "CLOSED" && hall.sites.every((site) => !site.checkedInAt); // check-ins were not recorded
  const here = hall.sites.filter((site) => presence(site) === "here");
  const delegates = here.reduce((sum, site) => sum + (site.delegatesPresent ?? 0), 0);
  const many = hall.sites.length > 12; // then tiles of a hall display have space only for a name, and problems are listed above
  const over = ["CLOSED", "CANCELLED"].includes(hall.state); // then all links end, which is not a problem
  const trouble = (many && !over ? (["LOST", "LAGGING"] as const) : []).flatMap((link) => {
    const names = hall.sites.filter((site) => site.link === link).map((site) => shortName(site.name));
    return names.length > 0 ? [<p key={link} class={`trouble ${link}`}><b>{term("SiteLink", link)} ({words.count(names.length)})</b>: {names.join(", ")}</p>] : [];
  });
  const { columns, lines } = layout(hall.sites.length);
  return (
    <section class="card sites" aria-labelledby="sites">
      <h2 id="sites">{words.sites} {!unknown && <span class="soft">{words.sitesHere(here.length, hall.sites.length)} · {words.delegates(delegates)}</span>}</h2>
      {trouble.length > 0 && <div class="troubles">{trouble}</div>}
      <div class="all" style={{ "--columns": columns, "--lines": lines }}>
        <ul class={`grid ${many ? "many" : ""} ${columns > 8 ? "dense" : ""}`}>
          {hall.sites.map((site) => <Tile key={site.id} site={site} over={over} unknown={unknown} counts={attendance?.sites.find((it) => it.site.id === site.id)?.counts} />)}
        </ul>
      </div>
    </section>
  );
}

interface TileProps {
  site: PlaceFragment;
  over: boolean; // the conference has ended, and links mean nothing any more
  unknown: boolean; // its presence was not recorded
  counts: { present: number; invited: number } | null | undefined;
}

// A site that has sent a heartbeat shows its link; a silent one shows its presence.
function Tile({ site, over, unknown, counts }: TileProps) {
  const words = useWords();
  const term = useTerm();
  const where = presence(site);
  const present = counts && counts.invited > 0 ? `${words.count(counts.present)}/${words.count(counts.invited)}` : where === "here" ? words.delegates(site.delegatesPresent ?? 0) : "";
  // Figures if all is well; problems in words.
  const link = over ? "SILENT" : site.link;
  const well = link === "CONNECTED" || (link === "SILENT" && where === "here");
  const said = unknown ? "" : link === "SILENT" ? words[where] : term("SiteLink", link);
  return (
    <li class={`tile ${link === "SILENT" ? where : link}`} title={`${site.name} · ${term("SiteKind", site.kind)}`}>
      <b>{shortName(site.name)}</b>
      <span>{well ? present || said : said}</span>
    </li>
  );
}
