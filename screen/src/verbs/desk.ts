import type { Hall } from "../fold";
import type { Words } from "../words";

export type Term = (type: string, value: string) => string;

/** What every verb is made of: the conference, and how it is spoken of. */
export interface At {
  hall: Hall;
  words: Words;
  term: Term;
  units: Choice[]; // to be suggested
  documents: Choice[]; // of the record, to be had at hand
}

export type Choice = [value: string, label: string];

/** terms are values of an enum to choose from. */
export const terms = ({ term }: At, type: string, ...values: string[]): Choice[] => values.map((it) => [it, term(type, it)]);

/** named is what one of the choices is called. */
export const named = (choices: Choice[], value: string): string => choices.find(([it]) => it === value)?.[1] ?? value;

/** places are the sites to choose from; none is the word for no site. */
export const places = ({ hall }: At, none: string): Choice[] => [["", none], ...hall.sites.map((it): Choice => [it.code, it.name])];

/** here tells whether a state lets people come and go, and ask for the floor. */
export const here = ({ hall }: At): boolean => ["OPEN", "IN_SESSION", "ON_BREAK"].includes(hall.state);

/** ended tells whether nothing of the conference changes any more. */
export const ended = ({ hall }: At): boolean => hall.state === "CLOSED" || hall.state === "CANCELLED";
