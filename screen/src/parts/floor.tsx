import type { Boards } from "../boards";
import { useServerNow } from "../server_clock";
import type { FloorRequestFragment } from "../generated/api";
import { timerReading, formatDuration, elapsedSeconds } from "../timer";
import { useMessages, useTerm } from "../i18n";
import type { Messages } from "../i18n.vi";

export type Floor = NonNullable<Boards["floor"]>;
type QueuedRequest = Floor["speakersQueue"][number];

/** speakerName returns the name of a speaker; if it is unknown, "delegate of" a unit or a site. */
export const speakerName = (messages: Messages, { speaker, unit, site }: FloorRequestFragment): string =>
  speaker ?? messages.unnamedDelegate(unit?.shortName ?? site?.name ?? "");

/** currentTurns returns the current turn, and the interrupted ones that resume after it. */
export const currentTurns = ({ currentRequest, interrupted }: Floor): FloorRequestFragment[] => [
  ...(currentRequest ? [currentRequest] : []),
  ...interrupted,
];

/** otherSite returns the site of a turn, unless its unit implies it. */
const otherSite = ({ unit, site, speaker }: FloorRequestFragment): string | undefined =>
  site && (speaker || unit) && site.name !== unit?.shortName ? site.name : undefined;

/** Who has the floor, with a countdown that is readable from the back of the hall. */
export function CurrentTurn({ floor }: { floor: Floor | undefined }) {
  const messages = useMessages();
  const term = useTerm();
  if (!floor) return null;
  const { currentRequest, interrupted } = floor;
  return (
    <section class={`card speaking ${currentRequest ? "" : "empty"}`} aria-labelledby="speaking">
      <h2 id="speaking">{currentRequest ? term("FloorRequestKind", currentRequest.kind) : messages.floor}</h2>
      {currentRequest ? (
        <div class="turn">
          <div>
            <p class="title">{speakerName(messages, currentRequest)}</p>
            <p class="soft speaker-details">
              {[
                currentRequest.speaker && currentRequest.unit?.shortName,
                otherSite(currentRequest),
                currentRequest.subject,
              ]
                .filter(Boolean)
                .map((detail) => (
                  <span>{detail}</span>
                ))}
            </p>
          </div>
          <Countdown turn={currentRequest} />
        </div>
      ) : (
        <p class="title soft">{messages.noSpeaker}</p>
      )}
      {interrupted.length > 0 && (
        <p class="soft">
          {messages.interruptedTurns}: {interrupted.map((turn) => speakerName(messages, turn)).join(", ")}
        </p>
      )}
    </section>
  );
}

function Countdown({ turn }: { turn: FloorRequestFragment }) {
  const messages = useMessages();
  const { seconds, status } = timerReading(
    turn.allottedSeconds,
    elapsedSeconds(turn, useServerNow()),
    turn.resumedAt !== null,
  );
  const label = {
    normal: messages.timeLeft,
    warning: messages.timeEnding,
    overtime: messages.overtime,
    paused: messages.clockPaused,
  }[status];
  const share = status === "overtime" ? 1 : 1 - seconds / turn.allottedSeconds;
  return (
    <div class={`countdown ${status}`}>
      <p class="time">
        <b class="digits" role="timer">
          {status === "overtime" && "+"}
          {formatDuration(seconds)}
        </b>
        <span>
          {label} · {messages.allottedTime(formatDuration(turn.allottedSeconds))}
        </span>
      </p>
      <progress max={1} value={share} aria-hidden="true" />
    </div>
  );
}

/** The queue in order, with the reason of each place. */
export function SpeakersQueue({ floor, limit }: { floor: Floor | undefined; limit: number }) {
  const messages = useMessages();
  if (!floor) return null;
  const queue = floor.speakersQueue;
  return (
    <section class="card queue" aria-labelledby="queue">
      <h2 id="queue">
        {messages.queue} {queue.length > 0 && <span class="soft">{messages.queueLength(queue.length)}</span>}
      </h2>
      {queue.length === 0 && <p class="soft">{messages.queueEmpty}</p>}
      <ol>
        {queue.slice(0, limit).map((queued) => (
          <li key={queued.floorRequest.id}>
            <QueueEntry queued={queued} />
          </li>
        ))}
      </ol>
      {queue.length > limit && <p class="soft">{messages.moreEntries(queue.length - limit)}</p>}
    </section>
  );
}

/** One waiting request: place, requester, subject, and the reason of the place. */
export function QueueEntry({
  queued: { place, floorRequest: request, reason, unitSpokenSeconds, overQuota },
}: {
  queued: QueuedRequest;
}) {
  const messages = useMessages();
  const term = useTerm();
  return (
    <>
      <b class="place">{place}</b>
      <div>
        <p>
          <b>{speakerName(messages, request)}</b>{" "}
          <span class="soft">
            {[term("FloorRequestKind", request.kind), otherSite(request)].filter(Boolean).join(" · ")}
          </span>
        </p>
        <p class={`reason ${reason}`}>
          {term("QueueReason", reason)}
          {reason === "PLACED" && request.placeReason && `: ${request.placeReason}`}
          {unitSpokenSeconds > 0 && (
            <span class="soft"> · {messages.spokenTime(formatDuration(unitSpokenSeconds))}</span>
          )}
          {overQuota && <span class="quota">{messages.quotaExceeded}</span>}
        </p>
      </div>
    </>
  );
}
