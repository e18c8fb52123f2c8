import { formatDate } from "../clock_time";
import { terms, type FrontPageQuery } from "../generated/api";
import type { ListedConference } from "../conference_list";
import { isOngoing } from "../conference_state";
import { nodes } from "../connection_nodes";
import { Bilingual } from "./bilingual";

// The term of a conference state, in both languages.
const StateTerm = ({ state }: { state: string }) => (
  <Bilingual vi={terms[`ConferenceState.${state}`] ?? state} en={state.toLowerCase().replaceAll("_", " ")} />
);

// Ended conferences beyond this number are collapsed.
const maxCards = 24;

/** The conferences in the order of the list, with links to their pages. */
export function ConferenceSection({ conferences }: { conferences: ListedConference[] }) {
  if (conferences.length === 0) return null;
  return (
    <section aria-labelledby="conferences">
      <h2 id="conferences">
        <Bilingual vi="Hội nghị" en="Conferences" />
      </h2>
      <ConferenceCards conferences={conferences.slice(0, maxCards)} />
      {conferences.length > maxCards && (
        <details>
          <summary>
            <span>
              <Bilingual vi="Các hội nghị khác" en="More conferences" /> ({conferences.length - maxCards})
            </span>
          </summary>
          <ConferenceCards conferences={conferences.slice(maxCards)} />
        </details>
      )}
    </section>
  );
}

function ConferenceCards({ conferences }: { conferences: ListedConference[] }) {
  return (
    <ul class="cards">
      {conferences.map((conference) => (
        <li key={conference.code} class={isOngoing(conference) ? "running" : ""}>
          <strong>{conference.title}</strong>
          <p>
            <b class={`state ${conference.state}`}>
              <StateTerm state={conference.state} />
            </b>
          </p>
          <p class="soft">
            {conference.schoolYear}
            {conference.heldOn && ` · ${formatDate(conference.heldOn)}`}
          </p>
          <p class="page-links">
            <a href={`/screen/${encodeURIComponent(conference.address)}`}>
              <Bilingual vi="Màn hình" en="Screen" />
            </a>
            {isOngoing(conference) && (
              <>
                <a href={`/control/${encodeURIComponent(conference.address)}`}>
                  <Bilingual vi="Điều hành" en="Control" />
                </a>
                <a href={`/site/${encodeURIComponent(conference.address)}`}>
                  <Bilingual vi="Điểm cầu" en="Site" />
                </a>
              </>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}

/** The clusters, each with its members of the last year with known members. */
export function ClusterSection({ figures }: { figures: FrontPageQuery }) {
  const clusters = nodes(figures.clusters);
  if (clusters.length === 0) return null;
  return (
    <section aria-labelledby="clusters">
      <h2 id="clusters">
        <Bilingual vi="Cụm thi đua" en="Emulation clusters" />
      </h2>
      <ul class="cards">
        {clusters.map((cluster) => {
          const year = cluster.years.findLast((y) => (y.members?.length ?? 0) > 0) ?? cluster.years.at(-1);
          return (
            <li key={cluster.number}>
              <strong>{cluster.name}</strong>
              {cluster.region && <p class="soft">{cluster.region}</p>}
              {year && (
                <p>
                  {year.schoolYear}
                  {year.head && (
                    <>
                      {" "}
                      · <Bilingual vi="cụm trưởng" en="head" />: <b>{year.head.shortName}</b>
                    </>
                  )}
                </p>
              )}
              {year?.members && year.members.length > 0 && (
                <p class="soft">{year.members.map((m) => m.shortName).join(", ")}</p>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
