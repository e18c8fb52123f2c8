// What the state of a conference implies.
import type { ConferenceState } from "./generated/api";

/** isOngoing reports whether attendees can check in and request the floor, sessions and breaks included. */
export const isOngoing = ({ state }: { state: ConferenceState }): boolean =>
  state === "OPEN" || state === "IN_SESSION" || state === "ON_BREAK";

/** isUpcoming reports whether a conference has not been opened, and is not cancelled. */
export const isUpcoming = ({ state }: { state: ConferenceState }): boolean =>
  state === "PLANNED" || state === "POSTPONED";

/** hasEnded reports whether a conference cannot change any more. */
export const hasEnded = ({ state }: { state: ConferenceState }): boolean =>
  state === "CLOSED" || state === "CANCELLED";
