import type { Hall } from "../fold";
import type { PlaceFragment } from "../generated/api";
import { useTerm, useWords } from "../words";

/** presence is where a site is: never there, there, or gone again. */
export function presence(site: PlaceFragment): "here" | "gone" | "absent" {
  if (!site.checkedInAt) return "absent";
  return site.checkedOutAt ? "gone" : "here";
}

/** Every site on a grid, and how many are there. */
export function Sites({ hall }: { hall: Hall }) {
  const words = useWords();
  const here = hall.sites.filter((site) => presence(site) === "here");
  const delegates = here.reduce((sum, site) => sum + (site.delegatesPresent ?? 0), 0);
  return (
    <section class="card sites" aria-labelledby="sites">
      <h2 id="sites">{words.sites} <span class="soft">{words.sitesHere(here.length, hall.sites.length)} · {words.delegates(delegates)}</span></h2>
      <ul class={`grid ${hall.sites.length > 12 ? "many" : ""}`}>{hall.sites.map((site) => <Tile key={site.id} site={site} />)}</ul>
    </section>
  );
}

function Tile({ site }: { site: PlaceFragment }) {
  const words = useWords();
  const term = useTerm();
  const where = presence(site);
  return (
    <li class={`tile ${where}`} title={`${site.name} · ${term("SiteKind", site.kind)}`}>
      <b>{site.name}</b>
      <span>{where === "here" ? words.delegates(site.delegatesPresent ?? 0) : words[where]}</span>
    </li>
  );
}
