// The conferences of the front page, sorted, with the addresses of their pages. Pure except for
// fetchConferenceList.
import { execute } from "./api";
import { isOngoing, isUpcoming } from "./conference_state";
import { ConferenceList, type ConferenceSummaryFragment } from "./generated/api";
import { fetchDemoSeries, type DemoSeries } from "./demo_series";
import { fetchAllPages } from "./snapshot";

/**
 * A conference, and the code in the addresses of its pages: its own, or that of the series that it is the
 * newest of.
 */
export interface ListedConference extends ConferenceSummaryFragment {
  address: string;
}

/**
 * sortConferences sorts conferences: ongoing ones, upcoming ones, those of the dataset, and last an ended demo
 * conference. Only the newest conference of each demo series is listed, or they would soon push the dataset
 * off the page.
 */
export function sortConferences(
  conferences: ConferenceSummaryFragment[],
  series: DemoSeries[],
): ListedConference[] {
  const earlier = new Set(series.flatMap((demo) => demo.earlier));
  const newest = new Map(series.map((demo) => [demo.code, demo.series]));
  const rank = (conference: ConferenceSummaryFragment) =>
    isOngoing(conference) ? 0 : isUpcoming(conference) ? 1 : newest.has(conference.code) ? 3 : 2;
  return conferences
    .filter((conference) => !earlier.has(conference.code))
    .map((conference) => ({ ...conference, address: newest.get(conference.code) ?? conference.code }))
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        b.schoolYear.localeCompare(a.schoolYear) ||
        (b.heldOn ?? "").localeCompare(a.heldOn ?? ""),
    );
}

/** fetchConferenceList fetches the conferences. Throws ApiError or UnreachableError. */
export async function fetchConferenceList(): Promise<ListedConference[]> {
  // The series are fetched first: a demo conference that starts meanwhile must not appear as a real one.
  const series = await fetchDemoSeries();
  const conferences = await fetchAllPages<ConferenceSummaryFragment>(
    null,
    async (after) => (await execute(ConferenceList, { after })).conferences,
  );
  return sortConferences(conferences, series ?? []);
}
