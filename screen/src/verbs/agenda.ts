// The agenda, and planning another conference.
import { tell } from "../api";
import { AddItem, ChangeItem, CopyConference, EndItem, MoveItem, Plan, RemoveItem, StartItem, type AgendaItemKind, type ConferenceKind, type CopyConferenceMutation, type ItemFragment, type PlanMutation } from "../generated/api";
import { ended, terms, type At } from "./desk";
import { filled, type Field, type Values, type Verb } from "./verb";

const kinds = ["ROLL_CALL", "CEREMONY", "REPORT", "WELCOME", "TASKS", "DISCUSSION", "PROPOSALS", "GUIDANCE", "RESPONSE", "NOMINATION", "ELECTION"];

function told(at: At, item?: ItemFragment): Field[] {
  const { words } = at;
  return [
    { name: "title", label: words.title, kind: "text", initial: item?.title ?? "" },
    { name: "kind", label: words.kind, kind: "choice", initial: item?.kind ?? "DISCUSSION", choices: terms(at, "AgendaItemKind", ...kinds) },
    { name: "minutes", label: words.minutes, kind: "number", optional: true, initial: String(item?.plannedMinutes ?? "") },
    { name: "speaker", label: words.speaker, kind: "text", optional: true, initial: item?.speaker ?? "" },
  ];
}

const plan = (it: Values) => ({
  title: it.title ?? "", kind: it.kind as AgendaItemKind, plannedMinutes: filled(it.minutes) === null ? null : Math.round(Number(it.minutes)), speaker: filled(it.speaker),
});

/** The agenda as a whole. */
export function ofAgenda(at: At): Verb[] {
  const { hall, words } = at;
  if (ended(at)) return [];
  return [{
    name: "add-item", label: words.addItem, key: "n",
    fields: [...told(at), { name: "ordinal", label: words.placeNumber, kind: "number", optional: true }],
    run: (it) => tell(AddItem, { input: { conference: hall.code, item: plan(it), ordinal: filled(it.ordinal) === null ? null : Number(it.ordinal) } }),
  }];
}

/** One item: dealing with it, and what it is. */
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

/** Planning another conference, from its kind's template or as this one was. */
export function planning(at: At): Verb[] {
  const { hall, words } = at;
  const named: Field[] = [
    { name: "code", label: words.code, kind: "text" },
    { name: "title", label: words.title, kind: "text" },
    { name: "year", label: words.year, kind: "text", initial: hall.schoolYear },
  ];
  const opens = (code: string) => `/control/${code}`;
  return [
    {
      name: "plan", label: words.plan, warning: words.template,
      fields: [
        ...named,
        { name: "kind", label: words.kind, kind: "choice", initial: hall.kind, choices: terms(at, "ConferenceKind", "INTERIM_REVIEW", "FINAL_REVIEW", "NATIONAL_REVIEW") },
        { name: "cluster", label: words.cluster, kind: "number", optional: true, initial: String(hall.cluster?.number ?? "") },
      ],
      run: (it) => tell(Plan, {
        input: {
          code: it.code ?? "", title: it.title ?? "", schoolYear: it.year ?? "", kind: it.kind as ConferenceKind, template: true,
          cluster: filled(it.cluster) === null ? null : Number(it.cluster), partOfDay: "NOT_STATED", online: hall.online, agendaItems: [], sites: [],
        },
      }),
      says: ({ planConference }: PlanMutation) => opens(planConference.code),
    },
    {
      name: "copy", label: words.copy,
      fields: [...named, { name: "roll", label: words.withRoll, kind: "choice", initial: "no", choices: [["no", words.no], ["yes", words.yes]] }],
      run: (it) => tell(CopyConference, {
        input: { from: hall.code, code: it.code ?? "", title: it.title ?? "", schoolYear: it.year ?? "", roll: it.roll === "yes", partOfDay: "NOT_STATED" },
      }),
      says: ({ copyConference }: CopyConferenceMutation) => opens(copyConference.code),
    },
  ];
}
