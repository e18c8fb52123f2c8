// What the signed-in user may do at a conference, according to their grants. It decides only which verbs are
// offered; the server authorises each mutation. The rules are those of internal/conference.
import { nodes } from "../connection_nodes";
import type { GrantFragment, ConferenceSnapshotQuery } from "../generated/api";

export type Grant = GrantFragment;

/** viewerGrants returns the grants of the viewer; none for an anonymous one. */
export const viewerGrants = (viewer: ConferenceSnapshotQuery["viewer"]): Grant[] =>
  viewer.account ? nodes(viewer.account.grants) : [];

interface ConferenceScope {
  code: string;
  schoolYear: string;
  cluster: { number: number } | null;
}

/** Rights are the effect of grants at one conference; units are given by code. */
export interface Rights {
  isMinistry: boolean;
  canDirect: boolean; // may decide whether it takes place: the Ministry and the cluster's head
  canConduct: boolean; // those, the cluster's deputy head, and the conference's secretary
  canPlan: boolean; // may plan some conference
  representedUnits: Set<string>; // units that the user is a delegate or an editor of
  delegateUnits: Set<string>; // units that the user is a delegate of
  screenUnits: Set<string>; // units whose site screen the user is
}

/** computeRights returns the rights at a conference, at an instant. */
export function computeRights(
  grants: Grant[],
  { code, schoolYear, cluster }: ConferenceScope,
  now: number,
): Rights {
  const valid = grants.filter(
    ({ validFrom, validTo }) => Date.parse(validFrom) <= now && !(validTo && Date.parse(validTo) <= now),
  );
  const isOfCluster = (it: Grant) =>
    cluster !== null && it.cluster?.number === cluster.number && it.schoolYear === schoolYear;
  const isOfConference = (it: Grant) => it.conference?.code === code;
  const unitCodes = (matches: (it: Grant) => boolean) =>
    new Set(valid.filter(matches).flatMap((it) => (it.unit ? [it.unit.code] : [])));
  const isMinistry = valid.some((it) => it.role === "MINISTRY");
  const canDirect = isMinistry || valid.some((it) => it.role === "CLUSTER_HEAD" && isOfCluster(it));
  const isDelegate = (it: Grant) => it.role === "DELEGATE" && isOfConference(it);
  const isEditor = (it: Grant) =>
    it.role === "UNIT_EDITOR" && (it.schoolYear === null || it.schoolYear === schoolYear);
  return {
    isMinistry,
    canDirect,
    canConduct:
      canDirect ||
      valid.some(
        (it) =>
          (it.role === "CLUSTER_DEPUTY" && isOfCluster(it)) ||
          (it.role === "SECRETARY" && isOfConference(it)),
      ),
    canPlan: isMinistry || valid.some((it) => it.role === "CLUSTER_HEAD" || it.role === "CLUSTER_DEPUTY"),
    representedUnits: unitCodes((it) => isDelegate(it) || isEditor(it)),
    delegateUnits: unitCodes(isDelegate),
    screenUnits: unitCodes((it) => it.role === "SCREEN" && isOfConference(it)),
  };
}

/** An AccessRule reports whether a verb is offered to a user with these rights. */
export type AccessRule = (rights: Rights) => boolean;

export const allowMinistry: AccessRule = (it) => it.isMinistry;
export const allowDirectors: AccessRule = (it) => it.canDirect;
export const allowConductors: AccessRule = (it) => it.canConduct;
export const allowPlanners: AccessRule = (it) => it.canPlan;
export const allowProposers: AccessRule = (it) => it.canConduct || it.representedUnits.size > 0;
export const allowRequesters: AccessRule = (it) => allowProposers(it) || it.screenUnits.size > 0;

/** allowUnit allows the conductors, and users who act for the unit of a delegate, a report or a request. */
export const allowUnit =
  (unit: string | undefined): AccessRule =>
  (it) =>
    it.canConduct || (unit !== undefined && it.representedUnits.has(unit));

/** allowSiteScreen allows the conductors, and the screen of the unit that hosts a site. */
export const allowSiteScreen =
  (unit: string | undefined): AccessRule =>
  (it) =>
    it.canConduct || (unit !== undefined && it.screenUnits.has(unit));

/** allowDelegate allows only delegates of the unit. */
export const allowDelegate =
  (unit: string | undefined): AccessRule =>
  (it) =>
    unit !== undefined && it.delegateUnits.has(unit);

/** allowAny allows a user if at least one of the rules does. */
export const allowAny =
  (...rules: AccessRule[]): AccessRule =>
  (it) =>
    rules.some((rule) => rule(it));
