// What who is signed in may do at a conference, as their grants say. It decides which verbs are offered; whether one is
// carried out is decided by the server. The rules are those of internal/conference.
import { rows } from "../rows";
import type { GrantFragment, HallQuery } from "../generated/api";

export type Grant = GrantFragment;

/** grantsOf are the grants of who is signed in; an anonymous reader has none. */
export const grantsOf = (viewer: HallQuery["viewer"]): Grant[] => (viewer.account ? rows(viewer.account.grants) : []);

interface Conference {
  code: string;
  schoolYear: string;
  cluster: { number: number } | null;
}

/** Rights are what grants come to at one conference; units are given by their codes. */
export interface Rights {
  ministry: boolean;
  directs: boolean; // whether the conference takes place at all is theirs to say: the Ministry and the cluster's head
  conducts: boolean; // those, the cluster's deputy head, and the secretary of the conference
  plans: boolean; // who may plan some conference
  speaksFor: Set<string>; // units whose delegates or editors they are
  delegateOf: Set<string>; // units whose delegates they are
  screenOf: Set<string>; // units whose site they show
}

/** rightsAt is what grants come to at a conference, at a moment. */
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

/** Allowed tells whether a verb is offered to who has these rights. */
export type Allowed = (rights: Rights) => boolean;

export const toMinistry: Allowed = (it) => it.ministry;
export const toDirect: Allowed = (it) => it.directs;
export const toConduct: Allowed = (it) => it.conducts;
export const toPlan: Allowed = (it) => it.plans;
export const toPropose: Allowed = (it) => it.conducts || it.speaksFor.size > 0;
export const toRequestFloor: Allowed = (it) => toPropose(it) || it.screenOf.size > 0;

/** forUnit is for those who conduct, and for who acts for the unit of a delegate, a report or a request. */
export const forUnit = (unit: string | undefined): Allowed => (it) => it.conducts || (unit !== undefined && it.speaksFor.has(unit));

/** atSite is for those who conduct, and for the screen of the unit that runs a site. */
export const atSite = (unit: string | undefined): Allowed => (it) => it.conducts || (unit !== undefined && it.screenOf.has(unit));

/** byDelegate is for the unit's delegates alone. */
export const byDelegate = (unit: string | undefined): Allowed => (it) => unit !== undefined && it.delegateOf.has(unit);

/** either is for who may by one or the other. */
export const either = (...rules: Allowed[]): Allowed => (it) => rules.some((rule) => rule(it));
