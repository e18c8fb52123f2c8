import type { Boards } from "../boards";
import type { Hall } from "../fold";
import type { ItemFragment } from "../generated/api";
import { useNow } from "../clock";
import { read, spoken, used } from "../timer";
import { useWords } from "../words";

/** The current item with its time, or else the next one. */
export function Current({ hall, agenda }: { hall: Hall; agenda?: Boards["agenda"] }) {
  const words = useWords();
  const item = hall.agenda.find((it) => it.id === hall.current);
  const next = hall.agenda.find((it) => !it.startedAt && it.ordinal > (item?.ordinal ?? 0));
  return (
    <section class="card current" aria-labelledby="current">
      <h2 id="current">{item ? words.now : words.agenda}</h2>
      {item ? (
        <>
          <p class="title" lang="vi"><span class="ordinal">{item.ordinal}</span>{item.title}</p>
          {item.speaker && <p class="soft">{item.speaker}</p>}
          <ItemTime item={item} />
        </>
      ) : <p class="title soft">{words.noItem}</p>}
      {next && <p class="next soft"><b>{words.nextItem}</b> <span lang="vi">{next.ordinal}. {next.title}</span></p>}
      {agenda?.endsAt && <p class="soft"><b>{words.endsAt}</b> {words.time(agenda.endsAt)}<Delay seconds={agenda.delaySeconds} /></p>}
    </section>
  );
}

/** The whole agenda, with the actual or expected start of each item. */
export function Programme({ hall, agenda }: { hall: Hall; agenda: Boards["agenda"] }) {
  const words = useWords();
  if (hall.agenda.length === 0) return null;
  return (
    <section class="card" aria-labelledby="programme">
      <h2 id="programme">{words.agenda}</h2>
      <ol class="rows">
        {hall.agenda.map((item) => {
          const startsAt = agenda?.items.find((it) => it.item.id === item.id)?.startsAt;
          return (
            <li key={item.id} class={stage(hall, item)} aria-current={item.id === hall.current ? "step" : undefined}>
              <p lang="vi"><b>{item.ordinal}. {item.title}</b></p>
              {startsAt && <time dateTime={startsAt}>{words.time(startsAt)}</time>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** itemStage returns whether an item is current, past, or to come. */
export const stage = (hall: Hall, item: ItemFragment): "now" | "past" | "" => (item.id === hall.current ? "now" : item.endedAt ? "past" : "");

function ItemTime({ item }: { item: ItemFragment }) {
  const words = useWords();
  const seconds = used(item, useNow());
  const running = item.resumedAt !== null;
  if (item.plannedMinutes == null) return <p class="time"><b class="digits" role="timer">{spoken(seconds)}</b><span>{words.elapsed}</span></p>;
  const reading = read(item.plannedMinutes * 60, seconds, running);
  const said = { calm: words.left, warning: words.left, over: words.over, stopped: words.paused }[reading.tone];
  return (
    <p class={`time ${reading.tone}`}>
      <b class="digits" role="timer">{reading.tone === "over" && "+"}{spoken(reading.seconds)}</b>
      <span>{said} · {words.planned(item.plannedMinutes)}</span>
    </p>
  );
}

/** The expected delay of the end of the conference; less than a minute is not shown. */
function Delay({ seconds }: { seconds: number | null }) {
  const words = useWords();
  const minutes = Math.round((seconds ?? 0) / 60);
  if (minutes === 0) return null;
  return <span class={minutes > 0 ? "late" : ""}> · {minutes > 0 ? words.late(minutes) : words.early(-minutes)}</span>;
}
