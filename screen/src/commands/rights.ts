// What the signed-in user may do at a conference, according to their grants. It decides only which commands are
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
  const isOfCluster = (grant: Grant) =>
    cluster !== null && grant.cluster?.number === cluster.number && grant.schoolYear === schoolYear;
  const isOfConference = (grant: Grant) => grant.conference?.code === code;
  const unitCodes = (matches: (grant: Grant) => boolean) =>
    new Set(valid.filter(matches).flatMap((grant) => (grant.unit ? [grant.unit.code] : [])));
  const isMinistry = valid.some((grant) => grant.role === "MINISTRY");
  const canDirect = isMinistry || valid.some((grant) => grant.role === "CLUSTER_HEAD" && isOfCluster(grant));
  const isDelegate = (grant: Grant) => grant.role === "DELEGATE" && isOfConference(grant);
  const isEditor = (grant: Grant) =>
    grant.role === "UNIT_EDITOR" && (grant.schoolYear === null || grant.schoolYear === schoolYear);
  return {
    isMinistry,
    canDirect,
    canConduct:
      canDirect ||
      valid.some(
        (grant) =>
          (grant.role === "CLUSTER_DEPUTY" && isOfCluster(grant)) ||
          (grant.role === "SECRETARY" && isOfConference(grant)),
      ),
    canPlan:
      isMinistry || valid.some((grant) => grant.role === "CLUSTER_HEAD" || grant.role === "CLUSTER_DEPUTY"),
    representedUnits: unitCodes((grant) => isDelegate(grant) || isEditor(grant)),
    delegateUnits: unitCodes(isDelegate),
    screenUnits: unitCodes((grant) => grant.role === "SCREEN" && isOfConference(grant)),
  };
}

/** An AccessRule reports whether a command is offered to a user with these rights. */
export type AccessRule = (rights: Rights) => boolean;

export const allowMinistry: AccessRule = (rights) => rights.isMinistry;
export const allowDirectors: AccessRule = (rights) => rights.canDirect;
export const allowConductors: AccessRule = (rights) => rights.canConduct;
export const allowPlanners: AccessRule = (rights) => rights.canPlan;
export const allowProposers: AccessRule = (rights) => rights.canConduct || rights.representedUnits.size > 0;
export const allowRequesters: AccessRule = (rights) => allowProposers(rights) || rights.screenUnits.size > 0;

/** allowUnit allows the conductors, and users who act for the unit of a delegate, a report or a request. */
export const allowUnit =
  (unit: string | undefined): AccessRule =>
  (rights) =>
    rights.canConduct || (unit !== undefined && rights.representedUnits.has(unit));

/** allowSiteScreen allows the conductors, and the screen of the unit that hosts a site. */
export const allowSiteScreen =
  (unit: string | undefined): AccessRule =>
  (rights) =>
    rights.canConduct || (unit !== undefined && rights.screenUnits.has(unit));

/** allowDelegate allows only delegates of the unit. */
export const allowDelegate =
  (unit: string | undefined): AccessRule =>
  (rights) =>
    unit !== undefined && rights.delegateUnits.has(unit);

/** allowAny allows a user if at least one of the rules does. */
export const allowAny =
  (...rules: AccessRule[]): AccessRule =>
  (rights) =>
    rules.some((rule) => rule(rights));
