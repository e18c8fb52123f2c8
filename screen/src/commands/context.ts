import type { Conference } from "../reducer";
import type { Messages } from "../i18n.vi";

export type TermLookup = (type: string, value: string) => string;

/** The input of every command: the conference, and the texts in the page's language. */
export interface CommandContext {
  conference: Conference;
  messages: Messages;
  term: TermLookup;
  units: Choice[]; // suggestions
  documents: Choice[]; // of the dataset, to be attached
}

export type Choice = [value: string, label: string];

/** enumChoices returns values of an enum as choices. */
export const enumChoices = ({ term }: CommandContext, type: string, ...values: string[]): Choice[] =>
  values.map((value) => [value, term(type, value)]);

/** choiceLabel returns the label of a choice. */
export const choiceLabel = (choices: Choice[], value: string): string =>
  choices.find(([candidate]) => candidate === value)?.[1] ?? value;

/** siteChoices returns the sites as choices; noSiteLabel is the label for no site. */
export const siteChoices = ({ conference }: CommandContext, noSiteLabel: string): Choice[] => [
  ["", noSiteLabel],
  ...conference.sites.map((site): Choice => [site.code, site.name]),
];
