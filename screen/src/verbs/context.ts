import type { Conference } from "../reducer";
import type { Messages } from "../i18n.vi";

export type TermLookup = (type: string, value: string) => string;

/** The input of every verb: the conference, and the texts in the page's language. */
export interface VerbContext {
  conference: Conference;
  messages: Messages;
  term: TermLookup;
  units: Choice[]; // suggestions
  documents: Choice[]; // of the dataset, to be attached
}

export type Choice = [value: string, label: string];

/** enumChoices returns values of an enum as choices. */
export const enumChoices = ({ term }: VerbContext, type: string, ...values: string[]): Choice[] =>
  values.map((it) => [it, term(type, it)]);

/** choiceLabel returns the label of a choice. */
export const choiceLabel = (choices: Choice[], value: string): string =>
  choices.find(([it]) => it === value)?.[1] ?? value;

/** siteChoices returns the sites as choices; noSiteLabel is the label for no site. */
export const siteChoices = ({ conference }: VerbContext, noSiteLabel: string): Choice[] => [
  ["", noSiteLabel],
  ...conference.sites.map((it): Choice => [it.code, it.name]),
];

/** isLive reports whether attendees can check in and request the floor. */
export const isLive = ({ conference }: VerbContext): boolean =>
  ["OPEN", "IN_SESSION", "ON_BREAK"].includes(conference.state);

/** hasEnded reports whether the conference cannot change any more. */
export const hasEnded = ({ conference }: VerbContext): boolean =>
  conference.state === "CLOSED" || conference.state === "CANCELLED";
