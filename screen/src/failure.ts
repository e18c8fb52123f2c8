// Errors of API calls.

/** An error of the API, with a message in the page's language and a code that /docs/errors explains. */
export class Refusal extends Error {
  constructor(message: string, readonly code: string) {
    super(message);
  }
}

/** A network error, or a server that is not available: retryable. */
export class Unreachable extends Error {}

/**
 * toFailure converts what a response or a subscription ended with: its errors, or why there was no response.
 */
export function failure(reason: unknown): Refusal | Unreachable {
  if (!Array.isArray(reason)) return new Unreachable(String(reason));
  const [first]: { message?: string; extensions?: { code?: string } }[] = reason;
  return new Refusal(first?.message ?? "", first?.extensions?.code ?? "INTERNAL");
}
