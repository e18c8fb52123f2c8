// Package transport owns GraphQL over HTTP, WebSocket and server-sent events: how a request becomes an operation, how a
// response becomes bytes and a status, and the door before both (request ids, headers, CORS, CSRF, compression).
//
// It never parses or executes GraphQL (gqlgen's executor does), never presents an error of an operation (graph does),
// and knows no rows, no SQL and no viewer's rights.
//
// Invariants, each held by a test:
//   - to the letter of the GraphQL-over-HTTP specification, by all audits of the npm package graphql-http;
//   - every refusal before execution is a GraphQL error result: a code, its parameters, and a text in the client's
//     language; nothing that was sent comes back in it;
//   - GET changes nothing, and no page of another origin can POST unless its origin is configured;
//   - a socket follows graphql-transport-ws to the letter, and an event stream graphql-sse; what ends either for a reason
//     that coming back mends ends so that stock clients do;
//   - after complete nothing more is written for an id; what one watcher does not read is in nobody else's way, costs no
//     memory, and ends with the deadline of a write;
//   - what a request may cost before its operation is looked at is bounded: bytes, and time.
package transport
