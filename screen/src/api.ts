// Queries and mutations: POST /graphql with the current token and language. Subscriptions are in socket.ts.
import { language } from "./words";
import { failure, Unreachable } from "./failure";
import { passes, rest } from "./retry";
import { token } from "./token";
import * as clock from "./clock";

/** An operation with the types of its response and variables; types.mjs generates them. */
export interface Operation<Answer, Variables> {
  text: string;
  types?: (variables: Variables) => Answer;
}

interface Answered<Answer> {
  data?: Answer;
  errors?: unknown[];
}

/** execute runs a query or a mutation. Throws Refusal or Unreachable. */
export async function ask<Answer, Variables>(
  operation: Operation<Answer, Variables>, variables: Variables, headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json", // errors come with status 200: browsers log other statuses as failures
      "Accept-Language": language(),
      ...(token() && { Authorization: `Bearer ${token()}` }),
      ...headers,
    },
    body: JSON.stringify({ query: operation.text, variables }),
  }).catch((reason) => { throw new Unreachable(String(reason)); });
  clock.heard(response.headers.get("Date"));
  const answer: Answered<Answer> | null = await response.json().catch(() => null);
  if (answer?.errors?.length) throw failure(answer.errors);
  if (!answer?.data) throw new Unreachable(`HTTP ${response.status}`);
  return answer.data;
}

const tries = 4;

/**
 * mutate runs a mutation and retries it after network and other transient errors. Each attempt has the same
 * Idempotency-Key, so that the mutation takes effect once; if a response was lost, the first attempt may
 * still be running. Throws Refusal or Unreachable.
 */
export async function tell<Answer, Variables>(operation: Operation<Answer, Variables>, variables: Variables): Promise<Answer> {
  const key = freshKey();
  for (let n = 1; ; n++) {
    try {
      return await ask(operation, variables, { "Idempotency-Key": key });
    } catch (reason) {
      if (!passes(reason) || n === tries) throw reason;
      await rest(n - 1);
    }
  }
}

// crypto.randomUUID does not exist on a page that was loaded over plain HTTP from another machine, as in a
// hall.
function freshKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
}
