// The floor: requesting it, giving it, its clock and its order.
import { tell } from "../api";
import {
  AllotTime, GiveFloor, PauseFloor, PlaceRequest, RequestFloor, RestoreRequest, ResumeFloor, SetQuota, WithdrawRequest, YieldFloor,
  type FloorRequestKind, type SpeakerFragment,
} from "../generated/api";
import type { Floor } from "../parts/floor";
import { here, places, terms, type At } from "./desk";
import { atSite, either, forUnit, toRequestFloor, type Allowed } from "./rights";
import { filled, seconds, type Verb } from "./verb";

/** Requests the floor; from a site if one is given. */
export function requesting(at: At, site?: string): Verb[] {
  const { hall, words } = at;
  if (!here(at)) return [];
  return [{
    name: "request", label: words.request, key: "f", look: "main", allowed: toRequestFloor,
    fields: [
      { name: "kind", label: words.kind, kind: "choice", initial: "REMARK", choices: terms(at, "FloorRequestKind", "PRESENTATION", "REMARK", "POINT_OF_ORDER", "QUESTION", "ANSWER") },
      { name: "unit", label: words.unit, kind: "text", optional: true, suggestions: at.units },
      { name: "site", label: words.site, kind: "choice", initial: site ?? "", choices: places(at, words.noSite) },
      { name: "speaker", label: words.speaker, kind: "text", optional: true },
      { name: "subject", label: words.subject, kind: "text", optional: true },
      { name: "minutes", label: words.minutes, kind: "number", most: 120, optional: true },
    ],
    run: (it) => tell(RequestFloor, {
      input: {
        conference: hall.code, kind: it.kind as FloorRequestKind, unit: filled(it.unit), site: filled(it.site),
        speaker: filled(it.speaker), subject: filled(it.subject), seconds: seconds(it.minutes),
      },
    }),
  }];
}

/** The chair's verbs of the floor as a whole. */
export function conducting(at: At, floor: Floor): Verb[] {
  const { hall, words } = at;
  if (!here(at)) return [];
  const next = floor.speakersQueue[0]?.request;
  const quota: Verb = {
    name: "quota", label: words.quota,
    fields: [
      { name: "unit", label: words.unitMinutes, kind: "number", optional: true, initial: minutes(floor.unitQuotaSeconds) },
      { name: "site", label: words.siteMinutes, kind: "number", optional: true, initial: minutes(floor.siteQuotaSeconds) },
    ],
    run: (it) => tell(SetQuota, { input: { conference: hall.code, unitSeconds: seconds(it.unit), siteSeconds: seconds(it.site) } }),
  };
  const give: Verb[] = next && hall.state === "IN_SESSION"
    ? [{ name: "give-next", label: words.giveNext, key: "g", look: "main", run: () => tell(GiveFloor, { id: next.id }) }]
    : [];
  return [...give, ...requesting(at), quota];
}

/** Verbs of a turn. first is the turn that the keyboard shortcuts apply to. */
export function ofTurn(at: At, turn: SpeakerFragment, first: boolean): Verb[] {
  const { words } = at;
  const { id } = turn;
  const keyed = (key: string) => (first ? { key } : {});
  return [
    turn.resumedAt
      ? { name: `pause-${id}`, label: words.pauseTurn, ...keyed("s"), run: () => tell(PauseFloor, { id }) }
      : { name: `resume-${id}`, label: words.resumeTurn, ...keyed("s"), run: () => tell(ResumeFloor, { id }) },
    { name: `yield-${id}`, label: words.yield, ...keyed("y"), run: () => tell(YieldFloor, { id }) },
    {
      name: `allot-${id}`, label: words.allot, ...keyed("t"),
      fields: [{ name: "minutes", label: words.minutes, kind: "number", most: 120, initial: minutes(turn.allottedSeconds) }],
      run: (it) => tell(AllotTime, { input: { request: id, seconds: seconds(it.minutes) ?? 0 } }),
    },
  ];
}

/** Verbs of a waiting request. */
export function ofWaiting(at: At, queued: Floor["speakersQueue"][number]): Verb[] {
  const { hall, words } = at;
  const { id } = queued.request;
  const give: Verb = { name: `give-${id}`, label: words.give, run: () => tell(GiveFloor, { id }) };
  const place: Verb = {
    name: `place-${id}`, label: words.placeRequest,
    fields: [
      { name: "place", label: words.placeNumber, kind: "number", initial: String(queued.place) },
      { name: "reason", label: words.reason, kind: "long" },
    ],
    run: (it) => tell(PlaceRequest, { input: { request: id, place: Number(it.place), reason: it.reason ?? "" } }),
  };
  const free: Verb = { name: `unplace-${id}`, label: words.unplace, run: () => tell(PlaceRequest, { input: { request: id } }) };
  const withdraw: Verb = { name: `withdraw-${id}`, label: words.withdrawRequest, allowed: byRequester(at, queued.request), run: () => tell(WithdrawRequest, { id }) };
  return [...(hall.state === "IN_SESSION" ? [give] : []), place, ...(queued.request.place !== null ? [free] : []), withdraw];
}

// The requester may withdraw a request: anybody who acts for its unit, and the screen of its site.
function byRequester({ hall }: At, { unit, site }: { unit: { code: string } | null; site: { code: string } | null }): Allowed {
  return either(forUnit(unit?.code), atSite(hall.sites.find((it) => it.code === site?.code)?.unit?.code));
}

/** Restores a withdrawn request. */
export const ofWithdrawn = (at: At, id: string): Verb[] =>
  (here(at) ? [{ name: `restore-${id}`, label: at.words.restore, allowed: toRequestFloor, run: () => tell(RestoreRequest, { id }) }] : []);

const minutes = (of: number | null): string => (of === null ? "" : String(Math.round(of / 6) / 10));
