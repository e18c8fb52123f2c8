// A conference at a position. Pages after the first one are read later; changes in between are repeated by
// the events, without an effect.
import { ask } from "./api";
import { Refusal } from "./failure";
import { opened, type Hall } from "./fold";
import { grantsOf } from "./verbs/rights";
import { Hall as Snapshot, MoreSites, Roll, type DelegateFragment, type PlaceFragment } from "./generated/api";
import { rows } from "./rows";

interface Connection<T> {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  edges: ({ node: T | null } | null)[] | null;
}

/** fetchSnapshot fetches a conference, with its roll if requested. Throws Refusal or Unreachable. */
export async function snapshot(code: string, roll: boolean): Promise<{ hall: Hall; position: string }> {
  const { viewer, conference: found } = await ask(Snapshot, { code });
  const conference = there(found);
  const delegates = roll
    ? await pages<DelegateFragment>(null, async (after) => there((await ask(Roll, { code, after })).conference).attendances)
    : [];
  const sites = await pages<PlaceFragment>(conference.sites, async (after) => there((await ask(MoreSites, { code, after })).conference).sites);
  return { hall: opened(conference, delegates, sites, grantsOf(viewer)), position: conference.position };
}

function there<T>(conference: T | null): T {
  if (!conference) throw new Refusal("", "NOT_FOUND");
  return conference;
}

/** fetchAllPages returns the nodes of all pages of a connection, after its first one if that is given. */
export async function pages<T>(first: Connection<T> | null, next: (after: string | null) => Promise<Connection<T>>): Promise<T[]> {
  let page = first ?? await next(null);
  const all = rows(page);
  while (page.pageInfo.hasNextPage) {
    page = await next(page.pageInfo.endCursor);
    all.push(...rows(page));
  }
  return all;
}
