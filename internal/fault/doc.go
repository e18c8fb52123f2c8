// Package fault owns what can go wrong, as far as anybody outside is told: a
// closed set of sentinels, declared in the tables, each with a code that never
// changes, a kind, its text in Vietnamese and English, a cause and a remedy.
//
// It never logs, never translates what other packages say, and never shows the
// error behind a fault: that is for the log alone (Error), not for the client
// (Text).
//
// Invariants:
//   - a code is UPPER_SNAKE and declared once; what is not declared here is
//     INTERNAL to a client;
//   - both texts of a sentinel have the same {parameters};
//   - a client is only told the parameters that the sentinel declares;
//   - the text of INTERNAL says nothing but the id under which the log has it.
//
// A fault is made from its sentinel and found again by it, or by its kind:
//
//	return fault.PageSize.With("argument", "first", "max", 100)
//	return fault.Conflict.Because(err)
//
//	errors.Is(err, fault.Conflict)
//	errors.Is(err, fault.KindUnavailable)
//	f, ok := fault.As(err)
package fault
