// How asking the API fails.

/** What the API refused, with a message in the reader's language and a code that /docs/errors explains. */
export class Refusal extends Error {
  constructor(message: string, readonly code: string) {
    super(message);
  }
}

/** The network, or a server that is not up: to be tried again. */
export class Unreachable extends Error {}

/** failure is what an answer or a subscription ended with: its errors, or why there was none. */
export function failure(reason: unknown): Refusal | Unreachable {
  if (!Array.isArray(reason)) return new Unreachable(String(reason));
  const [first]: { message?: string; extensions?: { code?: string } }[] = reason;
  return new Refusal(first?.message ?? "", first?.extensions?.code ?? "INTERNAL");
}
