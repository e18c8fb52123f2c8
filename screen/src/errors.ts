// Errors of API calls.

/** An error of the API, with a message in the page's language and a code that /docs/errors explains. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
  }
}

/** A network error, or a server that is not available: retryable. */
export class UnreachableError extends Error {}

/**
 * toError converts what a response or a subscription ended with: its errors, or why there was no response.
 */
export function toError(reason: unknown): ApiError | UnreachableError {
  if (!Array.isArray(reason)) return new UnreachableError(String(reason));
  const [first]: { message?: string; extensions?: { code?: string } }[] = reason;
  return new ApiError(first?.message ?? "", first?.extensions?.code ?? "INTERNAL");
}
