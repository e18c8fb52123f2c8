// A conference at a position. Pages after the first one are read later; changes in between are repeated by
// the events, without an effect.
import { execute } from "./api";
import { ApiError } from "./errors";
import { initialConference, type Conference } from "./reducer";
import { viewerGrants } from "./commands/rights";
import {
  ConferenceSnapshot,
  MoreSites,
  AttendanceRoll,
  type DelegateFragment,
  type SiteFragment,
} from "./generated/api";
import { nodes } from "./connection_nodes";

interface Connection<T> {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  edges: ({ node: T | null } | null)[] | null;
}

/** fetchSnapshot fetches a conference, with its roll if requested. Throws ApiError or UnreachableError. */
export async function fetchSnapshot(
  code: string,
  withRoll: boolean,
): Promise<{ conference: Conference; position: string }> {
  const { viewer, conference: found } = await execute(ConferenceSnapshot, { code });
  const conference = requireFound(found);
  const delegates = withRoll
    ? await fetchAllPages<DelegateFragment>(
        null,
        async (after) =>
          requireFound((await execute(AttendanceRoll, { code, after })).conference).attendances,
      )
    : [];
  const sites = await fetchAllPages<SiteFragment>(
    conference.sites,
    async (after) => requireFound((await execute(MoreSites, { code, after })).conference).sites,
  );
  return {
    conference: initialConference(conference, delegates, sites, viewerGrants(viewer)),
    position: conference.position,
  };
}

function requireFound<T>(conference: T | null): T {
  if (!conference) throw new ApiError("", "NOT_FOUND");
  return conference;
}

/** fetchAllPages returns the nodes of all pages of a connection, after its first one if that is given. */
export async function fetchAllPages<T>(
  firstPage: Connection<T> | null,
  fetchPage: (after: string | null) => Promise<Connection<T>>,
): Promise<T[]> {
  let page = firstPage ?? (await fetchPage(null));
  const all = nodes(page);
  while (page.pageInfo.hasNextPage) {
    page = await fetchPage(page.pageInfo.endCursor);
    all.push(...nodes(page));
  }
  return all;
}
