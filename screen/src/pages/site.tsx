import { useEffect, useState } from "preact/hooks";
import { ask } from "../api";
import type { Page } from "../frame";
import { BeatSite } from "../generated/api";
import { Current } from "../parts/agenda";
import { Told, useDesk } from "../parts/desk";
import { Queue, Speaking } from "../parts/floor";
import { Notices, shownHere } from "../parts/notices";
import { RollRows } from "../parts/roll";
import { presence } from "../parts/sites";
import { Desk, Verbs } from "../parts/verbs";
import { passes } from "../retry";
import { token } from "../token";
import { requesting } from "../verbs/floor";
import { submitting } from "../verbs/follow_up";
import { here } from "../verbs/desk";
import { useTerm, useWords } from "../words";

/** The page of one site: its state, the current speaker, its roll and its requests. */
export function Site({ address, hall, boards, site: code }: Page & { site: string }) {
  const words = useWords();
  const term = useTerm();
  const { at, desk, outcome, turn } = useDesk(hall);
  const beating = useBeat(hall.code, code, here(at));
  const site = hall.sites.find((it) => it.code === code);
  if (!site) {
    return (
      <main class="nothing">
        <h2>{code ? words.unknownSite : words.chooseSite}</h2>
        <ul class="grid many">
          {hall.sites.map((it) => <li key={it.id} class="tile"><a href={`/site/${encodeURIComponent(address)}/${encodeURIComponent(it.code)}`}>{it.name}</a></li>)}
        </ul>
      </main>
    );
  }
  const where = presence(site);
  return (
    <Desk.Provider value={desk}>
      <main class="wall one">
        <div class="fore">
          <section class={`card self ${site.link === "SILENT" ? where : site.link}`} aria-labelledby="self">
            <h2 id="self">{term("SiteKind", site.kind)}</h2>
            <p class="title">{site.name}</p>
            <p>{where === "here" ? words.delegates(site.delegatesPresent ?? 0) : words[where]} · {term("SiteLink", site.link)}</p>
            <p class="soft">{beating ? words.beating : words.notBeating}</p>
            <Verbs verbs={[...requesting(at, code), ...(here(at) ? [submitting(at, boards.floor)] : [])]} />
            {token() === "" && <p class="soft">{words.signInToRequest}</p>}
            <Told outcome={outcome} keys={desk.keys} turn={turn} />
          </section>
          <Speaking floor={boards.floor} />
          <Current hall={hall} />
        </div>
        <div class="side">
          <Notices notices={hall.notices.filter((it) => shownHere(it) && (!it.site || it.site.id === site.id))} most={3} />
          <Queue floor={boards.floor} most={8} />
          <RollRows at={at} site={site} self />
        </div>
      </main>
    </Desk.Provider>
  );
}

const beat = 5_000; // milliseconds between heartbeats, as the API requires

// Sends heartbeats of the site while the page is open. It stops if the token is not allowed to.
function useBeat(conference: string, site: string, running: boolean): boolean {
  const [beating, setBeating] = useState(false);
  useEffect(() => {
    if (!running || !site || !token()) return setBeating(false);
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const next = async () => {
      const failed: unknown = await ask(BeatSite, { conference, site }).then(() => null, (reason) => reason);
      if (stopped) return;
      setBeating(failed === null);
      if (failed === null || passes(failed)) timer = setTimeout(next, beat);
    };
    void next();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [conference, site, running]);
  return beating;
}
