// A verb as the control page offers it. What it does is one mutation of the API, and nothing else.

/** One thing that a verb is told. */
export interface Field {
  name: string;
  label: string;
  kind: "text" | "long" | "number" | "date" | "choice";
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
  run: (values: Values) => Promise<unknown>;
}

/** filled is what was typed, without what was left empty. */
export const filled = (value: string | undefined): string | null => value?.trim() || null;
