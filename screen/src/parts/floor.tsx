import type { Boards } from "../boards";
import { useNow } from "../clock";
import type { SpeakerFragment } from "../generated/api";
import { read, spoken, used } from "../timer";
import { useTerm, useWords, type Words } from "../words";

export type Floor = NonNullable<Boards["floor"]>;
type Queued = Floor["speakersQueue"][number];

/** who returns who is called up: a name if it is known, else the delegate of a unit or a site. */
export const who = (words: Words, { speaker, unit, site }: SpeakerFragment): string => speaker ?? words.delegateOf(unit?.shortName ?? site?.name ?? "");

/** currentTurns returns the current turn, and the interrupted ones that resume after it. */
export const turns = ({ current, interrupted }: Floor): SpeakerFragment[] => [...(current ? [current] : []), ...interrupted];

/** otherSite returns the site of a turn, unless its unit implies it. */
const elsewhere = ({ unit, site, speaker }: SpeakerFragment): string | undefined =>
  (site && (speaker || unit) && site.name !== unit?.shortName ? site.name : undefined);

/** Who has the floor, with a countdown that is readable from the back of the hall. */
export function Speaking({ floor }: { floor: Floor | undefined }) {
  const words = useWords();
  const term = useTerm();
  if (!floor) return null;
  const { current, interrupted } = floor;
  return (
    <section class={`card speaking ${current ? "" : "empty"}`} aria-labelledby="speaking">
      <h2 id="speaking">{current ? term("FloorRequestKind", current.kind) : words.floor}</h2>
      {current ? (
        <div class="turn">
          <div>
            <p class="title">{who(words, current)}</p>
            <p class="soft whence">{[current.speaker && current.unit?.shortName, elsewhere(current), current.subject].filter(Boolean).map((it) => <span>{it}</span>)}</p>
          </div>
          <Countdown turn={current} />
        </div>
      ) : <p class="title soft">{words.nobodySpeaks}</p>}
      {interrupted.length > 0 && <p class="soft">{words.interrupted}: {interrupted.map((it) => who(words, it)).join(", ")}</p>}
    </section>
  );
}

function Countdown({ turn }: { turn: SpeakerFragment }) {
  const words = useWords();
  const { seconds, tone } = read(turn.allottedSeconds, used(turn, useNow()), turn.resumedAt !== null);
  const said = { calm: words.left, warning: words.nearlyOver, over: words.over, stopped: words.paused }[tone];
  const share = tone === "over" ? 1 : 1 - seconds / turn.allottedSeconds;
  return (
    <div class={`countdown ${tone}`}>
      <p class="time"><b class="digits" role="timer">{tone === "over" && "+"}{spoken(seconds)}</b><span>{said} · {words.of(spoken(turn.allottedSeconds))}</span></p>
      <progress max={1} value={share} aria-hidden="true" />
    </div>
  );
}

/** The queue in order, with the reason of each place. */
export function Queue({ floor, most }: { floor: Floor | undefined; most: number }) {
  const words = useWords();
  if (!floor) return null;
  const queue = floor.speakersQueue;
  return (
    <section class="card queue" aria-labelledby="queue">
      <h2 id="queue">{words.queue} {queue.length > 0 && <span class="soft">{words.waiting(queue.length)}</span>}</h2>
      {queue.length === 0 && <p class="soft">{words.nobodyWaits}</p>}
      <ol>{queue.slice(0, most).map((it) => <li key={it.request.id}><Waiting queued={it} /></li>)}</ol>
      {queue.length > most && <p class="soft">{words.more(queue.length - most)}</p>}
    </section>
  );
}

/** One waiting request: place, requester, subject, and the reason of the place. */
export function Waiting({ queued: { place, request, reason, unitSpokenSeconds, overQuota } }: { queued: Queued }) {
  const words = useWords();
  const term = useTerm();
  return (
    <>
      <b class="place">{place}</b>
      <div>
        <p><b>{who(words, request)}</b> <span class="soft">{[term("FloorRequestKind", request.kind), elsewhere(request)].filter(Boolean).join(" · ")}</span></p>
        <p class={`reason ${reason}`}>
          {term("QueueReason", reason)}{reason === "PLACED" && request.placeReason && `: ${request.placeReason}`}
          {unitSpokenSeconds > 0 && <span class="soft"> · {words.spokenBefore(spoken(unitSpokenSeconds))}</span>}
          {overQuota && <span class="quota">{words.overQuota}</span>}
        </p>
      </div>
    </>
  );
}
