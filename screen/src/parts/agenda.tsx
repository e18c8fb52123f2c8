import type { Boards } from "../boards";
import type { Conference } from "../reducer";
import type { AgendaItemFragment } from "../generated/api";
import { useServerNow } from "../server_clock";
import { timerReading, formatDuration, elapsedSeconds } from "../timer";
import { useMessages } from "../i18n";

/** The current item with its time, or else the next one. */
export function CurrentItem({ conference, agenda }: { conference: Conference; agenda?: Boards["agenda"] }) {
  const messages = useMessages();
  const item = conference.agenda.find((candidate) => candidate.id === conference.currentItemId);
  const next = conference.agenda.find(
    (candidate) => !candidate.startedAt && candidate.ordinal > (item?.ordinal ?? 0),
  );
  return (
    <section class="card current" aria-labelledby="current">
      <h2 id="current">{item ? messages.currentItem : messages.agenda}</h2>
      {item ? (
        <>
          <p class="title" lang="vi">
            <span class="ordinal">{item.ordinal}</span>
            {item.title}
          </p>
          {item.speaker && <p class="soft">{item.speaker}</p>}
          <ItemTime item={item} />
        </>
      ) : (
        <p class="title soft">{messages.noItem}</p>
      )}
      {next && (
        <p class="next soft">
          <b>{messages.nextItem}</b>{" "}
          <span lang="vi">
            {next.ordinal}. {next.title}
          </span>
        </p>
      )}
      {agenda?.endsAt && (
        <p class="soft">
          <b>{messages.expectedEnd}</b> {messages.clockTime(agenda.endsAt)}
          <Delay seconds={agenda.delaySeconds} />
        </p>
      )}
    </section>
  );
}

/** The whole agenda, with the actual or expected start of each item. */
export function AgendaList({ conference, agenda }: { conference: Conference; agenda: Boards["agenda"] }) {
  const messages = useMessages();
  if (conference.agenda.length === 0) return null;
  return (
    <section class="card" aria-labelledby="programme">
      <h2 id="programme">{messages.agenda}</h2>
      <ol class="rows">
        {conference.agenda.map((item) => {
          const startsAt = agenda?.items.find((row) => row.item.id === item.id)?.startsAt;
          return (
            <li
              key={item.id}
              class={itemStage(conference, item)}
              aria-current={item.id === conference.currentItemId ? "step" : undefined}
            >
              <p lang="vi">
                <b>
                  {item.ordinal}. {item.title}
                </b>
              </p>
              {startsAt && <time dateTime={startsAt}>{messages.clockTime(startsAt)}</time>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** itemStage returns whether an item is current, past, or to come. */
export const itemStage = (conference: Conference, item: AgendaItemFragment): "now" | "past" | "" =>
  item.id === conference.currentItemId ? "now" : item.endedAt ? "past" : "";

function ItemTime({ item }: { item: AgendaItemFragment }) {
  const messages = useMessages();
  const seconds = elapsedSeconds(item, useServerNow());
  const isRunning = item.resumedAt !== null;
  if (item.plannedMinutes == null)
    return (
      <p class="time">
        <b class="digits" role="timer">
          {formatDuration(seconds)}
        </b>
        <span>{messages.timeElapsed}</span>
      </p>
    );
  const reading = timerReading(item.plannedMinutes * 60, seconds, isRunning);
  const label = {
    normal: messages.timeLeft,
    warning: messages.timeLeft,
    overtime: messages.overtime,
    paused: messages.clockPaused,
  }[reading.status];
  return (
    <p class={`time ${reading.status}`}>
      <b class="digits" role="timer">
        {reading.status === "overtime" && "+"}
        {formatDuration(reading.seconds)}
      </b>
      <span>
        {label} · {messages.plannedMinutes(item.plannedMinutes)}
      </span>
    </p>
  );
}

/** The expected delay of the end of the conference; less than a minute is not shown. */
function Delay({ seconds }: { seconds: number | null }) {
  const messages = useMessages();
  const minutes = Math.round((seconds ?? 0) / 60);
  if (minutes === 0) return null;
  return (
    <span class={minutes > 0 ? "late" : ""}>
      {" "}
      · {minutes > 0 ? messages.minutesLate(minutes) : messages.minutesEarly(-minutes)}
    </span>
  );
}
