// The agenda, and its items.
import { mutate } from "../api";
import {
  AddAgendaItem,
  ChangeAgendaItem,
  EndAgendaItem,
  MoveAgendaItem,
  RemoveAgendaItem,
  StartAgendaItem,
  type AgendaItemKind,
  type AgendaItemFragment,
} from "../generated/api";
import { hasEnded, enumChoices, type VerbContext } from "./context";
import { nonEmpty, parseList, parseInteger, type Field, type Values, type Verb } from "./verb";

const kinds = [
  "ROLL_CALL",
  "CEREMONY",
  "REPORT",
  "WELCOME",
  "TASKS",
  "DISCUSSION",
  "PROPOSALS",
  "GUIDANCE",
  "RESPONSE",
  "NOMINATION",
  "ELECTION",
];

function itemFields(context: VerbContext, item?: AgendaItemFragment): Field[] {
  const { messages } = context;
  const documents = new Map(context.documents);
  const attached = (item?.documents ?? []).map((it) => it.code);
  for (const code of attached) if (!documents.has(code)) documents.set(code, code);
  return [
    { name: "title", label: messages.title, kind: "text", initial: item?.title ?? "" },
    {
      name: "kind",
      label: messages.kind,
      kind: "choice",
      initial: item?.kind ?? "DISCUSSION",
      choices: enumChoices(context, "AgendaItemKind", ...kinds),
    },
    {
      name: "minutes",
      label: messages.minutes,
      kind: "number",
      optional: true,
      initial: String(item?.plannedMinutes ?? ""),
    },
    { name: "speaker", label: messages.speaker, kind: "text", optional: true, initial: item?.speaker ?? "" },
    {
      name: "unit",
      label: messages.unit,
      kind: "text",
      optional: true,
      initial: item?.unit?.code ?? "",
      suggestions: context.units,
    },
    {
      name: "documents",
      label: messages.documents,
      kind: "checkboxes",
      initial: attached.join(),
      choices: [...documents],
    },
  ];
}

// Omitted fields are cleared, so all fields of an item are sent again.
const itemInput = (it: Values) => ({
  title: it.title ?? "",
  kind: it.kind as AgendaItemKind,
  plannedMinutes: parseInteger(it.minutes),
  speaker: nonEmpty(it.speaker),
  unit: nonEmpty(it.unit),
  documents: parseList(it.documents),
});

/** Verbs of the whole agenda. */
export function agendaVerbs(context: VerbContext): Verb[] {
  const { conference, messages } = context;
  if (hasEnded(context)) return [];
  return [
    {
      name: "add-item",
      label: messages.addItem,
      shortcut: "n",
      fields: [
        ...itemFields(context),
        { name: "ordinal", label: messages.placeNumber, kind: "number", optional: true },
      ],
      run: (it) =>
        mutate(AddAgendaItem, {
          input: { conference: conference.code, item: itemInput(it), ordinal: parseInteger(it.ordinal) },
        }),
    },
  ];
}

/** Verbs of one item: its progress, and its fields. */
export function agendaItemVerbs(context: VerbContext, item: AgendaItemFragment): Verb[] {
  const { conference, messages } = context;
  const { id, ordinal } = item;
  if (hasEnded(context)) return [];
  const progress: Verb =
    id === conference.currentItemId
      ? {
          name: `end-${ordinal}`,
          label: messages.endItem,
          shortcut: "e",
          run: () => mutate(EndAgendaItem, { id }),
        }
      : { name: `start-${ordinal}`, label: messages.startItem, run: () => mutate(StartAgendaItem, { id }) };
  return [
    ...(conference.state === "IN_SESSION" ? [progress] : []),
    {
      name: `change-${ordinal}`,
      label: messages.changeItem,
      fields: itemFields(context, item),
      run: (it) => mutate(ChangeAgendaItem, { input: { id, item: itemInput(it) } }),
    },
    {
      name: `move-${ordinal}`,
      label: messages.moveItem,
      fields: [{ name: "ordinal", label: messages.placeNumber, kind: "number", initial: String(ordinal) }],
      run: (it) => mutate(MoveAgendaItem, { id, ordinal: Number(it.ordinal) }),
    },
    ...(item.startedAt
      ? []
      : [
          {
            name: `remove-${ordinal}`,
            label: messages.remove,
            variant: "danger" as const,
            warning: messages.removeWarning,
            run: () => mutate(RemoveAgendaItem, { id }),
          },
        ]),
  ];
}
