// Package fault owns the errors that clients can see: a closed set of sentinels, declared in the tables, each
// with a permanent code, a kind, texts in Vietnamese and English, a cause and a remedy.
//
// It never logs, never translates messages of other packages, and never exposes the wrapped error: Error is
// for the log, Text for the client.
//
// Invariants:
//   - a code is UPPER_SNAKE and declared once; clients get INTERNAL for any other error;
//   - both texts of a sentinel have the same {parameters};
//   - a client receives only parameters that the sentinel declares;
//   - the text of INTERNAL contains only the id of the log entry.
//
// A fault is created from its sentinel and matched by sentinel or kind:
//
//	return fault.PageSize.With("argument", "first", "min", 0, "max", 100, "value", 200)
//	return fault.Conflict.Wrap(err)
//
//	errors.Is(err, fault.Conflict)
//	errors.Is(err, fault.KindUnavailable)
//	f, ok := fault.FromError(err)
package fault
