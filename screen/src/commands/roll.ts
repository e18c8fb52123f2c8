// The attendance roll: who is invited, and who is present.
import { mutate } from "../api";
import { hasEnded, isOngoing } from "../conference_state";
import {
  CheckInDelegate,
  CheckInDelegates,
  CheckInSelf,
  CheckOutDelegate,
  InviteDelegates,
  IssueCheckInCode,
  ReportAbsence,
  SetQuorum,
  type AttendanceCapacity,
  type AttendancePresence,
  type DelegateFragment,
  type IssueCheckInCodeMutation,
} from "../generated/api";
import { siteChoices, enumChoices, type CommandContext } from "./context";
import { allowSiteScreen, allowDelegate, allowUnit } from "./rights";
import { nonEmpty, parseInteger, type Field, type Command } from "./command";

const presenceField = (context: CommandContext): Field => ({
  name: "presence",
  label: context.messages.attendanceMode,
  kind: "choice",
  initial: "IN_HALL",
  choices: enumChoices(context, "AttendancePresence", "IN_HALL", "ONLINE"),
});

/** Commands of the whole roll. */
export function rollCommands(context: CommandContext): Command[] {
  const { conference, messages } = context;
  if (hasEnded(context.conference)) return [];
  return [
    {
      name: "invite",
      label: messages.invite,
      shortcut: "i",
      fields: [
        { name: "role", label: messages.role, kind: "text" },
        { name: "unit", label: messages.unit, kind: "text", optional: true, suggestions: context.units },
        {
          name: "site",
          label: messages.site,
          kind: "choice",
          initial: "",
          choices: siteChoices(context, messages.noSite),
        },
        {
          name: "capacity",
          label: messages.capacity,
          kind: "choice",
          initial: "DELEGATE",
          choices: enumChoices(
            context,
            "AttendanceCapacity",
            "DELEGATE",
            "CHAIR",
            "MINISTRY_REPRESENTATIVE",
            "GUEST",
            "HONOURED",
          ),
        },
      ],
      run: (values) =>
        mutate(InviteDelegates, {
          input: {
            conference: conference.code,
            delegates: [
              {
                title: values.role ?? "",
                unit: nonEmpty(values.unit),
                site: nonEmpty(values.site),
                capacity: values.capacity as AttendanceCapacity,
              },
            ],
          },
        }),
    },
    {
      name: "quorum",
      label: messages.setQuorum,
      shortcut: "q",
      fields: [{ name: "percent", label: messages.percent, kind: "number", max: 100, optional: true }],
      run: (values) =>
        mutate(SetQuorum, {
          input: { conference: conference.code, quorumPercent: parseInteger(values.percent) },
        }),
    },
  ];
}

/** Commands of all delegates of a site, and its check-in code. */
export function siteRollCommands(context: CommandContext, site: string): Command[] {
  const { conference, messages } = context;
  if (!isOngoing(context.conference)) return [];
  const access = allowSiteScreen(siteUnit(context, site));
  return [
    {
      access,
      name: `check-in-all-${site}`,
      label: messages.checkInAll,
      fields: [presenceField(context)],
      run: (values) =>
        mutate(CheckInDelegates, {
          input: { conference: conference.code, site, presence: values.presence as AttendancePresence },
        }),
    },
    {
      access,
      name: `code-${site}`,
      label: messages.issueCode,
      run: () => mutate(IssueCheckInCode, { conference: conference.code, site }),
      describe: (data: IssueCheckInCodeMutation) =>
        `${messages.checkInCode}: ${data.issueCheckInCode.checkInCode}`,
    },
  ];
}

// The unit that runs a site.
const siteUnit = ({ conference }: CommandContext, site: string | undefined): string | undefined =>
  conference.sites.find((candidate) => candidate.code === site)?.unit?.code;

/** Commands of one delegate. */
export function delegateCommands(
  context: CommandContext,
  { id, presence: state, unit, site }: DelegateFragment,
): Command[] {
  const { messages } = context;
  const access = allowSiteScreen(siteUnit(context, site?.code));
  const checkIn: Command = {
    name: `arrive-${id}`,
    label: messages.checkIn,
    access,
    fields: [
      presenceField(context),
      { name: "substitute", label: messages.substitute, kind: "text", optional: true },
      { name: "authority", label: messages.authority, kind: "text", optional: true },
    ],
    run: (values) =>
      mutate(CheckInDelegate, {
        input: {
          attendance: id,
          presence: values.presence as AttendancePresence,
          substitute: nonEmpty(values.substitute),
          substituteAuthority: nonEmpty(values.authority),
        },
      }),
  };
  const reportAbsence: Command = {
    name: `absent-${id}`,
    label: messages.reportAbsence,
    access: allowUnit(unit?.code),
    fields: [{ name: "reason", label: messages.reason, kind: "textarea" }],
    run: (values) => mutate(ReportAbsence, { input: { attendance: id, reason: values.reason ?? "" } }),
  };
  const checkOut: Command = {
    name: `leave-${id}`,
    label: messages.recordDeparture,
    access,
    run: () => mutate(CheckOutDelegate, { attendance: id }),
  };
  const isPresent = state === "IN_HALL" || state === "ONLINE";
  return [
    ...(isOngoing(context.conference) ? [checkIn] : []),
    ...(isOngoing(context.conference) && isPresent ? [checkOut] : []),
    ...(isPresent || hasEnded(context.conference) ? [] : [reportAbsence]),
  ];
}

/** Checks a delegate in with the code that the hall shows. */
export function selfCheckInCommands(context: CommandContext, { id, unit }: DelegateFragment): Command[] {
  const { conference, messages } = context;
  if (!isOngoing(context.conference)) return [];
  return [
    {
      name: `self-${id}`,
      label: messages.selfCheckIn,
      access: allowDelegate(unit?.code),
      fields: [{ name: "code", label: messages.checkInCode, kind: "text" }],
      run: (values) =>
        mutate(CheckInSelf, {
          input: { conference: conference.code, attendance: id, checkInCode: values.code?.trim() ?? "" },
        }),
    },
  ];
}
