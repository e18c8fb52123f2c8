// Package telemetry provides the metrics for Prometheus and the traces for OpenTelemetry. Other packages
// depend on neither: they call hooks of their own (transport.Observer, gqlgen's extensions, store.Observer),
// which this package implements.
//
// It never changes a response, fails a request or writes a log message.
//
// Invariants, each with a test:
//   - Labels have a bounded number of values: those that a client can choose (methods, operation names)
//     become "other" beyond the bound.
//   - Metrics and spans contain no variables, arguments of statements, query strings, headers or tokens.
//   - Nothing is global: each [Telemetry] has its own registry and provider.
//   - Disabled hooks are not called.
package telemetry
