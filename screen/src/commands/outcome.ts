/** The outcome of a command that has run. */
export interface Outcome {
  commandLabel: string;
  description?: string; // of a success
  errorCode?: string;
  errorMessage?: string; // only of a failure
}

/** A repeated outcome has another number, so it is rendered anew and screen readers announce it again. */
export type NumberedOutcome = Outcome & { number: number };
