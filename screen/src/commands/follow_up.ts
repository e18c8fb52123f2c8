// The follow-up of a conference: proposals, directives and tasks.
import { mutate } from "../api";
import {
  AcknowledgeProposal,
  AnswerProposal,
  AssignProposal,
  CompleteProposal,
  DropTask,
  GiveDirective,
  MergeProposal,
  RefuseProposal,
  ReportTask,
  SendProposal,
  SetTask,
  SponsorProposal,
  SubmitProposal,
  type ProposalFragment,
  type ProposalKind,
  type ProposalState,
} from "../generated/api";
import { currentTurns, speakerName, type Floor } from "../parts/floor";
import type { Tasks } from "../parts/tasks";
import { nodes } from "../connection_nodes";
import { enumChoices, type CommandContext, type Choice } from "./context";
import { allowAny, allowUnit, allowMinistry, allowProposers } from "./rights";
import { nonEmpty, parseList, parseInteger, type Field, type Command } from "./command";

/** Submits a proposal, records a directive, or sets a task. */
export function followUpCommands(context: CommandContext, floor: Floor | undefined): Command[] {
  const { conference, messages } = context;
  if (["PLANNED", "CANCELLED", "POSTPONED"].includes(conference.state)) return [];
  const dueField = { name: "dueOn", label: messages.dueOn, kind: "date" as const, optional: true };
  return [
    submitProposalCommand(context, floor),
    {
      name: "direct",
      label: messages.recordDirective,
      shortcut: "d",
      fields: [
        { name: "content", label: messages.text, kind: "textarea" },
        { name: "addressee", label: messages.addressee, kind: "text" },
        { name: "issuer", label: messages.issuer, kind: "text", optional: true },
        ...turnField(context, floor),
        dueField,
      ],
      run: (values) =>
        mutate(GiveDirective, {
          input: {
            conference: conference.code,
            content: values.content ?? "",
            addresseeStated: values.addressee ?? "",
            issuer: nonEmpty(values.issuer),
            floorRequest: nonEmpty(values.turn),
            dueOn: nonEmpty(values.dueOn),
          },
        }),
    },
    {
      name: "set-task",
      label: messages.setTask,
      shortcut: "v",
      fields: [
        { name: "content", label: messages.text, kind: "textarea" },
        context.units.length > 0
          ? { name: "units", label: messages.assignees, kind: "checkboxes", choices: context.units }
          : { name: "units", label: messages.units, kind: "text", optional: true },
        dueField,
      ],
      run: (values) =>
        mutate(SetTask, {
          input: {
            conference: conference.code,
            content: values.content ?? "",
            units: parseList(values.units),
            dueOn: nonEmpty(values.dueOn),
            cluster: conference.cluster?.number ?? null,
          },
        }),
    },
  ];
}

// The turn in which it was raised, if somebody has the floor.
function turnField({ messages }: CommandContext, floor: Floor | undefined): Field[] {
  const current = floor ? currentTurns(floor) : [];
  if (current.length === 0) return [];
  return [
    {
      name: "turn",
      label: messages.raisedInTurn,
      kind: "choice",
      initial: "",
      choices: [
        ["", messages.raisedInWriting],
        ...current.map((turn): Choice => [turn.id, speakerName(messages, turn)]),
      ],
    },
  ];
}

/** Submits a proposal. */
export function submitProposalCommand(context: CommandContext, floor: Floor | undefined): Command {
  const { conference, messages } = context;
  return {
    name: "submit",
    label: messages.submitProposal,
    shortcut: "k",
    access: allowProposers,
    fields: [
      {
        name: "kind",
        label: messages.kind,
        kind: "choice",
        initial: "PROPOSAL",
        choices: enumChoices(context, "ProposalKind", "PROPOSAL", "WISH"),
      },
      { name: "content", label: messages.text, kind: "textarea" },
      ...turnField(context, floor),
      {
        name: "unit",
        label: `${messages.unit} (${messages.emptyMeansCluster})`,
        kind: "text",
        optional: true,
        suggestions: context.units,
      },
      { name: "topics", label: messages.topics, kind: "text", optional: true },
    ],
    run: (values) =>
      mutate(SubmitProposal, {
        input: {
          conference: conference.code,
          kind: values.kind as ProposalKind,
          content: values.content ?? "",
          unit: nonEmpty(values.unit),
          topics: parseList(values.topics),
          floorRequest: nonEmpty(values.turn),
          sponsors: [],
        },
      }),
  };
}

/** Commands of a proposal; others are the proposals that it can be merged into. */
export function proposalCommands(
  context: CommandContext,
  { id, code, state }: ProposalFragment,
  others: ProposalFragment[],
): Command[] {
  const { messages } = context;
  const responseField = { name: "response", label: messages.response, kind: "textarea" as const };
  const targets = others.filter((proposal) => proposal.id !== id && isMergeTarget(proposal));
  const commands: (Command & { states: ProposalState[] })[] = [
    {
      name: `send-${code}`,
      label: messages.sendToMinistry,
      states: ["SUBMITTED"],
      run: () => mutate(SendProposal, { id }),
    },
    {
      name: `sponsor-${code}`,
      label: messages.sponsorProposal,
      access: allowProposers,
      states: ["SUBMITTED"],
      fields: [{ name: "unit", label: messages.unit, kind: "text", suggestions: context.units }],
      run: (values) => mutate(SponsorProposal, { id, unit: values.unit ?? "" }),
    },
    {
      name: `merge-${code}`,
      label: messages.mergeProposal,
      states: targets.length > 0 ? ["SUBMITTED"] : [],
      fields: [
        {
          name: "into",
          label: messages.mergeProposal,
          kind: "choice",
          initial: targets[0]?.id ?? "",
          choices: targets.map((target) => [target.id, `${target.ordinal}. ${target.content}`.slice(0, 90)]),
        },
      ],
      run: (values) => mutate(MergeProposal, { id, into: values.into ?? "" }),
    },
    {
      name: `acknowledge-${code}`,
      label: messages.acknowledgeProposal,
      access: allowMinistry,
      states: ["SENT"],
      run: () => mutate(AcknowledgeProposal, { id }),
    },
    {
      name: `assign-${code}`,
      label: messages.assignProposal,
      access: allowMinistry,
      states: ["ACKNOWLEDGED", "ASSIGNED"],
      fields: [
        { name: "department", label: messages.department, kind: "text" },
        { name: "dueOn", label: messages.dueOn, kind: "date", optional: true },
      ],
      run: (values) =>
        mutate(AssignProposal, {
          input: { proposal: id, assignee: values.department ?? "", dueOn: nonEmpty(values.dueOn) },
        }),
    },
    {
      name: `answer-${code}`,
      label: messages.answerProposal,
      access: allowMinistry,
      states: ["ACKNOWLEDGED", "ASSIGNED", "ANSWERED"],
      fields: [responseField],
      run: (values) => mutate(AnswerProposal, { input: { proposal: id, response: values.response ?? "" } }),
    },
    {
      name: `complete-${code}`,
      label: messages.completeProposal,
      access: allowMinistry,
      states: ["ANSWERED"],
      run: () => mutate(CompleteProposal, { id }),
    },
    {
      name: `refuse-${code}`,
      label: messages.refuseProposal,
      variant: "danger",
      access: allowMinistry,
      states: ["SENT", "ACKNOWLEDGED", "ASSIGNED"],
      fields: [responseField],
      run: (values) => mutate(RefuseProposal, { input: { proposal: id, response: values.response ?? "" } }),
    },
  ];
  return commands.filter((command) => command.states.includes(state));
}

/** Merges a proposal into an earlier one. */
export const similarProposalCommands = (
  { messages }: CommandContext,
  { id, code, state }: ProposalFragment,
  target: { id: string; state: ProposalState },
): Command[] =>
  state === "SUBMITTED" && isMergeTarget(target)
    ? [
        {
          name: `merge-${code}-${target.id}`,
          label: messages.mergeIntoProposal,
          run: () => mutate(MergeProposal, { id, into: target.id }),
        },
      ]
    : [];

// isMergeTarget reports whether other proposals can be merged into one.
const isMergeTarget = ({ state }: { state: ProposalState }): boolean =>
  !["MERGED", "DONE", "REFUSED"].includes(state);

/** Commands of a task. */
export function taskCommands(context: CommandContext, task: Tasks["tasks"][number]): Command[] {
  const { messages } = context;
  const { id } = task;
  if (task.state !== "OPEN") return [];
  const units = nodes(task.assignments).map(({ unit }): [string, string] => [
    unit.code,
    unit.shortName ?? unit.code,
  ]);
  return [
    ...(units.length === 0
      ? []
      : [
          {
            name: `report-${id}`,
            label: messages.reportProgress,
            access: allowAny(...units.map(([code]) => allowUnit(code))),
            fields: [
              {
                name: "unit",
                label: messages.unit,
                kind: "choice" as const,
                initial: units[0]?.[0] ?? "",
                choices: units,
              },
              { name: "percent", label: messages.percent, kind: "number" as const, max: 100 },
              { name: "evidence", label: messages.evidence, kind: "text" as const, optional: true },
              { name: "note", label: messages.note, kind: "text" as const, optional: true },
            ],
            run: (values) =>
              mutate(ReportTask, {
                input: {
                  task: id,
                  unit: values.unit ?? "",
                  percent: parseInteger(values.percent) ?? 0,
                  evidence: nonEmpty(values.evidence),
                  note: nonEmpty(values.note),
                },
              }),
          } satisfies Command,
        ]),
    {
      name: `drop-${id}`,
      label: messages.dropTask,
      variant: "danger",
      warning: messages.dropWarning,
      run: () => mutate(DropTask, { id }),
    },
  ];
}
