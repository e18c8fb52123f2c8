import { useState } from "preact/hooks";
import type { Page } from "../frame";
import type { Hall } from "../fold";
import { Current } from "../parts/agenda";
import { presence } from "../parts/sites";
import { Desk, Verbs, type Outcome } from "../parts/verbs";
import { useTerm, useWords } from "../words";
import { announcing, steps } from "../verbs/conference";
import { ofItem, ofNotice, ofSite } from "../verbs/rows";

const place = "thidua:keys";

/** Where the chair and the secretary conduct. */
export function Control({ hall }: Page) {
  const words = useWords();
  const term = useTerm();
  const [outcome, told] = useState<Outcome | null>(null);
  const [keys, setKeys] = useState(() => localStorage.getItem(place) !== "off");
  const turn = () => {
    localStorage.setItem(place, keys ? "off" : "on");
    setKeys(!keys);
  };
  return (
    <Desk.Provider value={{ told, keys }}>
      <main class="desk">
        <section class="card conduct" aria-labelledby="conduct">
          <h2 id="conduct">{words.conduct}</h2>
          <Verbs verbs={[...steps(hall, words, term), ...(over(hall) ? [] : [announcing(hall, words, term)])]} />
          <label class="switch"><input type="checkbox" checked={keys} onChange={turn} /> {words.keys}</label>
          <Told outcome={outcome} />
        </section>
        <Current hall={hall} />
        <Agenda hall={hall} />
        <Places hall={hall} />
        <Standing hall={hall} />
      </main>
    </Desk.Provider>
  );
}

const over = (hall: Hall) => hall.state === "CLOSED" || hall.state === "CANCELLED";

function Told({ outcome }: { outcome: Outcome | null }) {
  const words = useWords();
  return (
    <div class="outcome" role="alert">
      {outcome && (outcome.message
        ? <p class="bad"><b>{outcome.of}</b>: {outcome.message} {outcome.code && <a href={`/docs/errors#${outcome.code}`} title={words.explain}><code>{outcome.code}</code></a>}</p>
        : <p class="good"><b>{outcome.of}</b>: {words.done}</p>)}
    </div>
  );
}

function Agenda({ hall }: { hall: Hall }) {
  const words = useWords();
  return (
    <section class="card" aria-labelledby="agenda">
      <h2 id="agenda">{words.agenda}</h2>
      <ol class="rows">
        {hall.agenda.map((item) => (
          <li key={item.id} class={item.id === hall.current ? "now" : item.endedAt ? "past" : ""} aria-current={item.id === hall.current ? "step" : undefined}>
            <p><b>{item.ordinal}. {item.title}</b>{item.plannedMinutes != null && <span class="soft">{words.planned(item.plannedMinutes)}</span>}</p>
            <Verbs verbs={ofItem(hall, item, words)} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Places({ hall }: { hall: Hall }) {
  const words = useWords();
  return (
    <section class="card" aria-labelledby="places">
      <h2 id="places">{words.sites}</h2>
      <ul class="rows">
        {hall.sites.map((site) => {
          const where = presence(site);
          return (
            <li key={site.id}>
              <p><b>{site.name}</b><span class={`soft ${where}`}>{where === "here" ? words.delegates(site.delegatesPresent ?? 0) : words[where]}</span></p>
              <Verbs verbs={ofSite(hall, site, words)} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Standing({ hall }: { hall: Hall }) {
  const words = useWords();
  return (
    <section class="card" aria-labelledby="standing">
      <h2 id="standing">{words.announcements}</h2>
      {hall.notices.length === 0 && <p class="soft">{words.noAnnouncements}</p>}
      <ul class="rows">
        {hall.notices.map((notice) => <li key={notice.id}><p>{notice.text}</p>{!over(hall) && <Verbs verbs={ofNotice(notice, words)} />}</li>)}
      </ul>
    </section>
  );
}
