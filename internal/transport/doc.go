// Package transport implements GraphQL over HTTP, WebSocket and server-sent events: how a request becomes an
// operation, how a response becomes bytes and a status, and the HTTP middleware before both (request ids,
// headers, CORS, CSRF, rate limits, compression).
//
// It never parses or executes GraphQL (gqlgen's executor does), never presents an error of an operation
// (graph does), and knows no rows, no SQL and no permissions of viewers.
//
// Invariants, each verified by a test:
//   - it follows the GraphQL-over-HTTP specification strictly, by all audits of the npm package
//     graphql-http;
//   - every rejection before execution is a GraphQL error result: a code, its parameters, and a message
//     in the client's language; it echoes no input;
//   - GET changes nothing, and a page of another origin can POST only if its origin is configured;
//   - a socket follows graphql-transport-ws strictly, and an event stream graphql-sse; either ends for a
//     transient reason so that standard clients reconnect;
//   - after complete nothing more is written for an id; a subscriber that does not read delays no other,
//     has bounded buffers, and is disconnected at the write deadline;
//   - the bytes and the time of a request before its operation is checked are bounded.
package transport
