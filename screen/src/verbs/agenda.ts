// The agenda, and its items.
import { tell } from "../api";
import { AddItem, ChangeItem, EndItem, MoveItem, RemoveItem, StartItem, type AgendaItemKind, type ItemFragment } from "../generated/api";
import { ended, terms, type At } from "./desk";
import { filled, list, whole, type Field, type Values, type Verb } from "./verb";

const kinds = ["ROLL_CALL", "CEREMONY", "REPORT", "WELCOME", "TASKS", "DISCUSSION", "PROPOSALS", "GUIDANCE", "RESPONSE", "NOMINATION", "ELECTION"];

function told(at: At, item?: ItemFragment): Field[] {
  const { words } = at;
  const known = new Map(at.documents);
  const own = (item?.documents ?? []).map((it) => it.code);
  for (const code of own) if (!known.has(code)) known.set(code, code);
  return [
    { name: "title", label: words.title, kind: "text", initial: item?.title ?? "" },
    { name: "kind", label: words.kind, kind: "choice", initial: item?.kind ?? "DISCUSSION", choices: terms(at, "AgendaItemKind", ...kinds) },
    { name: "minutes", label: words.minutes, kind: "number", optional: true, initial: String(item?.plannedMinutes ?? "") },
    { name: "speaker", label: words.speaker, kind: "text", optional: true, initial: item?.speaker ?? "" },
    { name: "unit", label: words.unit, kind: "text", optional: true, initial: item?.unit?.code ?? "", suggestions: at.units },
    { name: "documents", label: words.documents, kind: "several", initial: own.join(), choices: [...known] },
  ];
}

// Omitted fields are cleared, so all fields of an item are sent again.
const plan = (it: Values) => ({
  title: it.title ?? "", kind: it.kind as AgendaItemKind, plannedMinutes: whole(it.minutes), speaker: filled(it.speaker),
  unit: filled(it.unit), documents: list(it.documents),
});

/** Verbs of the whole agenda. */
export function ofAgenda(at: At): Verb[] {
  const { hall, words } = at;
  if (ended(at)) return [];
  return [{
    name: "add-item", label: words.addItem, key: "n",
    fields: [...told(at), { name: "ordinal", label: words.placeNumber, kind: "number", optional: true }],
    run: (it) => tell(AddItem, { input: { conference: hall.code, item: plan(it), ordinal: whole(it.ordinal) } }),
  }];
}

/** Verbs of one item: its progress, and its fields. */
export function ofItem(at: At, item: ItemFragment): Verb[] {
  const { hall, words } = at;
  const { id, ordinal } = item;
  if (ended(at)) return [];
  const clock: Verb = id === hall.current
    ? { name: `end-${ordinal}`, label: words.endItem, key: "e", run: () => tell(EndItem, { id }) }
    : { name: `start-${ordinal}`, label: words.startItem, run: () => tell(StartItem, { id }) };
  return [
    ...(hall.state === "IN_SESSION" ? [clock] : []),
    { name: `change-${ordinal}`, label: words.change, fields: told(at, item), run: (it) => tell(ChangeItem, { input: { id, item: plan(it) } }) },
    {
      name: `move-${ordinal}`, label: words.move, fields: [{ name: "ordinal", label: words.placeNumber, kind: "number", initial: String(ordinal) }],
      run: (it) => tell(MoveItem, { id, ordinal: Number(it.ordinal) }),
    },
    ...(item.startedAt ? [] : [{ name: `remove-${ordinal}`, label: words.remove, look: "grave" as const, warning: words.removeItem, run: () => tell(RemoveItem, { id }) }]),
  ];
}
