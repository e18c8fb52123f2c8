import type { Boards } from "../boards";
import type { Hall } from "../fold";
import type { PlaceFragment } from "../generated/api";
import { useTerm, useWords } from "../words";

/** presence is where a site is: never there, there, or gone again. */
export function presence(site: PlaceFragment): "here" | "gone" | "absent" {
  if (!site.checkedInAt) return "absent";
  return site.checkedOutAt ? "gone" : "here";
}

/** shortName leaves out the word for a site, which stands above all of them: it would leave no room for the name itself. */
export const shortName = (name: string): string => name.replace(/^điểm cầu (?=\p{Lu})/iu, "");

/** layout is in how many columns and lines a wall shows so many sites. */
export function layout(sites: number): { columns: number; lines: number } {
  const columns = sites > 64 ? 12 : 8;
  return { columns, lines: Math.ceil(sites / columns) };
}

/** Every site on a grid, and how many are there. */
export function Sites({ hall, attendance }: { hall: Hall; attendance?: Boards["attendance"] }) {
  const words = useWords();
  const term = useTerm();
  const unknown = hall.state === "CLOSED" && hall.sites.every((site) => !site.checkedInAt); // nobody looked, or only documents tell of it
  const here = hall.sites.filter((site) => presence(site) === "here");
  const delegates = here.reduce((sum, site) => sum + (site.delegatesPresent ?? 0), 0);
  const many = hall.sites.length > 12; // then tiles have room for a name alone on a wall, and what is not well is named above
  const over = ["CLOSED", "CANCELLED"].includes(hall.state); // then all links end, which is no trouble
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
  over: boolean; // whether the conference has ended, and links say nothing any more
  unknown: boolean; // whether it was there
  counts: { present: number; invited: number } | null | undefined;
}

// A site that was heard of shows its link; one that never was, whether it has been called.
function Tile({ site, over, unknown, counts }: TileProps) {
  const words = useWords();
  const term = useTerm();
  const where = presence(site);
  const present = counts && counts.invited > 0 ? `${words.count(counts.present)}/${words.count(counts.invited)}` : where === "here" ? words.delegates(site.delegatesPresent ?? 0) : "";
  // What is well is told by its figures; what is not, in words.
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
