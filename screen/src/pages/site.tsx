import type { Page } from "../frame";
import { Current } from "../parts/agenda";
import { Notices } from "../parts/notices";
import { presence } from "../parts/sites";
import { useTerm, useWords } from "../words";

/** What one site shows: itself, the item that is dealt with, and what was announced to it. */
export function Site({ hall, site: code }: Page & { site: string }) {
  const words = useWords();
  const term = useTerm();
  const site = hall.sites.find((it) => it.code === code);
  if (!site) {
    return (
      <main class="nothing">
        <h2>{code ? words.unknownSite : words.chooseSite}</h2>
        <ul class="grid many">
          {hall.sites.map((it) => <li key={it.id} class="tile"><a href={`/site/${encodeURIComponent(hall.code)}/${encodeURIComponent(it.code)}`}>{it.name}</a></li>)}
        </ul>
      </main>
    );
  }
  const where = presence(site);
  return (
    <main class="wall one">
      <section class={`card self ${where}`} aria-labelledby="self">
        <h2 id="self">{term("SiteKind", site.kind)}</h2>
        <p class="title">{site.name}</p>
        <p>{where === "here" ? words.delegates(site.delegatesPresent ?? 0) : words[where]}</p>
      </section>
      <Current hall={hall} />
      <Notices notices={hall.notices.filter((it) => !it.site || it.site.id === site.id)} most={4} />
    </main>
  );
}
