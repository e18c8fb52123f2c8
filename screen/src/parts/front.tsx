import { day } from "../clock_time";
import { terms, type FrontQuery } from "../generated/api";
import { rows } from "../rows";
import { Both } from "./both";

// What a state of a conference is called, in both languages.
const stateTerm = (state: string) => <Both vi={terms[`ConferenceState.${state}`] ?? state} en={state.toLowerCase().replaceAll("_", " ")} />;

const running = ["OPEN", "IN_SESSION", "ON_BREAK"];

/** The conferences, those that run first, each with its pages. */
export function Conferences({ front }: { front: FrontQuery }) {
  const all = rows(front.conferences);
  const sorted = [...all.filter((it) => running.includes(it.state)), ...all.filter((it) => !running.includes(it.state))];
  if (all.length === 0) return null;
  return (
    <section aria-labelledby="conferences">
      <h2 id="conferences"><Both vi="Hội nghị" en="Conferences" /></h2>
      <ul class="cards">
        {sorted.map((it) => (
          <li key={it.code} class={running.includes(it.state) ? "running" : ""}>
            <strong>{it.title}</strong>
            <p><b class={`state ${it.state}`}>{stateTerm(it.state)}</b></p>
            <p class="soft">{it.schoolYear}{it.heldOn && ` · ${day(it.heldOn)}`}</p>
            <p class="ways">
              <a href={`/screen/${encodeURIComponent(it.code)}`}><Both vi="Màn hình" en="Screen" /></a>
              {running.includes(it.state) && <>
                <a href={`/control/${encodeURIComponent(it.code)}`}><Both vi="Điều hành" en="Control" /></a>
                <a href={`/site/${encodeURIComponent(it.code)}`}><Both vi="Điểm cầu" en="Site" /></a>
              </>}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The clusters, each with its members of the last year that says who they are. */
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
