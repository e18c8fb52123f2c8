// The attendance roll: who is invited, and who is present.
import { mutate } from "../api";
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
import { hasEnded, isLive, siteChoices, enumChoices, type VerbContext } from "./context";
import { allowSiteScreen, allowDelegate, allowUnit } from "./rights";
import { nonEmpty, parseInteger, type Field, type Verb } from "./verb";

const presenceField = (context: VerbContext): Field => ({
  name: "presence",
  label: context.messages.attendanceMode,
  kind: "choice",
  initial: "IN_HALL",
  choices: enumChoices(context, "AttendancePresence", "IN_HALL", "ONLINE"),
});

/** Verbs of the whole roll. */
export function rollVerbs(context: VerbContext): Verb[] {
  const { conference, messages } = context;
  if (hasEnded(context)) return [];
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
      run: (it) =>
        mutate(InviteDelegates, {
          input: {
            conference: conference.code,
            delegates: [
              {
                role: it.role ?? "",
                unit: nonEmpty(it.unit),
                site: nonEmpty(it.site),
                capacity: it.capacity as AttendanceCapacity,
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
      run: (it) =>
        mutate(SetQuorum, { input: { conference: conference.code, percent: parseInteger(it.percent) } }),
    },
  ];
}

/** Verbs of all delegates of a site, and its check-in code. */
export function siteRollVerbs(context: VerbContext, site: string): Verb[] {
  const { conference, messages } = context;
  if (!isLive(context)) return [];
  const access = allowSiteScreen(siteUnit(context, site));
  return [
    {
      access,
      name: `check-in-all-${site}`,
      label: messages.checkInAll,
      fields: [presenceField(context)],
      run: (it) =>
        mutate(CheckInDelegates, {
          input: { conference: conference.code, site, presence: it.presence as AttendancePresence },
        }),
    },
    {
      access,
      name: `code-${site}`,
      label: messages.issueCode,
      run: () => mutate(IssueCheckInCode, { conference: conference.code, site }),
      describe: (data: IssueCheckInCodeMutation) => `${messages.checkInCode}: ${data.issueCheckInCode.code}`,
    },
  ];
}

// The unit that runs a site.
const siteUnit = ({ conference }: VerbContext, site: string | undefined): string | undefined =>
  conference.sites.find((it) => it.code === site)?.unit?.code;

/** Verbs of one delegate. */
export function delegateVerbs(
  context: VerbContext,
  { id, presence: state, unit, site }: DelegateFragment,
): Verb[] {
  const { messages } = context;
  const access = allowSiteScreen(siteUnit(context, site?.code));
  const checkIn: Verb = {
    name: `arrive-${id}`,
    label: messages.checkIn,
    access,
    fields: [
      presenceField(context),
      { name: "substitute", label: messages.substitute, kind: "text", optional: true },
      { name: "authority", label: messages.authority, kind: "text", optional: true },
    ],
    run: (it) =>
      mutate(CheckInDelegate, {
        input: {
          attendance: id,
          presence: it.presence as AttendancePresence,
          substitute: nonEmpty(it.substitute),
          substituteAuthority: nonEmpty(it.authority),
        },
      }),
  };
  const reportAbsence: Verb = {
    name: `absent-${id}`,
    label: messages.reportAbsence,
    access: allowUnit(unit?.code),
    fields: [{ name: "reason", label: messages.reason, kind: "textarea" }],
    run: (it) => mutate(ReportAbsence, { input: { attendance: id, reason: it.reason ?? "" } }),
  };
  const checkOut: Verb = {
    name: `leave-${id}`,
    label: messages.recordDeparture,
    access,
    run: () => mutate(CheckOutDelegate, { attendance: id }),
  };
  const isPresent = state === "IN_HALL" || state === "ONLINE";
  return [
    ...(isLive(context) ? [checkIn] : []),
    ...(isLive(context) && isPresent ? [checkOut] : []),
    ...(isPresent || hasEnded(context) ? [] : [reportAbsence]),
  ];
}

/** Checks a delegate in with the code that the hall shows. */
export function selfCheckInVerbs(context: VerbContext, { id, unit }: DelegateFragment): Verb[] {
  const { conference, messages } = context;
  if (!isLive(context)) return [];
  return [
    {
      name: `self-${id}`,
      label: messages.selfCheckIn,
      access: allowDelegate(unit?.code),
      fields: [{ name: "code", label: messages.checkInCode, kind: "text" }],
      run: (it) =>
        mutate(CheckInSelf, {
          input: { conference: conference.code, attendance: id, code: it.code?.trim() ?? "" },
        }),
    },
  ];
}
