// Planning: changing this conference's plan, or planning another one from a template or as a copy of this
// one.
import { tell } from "../api";
import { asMoment, asTyped } from "../clock_time";
import {
  CopyConference, Plan, Replan,
  type ConferenceKind, type ConferencePartOfDay, type CopyConferenceMutation, type PlanConferenceInput, type PlanMutation,
} from "../generated/api";
import { terms, type At } from "./desk";
import { toPlan } from "./rights";
import { filled, whole, type Field, type Values, type Verb } from "./verb";

export type PlannedSite = NonNullable<PlanConferenceInput["sites"]>[number];

// Fields of date and place.
function held(at: At, { heldOn, partOfDay, plannedStartAt, place }: Pick<At["hall"], "heldOn" | "partOfDay" | "plannedStartAt" | "place">): Field[] {
  const { words } = at;
  return [
    { name: "heldOn", label: words.heldOn, kind: "date", optional: true, initial: heldOn ?? "" },
    { name: "partOfDay", label: words.partOfDay, kind: "choice", initial: partOfDay, choices: terms(at, "ConferencePartOfDay", "MORNING", "AFTERNOON", "NOT_STATED") },
    { name: "startAt", label: words.startAt, kind: "moment", optional: true, initial: asTyped(plannedStartAt) },
    { name: "place", label: words.place, kind: "text", optional: true, initial: place ?? "" },
  ];
}

const holding = (it: Values) => ({
  heldOn: filled(it.heldOn), partOfDay: it.partOfDay as ConferencePartOfDay, plannedStartAt: asMoment(it.startAt), place: filled(it.place),
});

/** Changes the date or the place of this conference. */
export const replanning = (at: At): Verb => ({
  name: "replan", label: at.words.replan, look: "main", fields: held(at, at.hall),
  run: (it) => tell(Replan, { input: { conference: at.hall.code, ...holding(it) } }),
});

/** Plans another conference, from its kind's template or as a copy of this one. */
export function planning(at: At): Verb[] {
  const { hall, words } = at;
  const named: Field[] = [
    { name: "code", label: words.code, kind: "text" },
    { name: "title", label: words.title, kind: "text" },
    { name: "year", label: words.year, kind: "text", initial: hall.schoolYear },
    ...held(at, { heldOn: null, partOfDay: "NOT_STATED", plannedStartAt: null, place: hall.place }),
  ];
  const naming = (it: Values) => ({ code: it.code ?? "", title: it.title ?? "", schoolYear: it.year ?? "", ...holding(it) });
  const opens = (code: string) => `/control/${encodeURIComponent(code)}`;
  return [
    {
      name: "plan", label: words.plan, allowed: toPlan, warning: words.template,
      fields: [
        ...named,
        { name: "kind", label: words.kind, kind: "choice", initial: hall.kind, choices: terms(at, "ConferenceKind", "INTERIM_REVIEW", "FINAL_REVIEW", "NATIONAL_REVIEW") },
        { name: "cluster", label: words.cluster, kind: "number", optional: true, initial: String(hall.cluster?.number ?? "") },
        { name: "host", label: words.host, kind: "text", optional: true, suggestions: at.units },
        { name: "quorum", label: words.quorum, kind: "number", most: 100, optional: true },
        { name: "sites", label: words.sites, kind: "sites", suggestions: at.units, choices: terms(at, "SiteKind", "MAIN", "REMOTE") },
      ],
      run: (it) => {
        const sites: PlannedSite[] = JSON.parse(it.sites ?? "[]");
        return tell(Plan, {
          input: {
            ...naming(it), kind: it.kind as ConferenceKind, cluster: whole(it.cluster), host: filled(it.host), quorumPercent: whole(it.quorum),
            template: true, agendaItems: [], sites, online: sites.some((site) => site.kind === "REMOTE"),
          },
        });
      },
      says: ({ planConference }: PlanMutation) => opens(planConference.code),
    },
    {
      name: "copy", label: words.copy, allowed: toPlan,
      fields: [...named, { name: "roll", label: words.withRoll, kind: "choice", initial: "no", choices: [["no", words.no], ["yes", words.yes]] }],
      run: (it) => tell(CopyConference, { input: { from: hall.code, ...naming(it), roll: it.roll === "yes" } }),
      says: ({ copyConference }: CopyConferenceMutation) => opens(copyConference.code),
    },
  ];
}
