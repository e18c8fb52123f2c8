import type { Hall } from "../fold";
import type { ItemFragment } from "../generated/api";
import { useNow } from "../clock";
import { read, spoken } from "../timer";
import { useTerm, useWords } from "../words";

/** The item that is dealt with, with its time; or what comes next. */
export function Current({ hall }: { hall: Hall }) {
  const words = useWords();
  const term = useTerm();
  const item = hall.agenda.find((it) => it.id === hall.current);
  const next = hall.agenda.find((it) => !it.startedAt && it.ordinal > (item?.ordinal ?? 0));
  return (
    <section class="card current" aria-labelledby="current">
      <h2 id="current">{item ? words.now : words.agenda}</h2>
      {item ? (
        <>
          <p class="title"><span class="ordinal">{item.ordinal}</span>{item.title}</p>
          <p class="soft">{term("AgendaItemKind", item.kind)}</p>
          <ItemTime item={item} />
        </>
      ) : <p class="title soft">{words.noItem}</p>}
      {next && <p class="next soft"><b>{words.nextItem}</b> {next.ordinal}. {next.title}</p>}
    </section>
  );
}

function ItemTime({ item }: { item: ItemFragment }) {
  const words = useWords();
  const used = (useNow() - Date.parse(item.startedAt ?? "")) / 1000;
  if (item.plannedMinutes == null) return <p class="time"><b class="digits" role="timer">{spoken(used)}</b><span>{words.elapsed}</span></p>;
  const { seconds, tone } = read(item.plannedMinutes * 60, used, true);
  return (
    <p class={`time ${tone}`}>
      <b class="digits" role="timer">{tone === "over" && "+"}{spoken(seconds)}</b>
      <span>{tone === "over" ? words.over : words.left} · {words.planned(item.plannedMinutes)}</span>
    </p>
  );
}
