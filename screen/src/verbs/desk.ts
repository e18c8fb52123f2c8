import type { Hall } from "../fold";
import type { Words } from "../words";

export type Term = (type: string, value: string) => string;

/** The input of every verb: the conference, and the texts in the page's language. */
export interface At {
  hall: Hall;
  words: Words;
  term: Term;
  units: Choice[]; // suggestions
  documents: Choice[]; // of the dataset, to be attached
}

export type Choice = [value: string, label: string];

/** enumChoices returns values of an enum as choices. */
export const terms = ({ term }: At, type: string, ...values: string[]): Choice[] => values.map((it) => [it, term(type, it)]);

/** choiceLabel returns the label of a choice. */
export const named = (choices: Choice[], value: string): string => choices.find(([it]) => it === value)?.[1] ?? value;

/** siteChoices returns the sites as choices; none is the label for no site. */
export const places = ({ hall }: At, none: string): Choice[] => [["", none], ...hall.sites.map((it): Choice => [it.code, it.name])];

/** isOpen reports whether attendees can check in and request the floor. */
export const here = ({ hall }: At): boolean => ["OPEN", "IN_SESSION", "ON_BREAK"].includes(hall.state);

/** hasEnded reports whether the conference cannot change any more. */
export const ended = ({ hall }: At): boolean => hall.state === "CLOSED" || hall.state === "CANCELLED";
