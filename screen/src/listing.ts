// The conferences of the front page, sorted, with the addresses of their pages. Pure except for fetchListing.
import { ask } from "./api";
import { Listing, type ListedFragment } from "./generated/api";
import { plays, type Play } from "./play";
import { pages } from "./snapshot";

/**
 * A conference, and the code in the addresses of its pages: its own, or that of the series that it is the
 * newest of.
 */
export interface Listed extends ListedFragment {
  address: string;
}

export const running = ({ state }: { state: string }): boolean => ["OPEN", "IN_SESSION", "ON_BREAK"].includes(state);
const coming = ({ state }: { state: string }): boolean => state === "PLANNED" || state === "POSTPONED";

/**
 * sortListing sorts conferences: live ones, upcoming ones, those of the dataset, and last an ended demo
 * conference. Only the newest conference of each demo series is listed, or they would soon push the dataset
 * off the page.
 */
export function listed(all: ListedFragment[], series: Play[]): Listed[] {
  const earlier = new Set(series.flatMap((it) => it.earlier));
  const newest = new Map(series.map((it) => [it.code, it.series]));
  const rank = (it: ListedFragment) => (running(it) ? 0 : coming(it) ? 1 : newest.has(it.code) ? 3 : 2);
  return all.filter((it) => !earlier.has(it.code))
    .map((it) => ({ ...it, address: newest.get(it.code) ?? it.code }))
    .sort((a, b) => rank(a) - rank(b) || b.schoolYear.localeCompare(a.schoolYear) || (b.heldOn ?? "").localeCompare(a.heldOn ?? ""));
}

/** fetchListing fetches the conferences. Throws Refusal or Unreachable. */
export async function listing(): Promise<Listed[]> {
  const series = await plays(); // first: a demo conference that starts meanwhile must not appear as a real one
  const all = await pages<ListedFragment>(null, async (after) => (await ask(Listing, { after })).conferences);
  return listed(all, series ?? []);
}
