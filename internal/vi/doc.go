// Package vi owns the Vietnamese conventions and the exact values that the
// record is made of: school years, dates with a precision, decimals, vi-VN
// numbers, stated figures, and names folded for search and sorting.
//
// It never touches a database, the network, a clock or a context, and knows
// neither ent nor gqlgen: its scalars only have the methods (Scan, Value,
// MarshalGQL, UnmarshalGQL) that those look for.
//
// Invariants:
//   - no stated figure is ever a float; a value that does not fit is refused,
//     never rounded (Percent, which computes, is the one that rounds);
//   - every strict reader (Parse…) accepts one spelling of a value, so what it
//     accepts is what String gives back; lenient readers are called Read…;
//   - a reader that is not sure refuses: a wrong number is worse than none;
//   - a refusal is an *Error and never repeats the input, so it can be logged
//     and shown to anybody.
package vi
