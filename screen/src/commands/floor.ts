// The floor: requesting it, giving it, its clock and its order.
import { mutate } from "../api";
import { isOngoing } from "../conference_state";
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
import { siteChoices, enumChoices, type CommandContext } from "./context";
import { allowSiteScreen, allowAny, allowUnit, allowRequesters, type AccessRule } from "./rights";
import { nonEmpty, parseMinutes, type Command } from "./command";

/** Requests the floor; from a site if one is given. */
export function requestFloorCommands(context: CommandContext, site?: string): Command[] {
  const { conference, messages } = context;
  if (!isOngoing(context.conference)) return [];
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
      run: (values) =>
        mutate(RequestFloor, {
          input: {
            conference: conference.code,
            kind: values.kind as FloorRequestKind,
            unit: nonEmpty(values.unit),
            site: nonEmpty(values.site),
            speaker: nonEmpty(values.speaker),
            subject: nonEmpty(values.subject),
            allottedSeconds: parseMinutes(values.minutes),
          },
        }),
    },
  ];
}

/** The chair's commands of the floor as a whole. */
export function floorCommands(context: CommandContext, floor: Floor): Command[] {
  const { conference, messages } = context;
  if (!isOngoing(context.conference)) return [];
  const next = floor.speakersQueue[0]?.floorRequest;
  const quota: Command = {
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
    run: (values) =>
      mutate(SetFloorQuota, {
        input: {
          conference: conference.code,
          unitQuotaSeconds: parseMinutes(values.unit),
          siteQuotaSeconds: parseMinutes(values.site),
        },
      }),
  };
  const give: Command[] =
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
  return [...give, ...requestFloorCommands(context), quota];
}

/** Commands of a turn; hasShortcuts tells whether the keyboard shortcuts apply to it. */
export function turnCommands(
  context: CommandContext,
  turn: FloorRequestFragment,
  hasShortcuts: boolean,
): Command[] {
  const { messages } = context;
  const { id } = turn;
  const withShortcut = (key: string) => (hasShortcuts ? { shortcut: key } : {});
  return [
    turn.resumedAt
      ? {
          name: `pause-${id}`,
          label: messages.pauseTurn,
          ...withShortcut("s"),
          run: () => mutate(PauseFloor, { id }),
        }
      : {
          name: `resume-${id}`,
          label: messages.resumeTurn,
          ...withShortcut("s"),
          run: () => mutate(ResumeFloor, { id }),
        },
    {
      name: `yield-${id}`,
      label: messages.yieldFloor,
      ...withShortcut("y"),
      run: () => mutate(YieldFloor, { id }),
    },
    {
      name: `allot-${id}`,
      label: messages.allotTime,
      ...withShortcut("t"),
      fields: [
        {
          name: "minutes",
          label: messages.minutes,
          kind: "number",
          max: 120,
          initial: formatMinutes(turn.allottedSeconds),
        },
      ],
      run: (values) =>
        mutate(AllotFloorTime, {
          input: { floorRequest: id, allottedSeconds: parseMinutes(values.minutes) ?? 0 },
        }),
    },
  ];
}

/** Commands of a waiting request. */
export function queuedRequestCommands(
  context: CommandContext,
  queued: Floor["speakersQueue"][number],
): Command[] {
  const { conference, messages } = context;
  const { id } = queued.floorRequest;
  const give: Command = {
    name: `give-${id}`,
    label: messages.giveFloor,
    run: () => mutate(GiveFloor, { id }),
  };
  const place: Command = {
    name: `place-${id}`,
    label: messages.placeRequest,
    fields: [
      { name: "place", label: messages.placeNumber, kind: "number", initial: String(queued.place) },
      { name: "reason", label: messages.reason, kind: "textarea" },
    ],
    run: (values) =>
      mutate(PlaceFloorRequest, {
        input: { floorRequest: id, place: Number(values.place), reason: values.reason ?? "" },
      }),
  };
  const removePlace: Command = {
    name: `unplace-${id}`,
    label: messages.removePlace,
    run: () => mutate(PlaceFloorRequest, { input: { floorRequest: id } }),
  };
  const withdraw: Command = {
    name: `withdraw-${id}`,
    label: messages.withdrawRequest,
    access: requesterRule(context, queued.floorRequest),
    run: () => mutate(WithdrawFloorRequest, { id }),
  };
  return [
    ...(conference.state === "IN_SESSION" ? [give] : []),
    place,
    ...(queued.floorRequest.place !== null ? [removePlace] : []),
    withdraw,
  ];
}

// The requester may withdraw a request: anybody who acts for its unit, and the screen of its site.
function requesterRule(
  { conference }: CommandContext,
  { unit, site }: { unit: { code: string } | null; site: { code: string } | null },
): AccessRule {
  return allowAny(
    allowUnit(unit?.code),
    allowSiteScreen(conference.sites.find((candidate) => candidate.code === site?.code)?.unit?.code),
  );
}

/** Restores a withdrawn request. */
export const withdrawnRequestCommands = (context: CommandContext, id: string): Command[] =>
  isOngoing(context.conference)
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
