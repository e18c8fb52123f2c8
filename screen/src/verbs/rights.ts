// What the signed-in user may do at a conference, according to their grants. It decides only which verbs are
// offered; the server authorises each mutation. The rules are those of internal/conference.
import { rows } from "../rows";
import type { GrantFragment, HallQuery } from "../generated/api";

export type Grant = GrantFragment;

/** grantsOf returns the grants of the viewer; none for an anonymous one. */
export const grantsOf = (viewer: HallQuery["viewer"]): Grant[] => (viewer.account ? rows(viewer.account.grants) : []);

interface Conference {
  code: string;
  schoolYear: string;
  cluster: { number: number } | null;
}

/** Rights are the effect of grants at one conference; units are given by code. */
export interface Rights {
  ministry: boolean;
  directs: boolean; // decides whether it takes place: the Ministry and the cluster's head
  conducts: boolean; // those, the cluster's deputy head, and the conference's secretary
  plans: boolean; // may plan some conference
  speaksFor: Set<string>; // units that the user is a delegate or an editor of
  delegateOf: Set<string>; // units that the user is a delegate of
  screenOf: Set<string>; // units whose site screen the user is
}

/** rightsAt returns the rights at a conference, at an instant. */
export function rightsAt(grants: Grant[], { code, schoolYear, cluster }: Conference, now: number): Rights {
  const valid = grants.filter(({ validFrom, validTo }) => Date.parse(validFrom) <= now && !(validTo && Date.parse(validTo) <= now));
  const ofCluster = (it: Grant) => cluster !== null && it.cluster?.number === cluster.number && it.schoolYear === schoolYear;
  const here = (it: Grant) => it.conference?.code === code;
  const units = (of: (it: Grant) => boolean) => new Set(valid.filter(of).flatMap((it) => (it.unit ? [it.unit.code] : [])));
  const ministry = valid.some((it) => it.role === "MINISTRY");
  const directs = ministry || valid.some((it) => it.role === "CLUSTER_HEAD" && ofCluster(it));
  const delegate = (it: Grant) => it.role === "DELEGATE" && here(it);
  const editor = (it: Grant) => it.role === "UNIT_EDITOR" && (it.schoolYear === null || it.schoolYear === schoolYear);
  return {
    ministry,
    directs,
    conducts: directs || valid.some((it) => (it.role === "CLUSTER_DEPUTY" && ofCluster(it)) || (it.role === "SECRETARY" && here(it))),
    plans: ministry || valid.some((it) => it.role === "CLUSTER_HEAD" || it.role === "CLUSTER_DEPUTY"),
    speaksFor: units((it) => delegate(it) || editor(it)),
    delegateOf: units(delegate),
    screenOf: units((it) => it.role === "SCREEN" && here(it)),
  };
}

/** Allowed reports whether a verb is offered to a user with these rights. */
export type Allowed = (rights: Rights) => boolean;

export const toMinistry: Allowed = (it) => it.ministry;
export const toDirect: Allowed = (it) => it.directs;
export const toConduct: Allowed = (it) => it.conducts;
export const toPlan: Allowed = (it) => it.plans;
export const toPropose: Allowed = (it) => it.conducts || it.speaksFor.size > 0;
export const toRequestFloor: Allowed = (it) => toPropose(it) || it.screenOf.size > 0;

/** forUnit allows the conductors, and users who act for the unit of a delegate, a report or a request. */
export const forUnit = (unit: string | undefined): Allowed => (it) => it.conducts || (unit !== undefined && it.speaksFor.has(unit));

/** atSite allows the conductors, and the screen of the unit that hosts a site. */
export const atSite = (unit: string | undefined): Allowed => (it) => it.conducts || (unit !== undefined && it.screenOf.has(unit));

/** delegateOnly allows only delegates of the unit. */
export const byDelegate = (unit: string | undefined): Allowed => (it) => unit !== undefined && it.delegateOf.has(unit);

/** anyOf allows a user if at least one of the rules does. */
export const either = (...rules: Allowed[]): Allowed => (it) => rules.some((rule) => rule(it));
