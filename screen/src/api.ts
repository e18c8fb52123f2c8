// Queries and mutations: POST /graphql with the current token and language. Subscriptions are in socket.ts.
import { currentLanguage } from "./i18n";
import { toError, UnreachableError } from "./errors";
import { backoff, isRetryable } from "./retry";
import type { Operation } from "./operation";
import { observeServerTime } from "./server_clock";
import { token } from "./token";

interface GraphQLResponse<Data> {
  data?: Data;
  errors?: unknown[];
}

/** execute runs a query or a mutation. Throws ApiError or UnreachableError. */
export async function execute<Data, Variables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  headers: Record<string, string> = {},
): Promise<Data> {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json", // errors come with status 200: browsers log other statuses as failures
      "Accept-Language": currentLanguage(),
      ...(token() && { Authorization: `Bearer ${token()}` }),
      ...headers,
    },
    body: JSON.stringify({ query: operation.text, variables }),
  }).catch((error) => {
    throw new UnreachableError(String(error));
  });
  observeServerTime(response.headers.get("Date"));
  const body: GraphQLResponse<Data> | null = await response.json().catch(() => null);
  if (body?.errors?.length) throw toError(body.errors);
  if (!body?.data) throw new UnreachableError(`HTTP ${response.status}`);
  return body.data;
}

const maxAttempts = 4;

/**
 * mutate runs a mutation and retries it after network and other transient errors. Each attempt has the same
 * Idempotency-Key, so that the mutation takes effect once; if a response was lost, the first attempt may
 * still be running. Throws ApiError or UnreachableError.
 */
export async function mutate<Data, Variables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const key = newIdempotencyKey();
  for (let attempt = 1; ; attempt++) {
    try {
      return await execute(operation, variables, { "Idempotency-Key": key });
    } catch (error) {
      if (!isRetryable(error) || attempt === maxAttempts) throw error;
      await backoff(attempt - 1);
    }
  }
}

// crypto.randomUUID does not exist on a page that was loaded over plain HTTP from another machine, as in a
// hall.
function newIdempotencyKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
