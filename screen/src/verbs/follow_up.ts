// The follow-up of a conference: proposals, directives and tasks.
import { tell } from "../api";
import {
  Acknowledge, Answer, Assign, Complete, DropTask, GiveDirective, Merge, Refuse, ReportTask, Send, SetTask, Sponsor, Submit,
  type AskedFragment, type ProposalKind, type ProposalState,
} from "../generated/api";
import { turns, who, type Floor } from "../parts/floor";
import type { Tasks } from "../parts/tasks";
import { rows } from "../rows";
import { terms, type At, type Choice } from "./desk";
import { either, forUnit, toMinistry, toPropose } from "./rights";
import { filled, list, whole, type Field, type Verb } from "./verb";

/** Submits a proposal, records a directive, or sets a task. */
export function following(at: At, floor: Floor | undefined): Verb[] {
  const { hall, words } = at;
  if (["PLANNED", "CANCELLED", "POSTPONED"].includes(hall.state)) return [];
  const due = { name: "dueOn", label: words.dueOn, kind: "date" as const, optional: true };
  return [
    submitting(at, floor),
    {
      name: "direct", label: words.direct, key: "d",
      fields: [
        { name: "content", label: words.text, kind: "long" },
        { name: "addressee", label: words.addressee, kind: "text" },
        { name: "issuer", label: words.issuer, kind: "text", optional: true }, ...raised(at, floor), due,
      ],
      run: (it) => tell(GiveDirective, {
        input: { conference: hall.code, content: it.content ?? "", addressee: it.addressee ?? "", issuer: filled(it.issuer), floorRequest: filled(it.turn), dueOn: filled(it.dueOn) },
      }),
    },
    {
      name: "set-task", label: words.setTask, key: "v",
      fields: [
        { name: "content", label: words.text, kind: "long" },
        at.units.length > 0
          ? { name: "units", label: words.assignees, kind: "several", choices: at.units }
          : { name: "units", label: words.units, kind: "text", optional: true },
        due,
      ],
      run: (it) => tell(SetTask, {
        input: { conference: hall.code, content: it.content ?? "", units: list(it.units), dueOn: filled(it.dueOn), cluster: hall.cluster?.number ?? null },
      }),
    },
  ];
}

// The turn in which it was raised, if somebody has the floor.
function raised({ words }: At, floor: Floor | undefined): Field[] {
  const now = floor ? turns(floor) : [];
  if (now.length === 0) return [];
  return [{ name: "turn", label: words.raisedBy, kind: "choice", initial: "", choices: [["", words.inWriting], ...now.map((it): Choice => [it.id, who(words, it)])] }];
}

/** Submits a proposal. */
export function submitting(at: At, floor: Floor | undefined): Verb {
  const { hall, words } = at;
  return {
    name: "submit", label: words.submit, key: "k", allowed: toPropose,
    fields: [
      { name: "kind", label: words.kind, kind: "choice", initial: "PROPOSAL", choices: terms(at, "ProposalKind", "PROPOSAL", "WISH") },
      { name: "content", label: words.text, kind: "long" },
      ...raised(at, floor),
      { name: "unit", label: `${words.unit} (${words.byCluster})`, kind: "text", optional: true, suggestions: at.units },
      { name: "topics", label: words.topics, kind: "text", optional: true },
    ],
    run: (it) => tell(Submit, {
      input: {
        conference: hall.code, kind: it.kind as ProposalKind, content: it.content ?? "", unit: filled(it.unit), topics: list(it.topics),
        floorRequest: filled(it.turn), sponsors: [],
      },
    }),
  };
}

/** Verbs of a proposal; others are the proposals that it can be merged into. */
export function ofProposal(at: At, { id, code, state }: AskedFragment, others: AskedFragment[]): Verb[] {
  const { words } = at;
  const response = { name: "response", label: words.response, kind: "long" as const };
  const into = others.filter((it) => it.id !== id && open(it));
  const all: (Verb & { from: ProposalState[] })[] = [
    { name: `send-${code}`, label: words.send, from: ["SUBMITTED"], run: () => tell(Send, { id }) },
    {
      name: `sponsor-${code}`, label: words.sponsor, allowed: toPropose, from: ["SUBMITTED"], fields: [{ name: "unit", label: words.unit, kind: "text", suggestions: at.units }],
      run: (it) => tell(Sponsor, { id, unit: it.unit ?? "" }),
    },
    {
      name: `merge-${code}`, label: words.merge, from: into.length > 0 ? ["SUBMITTED"] : [],
      fields: [{ name: "into", label: words.merge, kind: "choice", initial: into[0]?.id ?? "", choices: into.map((it) => [it.id, `${it.ordinal}. ${it.content}`.slice(0, 90)]) }],
      run: (it) => tell(Merge, { id, into: it.into ?? "" }),
    },
    { name: `acknowledge-${code}`, label: words.acknowledge, allowed: toMinistry, from: ["SENT"], run: () => tell(Acknowledge, { id }) },
    {
      name: `assign-${code}`, label: words.assign, allowed: toMinistry, from: ["ACKNOWLEDGED", "ASSIGNED"],
      fields: [{ name: "department", label: words.department, kind: "text" }, { name: "dueOn", label: words.dueOn, kind: "date", optional: true }],
      run: (it) => tell(Assign, { input: { proposal: id, department: it.department ?? "", dueOn: filled(it.dueOn) } }),
    },
    {
      name: `answer-${code}`, label: words.answer, allowed: toMinistry, from: ["ACKNOWLEDGED", "ASSIGNED", "ANSWERED"], fields: [response],
      run: (it) => tell(Answer, { input: { proposal: id, response: it.response ?? "" } }),
    },
    { name: `complete-${code}`, label: words.complete, allowed: toMinistry, from: ["ANSWERED"], run: () => tell(Complete, { id }) },
    {
      name: `refuse-${code}`, label: words.refuse, look: "grave", allowed: toMinistry, from: ["SENT", "ACKNOWLEDGED", "ASSIGNED"], fields: [response],
      run: (it) => tell(Refuse, { input: { proposal: id, response: it.response ?? "" } }),
    },
  ];
  return all.filter((it) => it.from.includes(state));
}

/** Merges a proposal into an earlier one. */
export const ofSimilar = ({ words }: At, { id, code, state }: AskedFragment, into: { id: string; state: ProposalState }): Verb[] =>
  (state === "SUBMITTED" && open(into) ? [{ name: `merge-${code}-${into.id}`, label: words.mergeIntoThis, run: () => tell(Merge, { id, into: into.id }) }] : []);

// isMergeTarget reports whether other proposals can be merged into one.
const open = ({ state }: { state: ProposalState }): boolean => !["MERGED", "DONE", "REFUSED"].includes(state);

/** Verbs of a task. */
export function ofTask(at: At, task: Tasks["tasks"][number]): Verb[] {
  const { words } = at;
  const { id } = task;
  if (task.state !== "OPEN") return [];
  const units = rows(task.assignments).map(({ unit }): [string, string] => [unit.code, unit.shortName ?? unit.code]);
  return [
    ...(units.length === 0 ? [] : [{
      name: `report-${id}`, label: words.report, allowed: either(...units.map(([code]) => forUnit(code))),
      fields: [
        { name: "unit", label: words.unit, kind: "choice" as const, initial: units[0]?.[0] ?? "", choices: units },
        { name: "percent", label: words.percent, kind: "number" as const, most: 100 },
        { name: "evidence", label: words.evidence, kind: "text" as const, optional: true },
        { name: "note", label: words.note, kind: "text" as const, optional: true },
      ],
      run: (it) => tell(ReportTask, { input: { task: id, unit: it.unit ?? "", percent: whole(it.percent) ?? 0, evidence: filled(it.evidence), note: filled(it.note) } }),
    } satisfies Verb]),
    { name: `drop-${id}`, label: words.drop, look: "grave", warning: words.dropTask, run: () => tell(DropTask, { id }) },
  ];
}
