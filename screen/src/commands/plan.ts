// Planning: changing this conference's plan, or planning another one from a template or as a copy of this
// one.
import { mutate } from "../api";
import { fromInputValue, toInputValue } from "../clock_time";
import {
  CopyConference,
  PlanConference,
  ReplanConference,
  type ConferenceKind,
  type ConferencePartOfDay,
  type CopyConferenceMutation,
  type PlanConferenceInput,
  type PlanConferenceMutation,
} from "../generated/api";
import { enumChoices, type CommandContext } from "./context";
import { allowPlanners } from "./rights";
import { nonEmpty, parseInteger, type Field, type Values, type Command } from "./command";

export type PlannedSite = NonNullable<PlanConferenceInput["sites"]>[number];

// Fields of date and place.
function scheduleFields(
  context: CommandContext,
  {
    heldOn,
    partOfDay,
    plannedStartAt,
    venue,
  }: Pick<CommandContext["conference"], "heldOn" | "partOfDay" | "plannedStartAt" | "venue">,
): Field[] {
  const { messages } = context;
  return [
    { name: "heldOn", label: messages.heldOn, kind: "date", optional: true, initial: heldOn ?? "" },
    {
      name: "partOfDay",
      label: messages.partOfDay,
      kind: "choice",
      initial: partOfDay,
      choices: enumChoices(context, "ConferencePartOfDay", "MORNING", "AFTERNOON", "NOT_STATED"),
    },
    {
      name: "startAt",
      label: messages.startAt,
      kind: "datetime",
      optional: true,
      initial: toInputValue(plannedStartAt),
    },
    { name: "venue", label: messages.place, kind: "text", optional: true, initial: venue ?? "" },
  ];
}

const scheduleInput = (values: Values) => ({
  heldOn: nonEmpty(values.heldOn),
  partOfDay: values.partOfDay as ConferencePartOfDay,
  plannedStartAt: fromInputValue(values.startAt),
  venue: nonEmpty(values.venue),
});

/** Changes the date or the place of this conference. */
export const replanCommand = (context: CommandContext): Command => ({
  name: "replan",
  label: context.messages.replanConference,
  variant: "main",
  fields: scheduleFields(context, context.conference),
  run: (values) =>
    mutate(ReplanConference, { input: { conference: context.conference.code, ...scheduleInput(values) } }),
});

/** Plans another conference, from its kind's template or as a copy of this one. */
export function planCommands(context: CommandContext): Command[] {
  const { conference, messages } = context;
  const identityFields: Field[] = [
    { name: "code", label: messages.code, kind: "text" },
    { name: "title", label: messages.title, kind: "text" },
    { name: "year", label: messages.schoolYearField, kind: "text", initial: conference.schoolYear },
    ...scheduleFields(context, {
      heldOn: null,
      partOfDay: "NOT_STATED",
      plannedStartAt: null,
      venue: conference.venue,
    }),
  ];
  const identityInput = (values: Values) => ({
    code: values.code ?? "",
    title: values.title ?? "",
    schoolYear: values.year ?? "",
    ...scheduleInput(values),
  });
  const controlPath = (code: string) => `/control/${encodeURIComponent(code)}`;
  return [
    {
      name: "plan",
      label: messages.planConference,
      access: allowPlanners,
      warning: messages.templateHint,
      fields: [
        ...identityFields,
        {
          name: "kind",
          label: messages.kind,
          kind: "choice",
          initial: conference.kind,
          choices: enumChoices(
            context,
            "ConferenceKind",
            "INTERIM_REVIEW",
            "FINAL_REVIEW",
            "NATIONAL_REVIEW",
          ),
        },
        {
          name: "cluster",
          label: messages.cluster,
          kind: "number",
          optional: true,
          initial: String(conference.cluster?.number ?? ""),
        },
        { name: "host", label: messages.host, kind: "text", optional: true, suggestions: context.units },
        { name: "quorum", label: messages.quorum, kind: "number", max: 100, optional: true },
        {
          name: "sites",
          label: messages.sites,
          kind: "sites",
          suggestions: context.units,
          choices: enumChoices(context, "SiteKind", "MAIN", "REMOTE"),
        },
      ],
      run: (values) => {
        const sites: PlannedSite[] = JSON.parse(values.sites ?? "[]");
        return mutate(PlanConference, {
          input: {
            ...identityInput(values),
            kind: values.kind as ConferenceKind,
            cluster: parseInteger(values.cluster),
            host: nonEmpty(values.host),
            quorumPercent: parseInteger(values.quorum),
            useAgendaTemplate: true,
            agendaItems: [],
            sites,
            online: sites.some((site) => site.kind === "REMOTE"),
          },
        });
      },
      describe: ({ planConference }: PlanConferenceMutation) => controlPath(planConference.conference.code),
    },
    {
      name: "copy",
      label: messages.copyConference,
      access: allowPlanners,
      fields: [
        ...identityFields,
        {
          name: "roll",
          label: messages.copyRoll,
          kind: "choice",
          initial: "no",
          choices: [
            ["no", messages.no],
            ["yes", messages.yes],
          ],
        },
      ],
      run: (values) =>
        mutate(CopyConference, {
          input: {
            conference: conference.code,
            ...identityInput(values),
            copyDelegates: values.roll === "yes",
          },
        }),
      describe: ({ copyConference }: CopyConferenceMutation) => controlPath(copyConference.conference.code),
    },
  ];
}
