// A verb as the control page offers it. What it does is one mutation of the API, and nothing else.
import type { Allowed } from "./rights";

/** One thing that a verb is told. */
export interface Field {
  name: string;
  label: string;
  // moment: a day and time in Vietnam; several: any of the choices, with commas between; sites: a tree of them, as JSON
  kind: "text" | "long" | "number" | "date" | "moment" | "choice" | "several" | "sites";
  most?: number;
  suggestions?: [value: string, label: string][];
  initial?: string;
  optional?: boolean;
  choices?: [value: string, label: string][];
}

export type Values = Record<string, string>;

export interface Verb {
  name: string; // unique on its page, for tests and for keys of lists
  label: string;
  key?: string; // shortcut: one letter, where the page's shortcuts are on
  look?: "main" | "grave";
  fields?: Field[];
  warning?: string; // asked before it is done
  allowed?: Allowed; // to whom it is offered; to those who conduct, if not given
  run: (values: Values) => Promise<unknown>;
  says?: (answer: never) => string; // what is told of the answer, where it is more than that it was done
}

/** filled is what was typed, without what was left empty. */
export const filled = (value: string | undefined): string | null => value?.trim() || null;

/** seconds is what was typed as minutes; null where nothing was. */
export const seconds = (minutes: string | undefined): number | null => (filled(minutes) === null ? null : Math.round(Number(minutes) * 60));

/** whole is what was typed as a whole number; null where nothing was. */
export const whole = (value: string | undefined): number | null => (filled(value) === null ? null : Math.round(Number(value)));

/** list is what was typed with commas between. */
export const list = (value: string | undefined): string[] => (value ?? "").split(",").map((it) => it.trim()).filter(Boolean);
