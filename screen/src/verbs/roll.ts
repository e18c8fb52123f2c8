// The attendance roll: who is invited, and who is present.
import { tell } from "../api";
import {
  CheckIn, CheckInAll, CheckInSelf, CheckOut, Invite, IssueCode, ReportAbsence, SetQuorum,
  type AttendanceCapacity, type AttendancePresence, type DelegateFragment, type IssueCodeMutation,
} from "../generated/api";
import { ended, here, places, terms, type At } from "./desk";
import { atSite, byDelegate, forUnit } from "./rights";
import { filled, whole, type Field, type Verb } from "./verb";

const presence = (at: At): Field => ({
  name: "presence", label: at.words.presence, kind: "choice", initial: "IN_HALL", choices: terms(at, "AttendancePresence", "IN_HALL", "ONLINE"),
});

/** Verbs of the whole roll. */
export function ofRoll(at: At): Verb[] {
  const { hall, words } = at;
  if (ended(at)) return [];
  return [
    {
      name: "invite", label: words.invite, key: "i",
      fields: [
        { name: "role", label: words.role, kind: "text" },
        { name: "unit", label: words.unit, kind: "text", optional: true, suggestions: at.units },
        { name: "site", label: words.site, kind: "choice", initial: "", choices: places(at, words.noSite) },
        { name: "capacity", label: words.capacity, kind: "choice", initial: "DELEGATE", choices: terms(at, "AttendanceCapacity", "DELEGATE", "CHAIR", "MINISTRY_REPRESENTATIVE", "GUEST", "HONOURED") },
      ],
      run: (it) => tell(Invite, {
        input: { conference: hall.code, delegates: [{ role: it.role ?? "", unit: filled(it.unit), site: filled(it.site), capacity: it.capacity as AttendanceCapacity }] },
      }),
    },
    {
      name: "quorum", label: words.setQuorum, key: "q",
      fields: [{ name: "percent", label: words.percent, kind: "number", most: 100, optional: true }],
      run: (it) => tell(SetQuorum, { input: { conference: hall.code, percent: whole(it.percent) } }),
    },
  ];
}

/** Verbs of all delegates of a site, and its check-in code. */
export function ofSiteRoll(at: At, site: string): Verb[] {
  const { hall, words } = at;
  if (!here(at)) return [];
  const allowed = atSite(unitOf(at, site));
  return [
    {
      allowed, name: `check-in-all-${site}`, label: words.checkInAll, fields: [presence(at)],
      run: (it) => tell(CheckInAll, { input: { conference: hall.code, site, presence: it.presence as AttendancePresence } }),
    },
    {
      allowed, name: `code-${site}`, label: words.issueCode, run: () => tell(IssueCode, { conference: hall.code, site }),
      says: (answer: IssueCodeMutation) => `${words.checkInCode}: ${answer.issueCheckInCode.code}`,
    },
  ];
}

// The unit that runs a site.
const unitOf = ({ hall }: At, site: string | undefined): string | undefined => hall.sites.find((it) => it.code === site)?.unit?.code;

/** Verbs of one delegate. */
export function ofDelegate(at: At, { id, presence: now, unit, site }: DelegateFragment): Verb[] {
  const { words } = at;
  const allowed = atSite(unitOf(at, site?.code));
  const arrive: Verb = {
    name: `arrive-${id}`, label: words.checkIn, allowed,
    fields: [
      presence(at),
      { name: "substitute", label: words.substitute, kind: "text", optional: true },
      { name: "authority", label: words.authority, kind: "text", optional: true },
    ],
    run: (it) => tell(CheckIn, {
      input: { attendance: id, presence: it.presence as AttendancePresence, substitute: filled(it.substitute), substituteAuthority: filled(it.authority) },
    }),
  };
  const absent: Verb = {
    name: `absent-${id}`, label: words.absence, allowed: forUnit(unit?.code), fields: [{ name: "reason", label: words.reason, kind: "long" }],
    run: (it) => tell(ReportAbsence, { input: { attendance: id, reason: it.reason ?? "" } }),
  };
  const leave: Verb = { name: `leave-${id}`, label: words.leave, allowed, run: () => tell(CheckOut, { attendance: id }) };
  const there = now === "IN_HALL" || now === "ONLINE";
  return [...(here(at) ? [arrive] : []), ...(here(at) && there ? [leave] : []), ...(there || ended(at) ? [] : [absent])];
}

/** Checks a delegate in with the code that the hall shows. */
export function ofSelf(at: At, { id, unit }: DelegateFragment): Verb[] {
  const { hall, words } = at;
  if (!here(at)) return [];
  return [{
    name: `self-${id}`, label: words.selfCheckIn, allowed: byDelegate(unit?.code), fields: [{ name: "code", label: words.checkInCode, kind: "text" }],
    run: (it) => tell(CheckInSelf, { input: { conference: hall.code, attendance: id, code: it.code?.trim() ?? "" } }),
  }];
}
