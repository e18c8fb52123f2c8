// The floor: requesting it, giving it, its clock and its order.
import { mutate } from "../api";
import {
  AllotFloorTime,
  GiveFloor,
  PauseFloor,
  PlaceFloorRequest,
  RequestFloor,
  RestoreFloorRequest,
  ResumeFloor,
  SetFloorQuota,
  WithdrawFloorRequest,
  YieldFloor,
  type FloorRequestKind,
  type FloorRequestFragment,
} from "../generated/api";
import type { Floor } from "../parts/floor";
import { isLive, siteChoices, enumChoices, type VerbContext } from "./context";
import { allowSiteScreen, allowAny, allowUnit, allowRequesters, type AccessRule } from "./rights";
import { nonEmpty, parseMinutes, type Verb } from "./verb";

/** Requests the floor; from a site if one is given. */
export function requestFloorVerbs(context: VerbContext, site?: string): Verb[] {
  const { conference, messages } = context;
  if (!isLive(context)) return [];
  return [
    {
      name: "request",
      label: messages.requestFloor,
      shortcut: "f",
      variant: "main",
      access: allowRequesters,
      fields: [
        {
          name: "kind",
          label: messages.kind,
          kind: "choice",
          initial: "REMARK",
          choices: enumChoices(
            context,
            "FloorRequestKind",
            "PRESENTATION",
            "REMARK",
            "POINT_OF_ORDER",
            "QUESTION",
            "ANSWER",
          ),
        },
        { name: "unit", label: messages.unit, kind: "text", optional: true, suggestions: context.units },
        {
          name: "site",
          label: messages.site,
          kind: "choice",
          initial: site ?? "",
          choices: siteChoices(context, messages.noSite),
        },
        { name: "speaker", label: messages.speaker, kind: "text", optional: true },
        { name: "subject", label: messages.subject, kind: "text", optional: true },
        { name: "minutes", label: messages.minutes, kind: "number", max: 120, optional: true },
      ],
      run: (it) =>
        mutate(RequestFloor, {
          input: {
            conference: conference.code,
            kind: it.kind as FloorRequestKind,
            unit: nonEmpty(it.unit),
            site: nonEmpty(it.site),
            speaker: nonEmpty(it.speaker),
            subject: nonEmpty(it.subject),
            seconds: parseMinutes(it.minutes),
          },
        }),
    },
  ];
}

/** The chair's verbs of the floor as a whole. */
export function floorVerbs(context: VerbContext, floor: Floor): Verb[] {
  const { conference, messages } = context;
  if (!isLive(context)) return [];
  const next = floor.speakersQueue[0]?.request;
  const quota: Verb = {
    name: "quota",
    label: messages.quota,
    fields: [
      {
        name: "unit",
        label: messages.unitMinutes,
        kind: "number",
        optional: true,
        initial: formatMinutes(floor.unitQuotaSeconds),
      },
      {
        name: "site",
        label: messages.siteMinutes,
        kind: "number",
        optional: true,
        initial: formatMinutes(floor.siteQuotaSeconds),
      },
    ],
    run: (it) =>
      mutate(SetFloorQuota, {
        input: {
          conference: conference.code,
          unitSeconds: parseMinutes(it.unit),
          siteSeconds: parseMinutes(it.site),
        },
      }),
  };
  const give: Verb[] =
    next && conference.state === "IN_SESSION"
      ? [
          {
            name: "give-next",
            label: messages.giveNext,
            shortcut: "g",
            variant: "main",
            run: () => mutate(GiveFloor, { id: next.id }),
          },
        ]
      : [];
  return [...give, ...requestFloorVerbs(context), quota];
}

/** Verbs of a turn. first is the turn that the keyboard shortcuts apply to. */
export function turnVerbs(context: VerbContext, turn: FloorRequestFragment, first: boolean): Verb[] {
  const { messages } = context;
  const { id } = turn;
  const shortcutOf = (key: string) => (first ? { shortcut: key } : {});
  return [
    turn.resumedAt
      ? {
          name: `pause-${id}`,
          label: messages.pauseTurn,
          ...shortcutOf("s"),
          run: () => mutate(PauseFloor, { id }),
        }
      : {
          name: `resume-${id}`,
          label: messages.resumeTurn,
          ...shortcutOf("s"),
          run: () => mutate(ResumeFloor, { id }),
        },
    {
      name: `yield-${id}`,
      label: messages.yieldFloor,
      ...shortcutOf("y"),
      run: () => mutate(YieldFloor, { id }),
    },
    {
      name: `allot-${id}`,
      label: messages.allotTime,
      ...shortcutOf("t"),
      fields: [
        {
          name: "minutes",
          label: messages.minutes,
          kind: "number",
          max: 120,
          initial: formatMinutes(turn.allottedSeconds),
        },
      ],
      run: (it) => mutate(AllotFloorTime, { input: { request: id, seconds: parseMinutes(it.minutes) ?? 0 } }),
    },
  ];
}

/** Verbs of a waiting request. */
export function queuedRequestVerbs(context: VerbContext, queued: Floor["speakersQueue"][number]): Verb[] {
  const { conference, messages } = context;
  const { id } = queued.request;
  const give: Verb = { name: `give-${id}`, label: messages.giveFloor, run: () => mutate(GiveFloor, { id }) };
  const place: Verb = {
    name: `place-${id}`,
    label: messages.placeRequest,
    fields: [
      { name: "place", label: messages.placeNumber, kind: "number", initial: String(queued.place) },
      { name: "reason", label: messages.reason, kind: "textarea" },
    ],
    run: (it) =>
      mutate(PlaceFloorRequest, { input: { request: id, place: Number(it.place), reason: it.reason ?? "" } }),
  };
  const removePlace: Verb = {
    name: `unplace-${id}`,
    label: messages.removePlace,
    run: () => mutate(PlaceFloorRequest, { input: { request: id } }),
  };
  const withdraw: Verb = {
    name: `withdraw-${id}`,
    label: messages.withdrawRequest,
    access: requesterRule(context, queued.request),
    run: () => mutate(WithdrawFloorRequest, { id }),
  };
  return [
    ...(conference.state === "IN_SESSION" ? [give] : []),
    place,
    ...(queued.request.place !== null ? [removePlace] : []),
    withdraw,
  ];
}

// The requester may withdraw a request: anybody who acts for its unit, and the screen of its site.
function requesterRule(
  { conference }: VerbContext,
  { unit, site }: { unit: { code: string } | null; site: { code: string } | null },
): AccessRule {
  return allowAny(
    allowUnit(unit?.code),
    allowSiteScreen(conference.sites.find((it) => it.code === site?.code)?.unit?.code),
  );
}

/** Restores a withdrawn request. */
export const withdrawnRequestVerbs = (context: VerbContext, id: string): Verb[] =>
  isLive(context)
    ? [
        {
          name: `restore-${id}`,
          label: context.messages.restoreRequest,
          access: allowRequesters,
          run: () => mutate(RestoreFloorRequest, { id }),
        },
      ]
    : [];

const formatMinutes = (seconds: number | null): string =>
  seconds === null ? "" : String(Math.round(seconds / 6) / 10);
