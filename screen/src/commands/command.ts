// A command is an action that pages offer. It runs exactly one mutation.
import type { AccessRule } from "./rights";

/** One input of a command. */
export interface Field {
  name: string;
  label: string;
  // datetime: a date and time in Vietnam; checkboxes: any of the choices, comma-separated; sites: a tree of
  // sites, as JSON
  kind: "text" | "textarea" | "number" | "date" | "datetime" | "choice" | "checkboxes" | "sites";
  max?: number;
  suggestions?: [value: string, label: string][];
  initial?: string;
  optional?: boolean;
  choices?: [value: string, label: string][];
}

export type Values = Record<string, string>;

export interface Command {
  name: string; // unique on its page, for tests and list keys
  label: string;
  shortcut?: string; // one letter; has an effect while shortcuts are enabled
  variant?: "main" | "danger";
  fields?: Field[];
  warning?: string; // shown in the dialog that confirms it
  access?: AccessRule; // to whom it is offered; the conductors if omitted
  run: (values: Values) => Promise<unknown>;
  describe?: (data: never) => string; // describes the response, if it is more than "done"
}

/** nonEmpty returns a field's trimmed value; null if it is empty. */
export const nonEmpty = (value: string | undefined): string | null => value?.trim() || null;

/** parseMinutes converts minutes to seconds; null if the field is empty. */
export const parseMinutes = (minutes: string | undefined): number | null =>
  nonEmpty(minutes) === null ? null : Math.round(Number(minutes) * 60);

/** parseInteger returns a field's value as an integer; null if it is empty. */
export const parseInteger = (value: string | undefined): number | null =>
  nonEmpty(value) === null ? null : Math.round(Number(value));

/** parseList splits a comma-separated value. */
export const parseList = (value: string | undefined): string[] =>
  (value ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
