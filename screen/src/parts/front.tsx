import { day } from "../clock_time";
import { terms, type FrontQuery } from "../generated/api";
import { running, type Listed } from "../listing";
import { rows } from "../rows";
import { Both } from "./both";

// The term of a conference state, in both languages.
const stateTerm = (state: string) => <Both vi={terms[`ConferenceState.${state}`] ?? state} en={state.toLowerCase().replaceAll("_", " ")} />;

// Ended conferences beyond this number are collapsed.
const most = 24;

/** The conferences in the order of the list, with links to their pages. */
export function Conferences({ all }: { all: Listed[] }) {
  if (all.length === 0) return null;
  return (
    <section aria-labelledby="conferences">
      <h2 id="conferences"><Both vi="Hội nghị" en="Conferences" /></h2>
      <Cards of={all.slice(0, most)} />
      {all.length > most && (
        <details>
          <summary><span><Both vi="Các hội nghị khác" en="More conferences" /> ({all.length - most})</span></summary>
          <Cards of={all.slice(most)} />
        </details>
      )}
    </section>
  );
}

function Cards({ of }: { of: Listed[] }) {
  return (
    <ul class="cards">
      {of.map((it) => (
        <li key={it.code} class={running(it) ? "running" : ""}>
          <strong>{it.title}</strong>
          <p><b class={`state ${it.state}`}>{stateTerm(it.state)}</b></p>
          <p class="soft">{it.schoolYear}{it.heldOn && ` · ${day(it.heldOn)}`}</p>
          <p class="ways">
            <a href={`/screen/${encodeURIComponent(it.address)}`}><Both vi="Màn hình" en="Screen" /></a>
            {running(it) && <>
              <a href={`/control/${encodeURIComponent(it.address)}`}><Both vi="Điều hành" en="Control" /></a>
              <a href={`/site/${encodeURIComponent(it.address)}`}><Both vi="Điểm cầu" en="Site" /></a>
            </>}
          </p>
        </li>
      ))}
    </ul>
  );
}

/** The clusters, each with its members of the last year with known members. */
export function Clusters({ front }: { front: FrontQuery }) {
  const all = rows(front.clusters);
  if (all.length === 0) return null;
  return (
    <section aria-labelledby="clusters">
      <h2 id="clusters"><Both vi="Cụm thi đua" en="Emulation clusters" /></h2>
      <ul class="cards">
        {all.map((it) => {
          const year = it.years.findLast((y) => (y.members?.length ?? 0) > 0) ?? it.years.at(-1);
          return (
            <li key={it.number}>
              <strong>{it.name}</strong>
              {it.region && <p class="soft">{it.region}</p>}
              {year && <p>{year.schoolYear}{year.head && <> · <Both vi="cụm trưởng" en="head" />: <b>{year.head.shortName}</b></>}</p>}
              {year?.members && year.members.length > 0 && <p class="soft">{year.members.map((m) => m.shortName).join(", ")}</p>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
