// Package telemetry owns what the operator watches: the metrics for Prometheus and the traces for OpenTelemetry. Other
// rooms know neither; they tell what happens through hooks of their own (transport.Watcher, gqlgen's extensions,
// store.Observer), and what is told here is counted and traced.
//
// It never changes an answer, never fails a request, and writes no log of its own.
//
// Invariants, each held by a test:
//   - no label has more values than we have names for: what a client can choose (methods, operation names) becomes
//     "other" past a bound;
//   - neither metrics nor spans hold variables, arguments of statements, query strings, headers or tokens;
//   - nothing is global: each [Telemetry] has its own registry and its own provider;
//   - what is off is not called at all.
package telemetry
