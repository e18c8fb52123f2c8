// The agenda, and its items.
import { mutate } from "../api";
import { hasEnded } from "../conference_state";
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
import { enumChoices, type CommandContext } from "./context";
import { nonEmpty, parseList, parseInteger, type Field, type Values, type Command } from "./command";

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

function itemFields(context: CommandContext, item?: AgendaItemFragment): Field[] {
  const { messages } = context;
  const documents = new Map(context.documents);
  const attached = (item?.documents ?? []).map((document) => document.code);
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
const itemInput = (values: Values) => ({
  title: values.title ?? "",
  kind: values.kind as AgendaItemKind,
  plannedMinutes: parseInteger(values.minutes),
  speaker: nonEmpty(values.speaker),
  unit: nonEmpty(values.unit),
  documents: parseList(values.documents),
});

/** Commands of the whole agenda. */
export function agendaCommands(context: CommandContext): Command[] {
  const { conference, messages } = context;
  if (hasEnded(context.conference)) return [];
  return [
    {
      name: "add-item",
      label: messages.addItem,
      shortcut: "n",
      fields: [
        ...itemFields(context),
        { name: "ordinal", label: messages.placeNumber, kind: "number", optional: true },
      ],
      run: (values) =>
        mutate(AddAgendaItem, {
          input: {
            conference: conference.code,
            item: itemInput(values),
            ordinal: parseInteger(values.ordinal),
          },
        }),
    },
  ];
}

/** Commands of one item: its progress, and its fields. */
export function agendaItemCommands(context: CommandContext, item: AgendaItemFragment): Command[] {
  const { conference, messages } = context;
  const { id, ordinal } = item;
  if (hasEnded(context.conference)) return [];
  const progress: Command =
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
      run: (values) => mutate(ChangeAgendaItem, { input: { agendaItem: id, item: itemInput(values) } }),
    },
    {
      name: `move-${ordinal}`,
      label: messages.moveItem,
      fields: [{ name: "ordinal", label: messages.placeNumber, kind: "number", initial: String(ordinal) }],
      run: (values) => mutate(MoveAgendaItem, { id, ordinal: Number(values.ordinal) }),
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
