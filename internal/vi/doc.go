// Package vi owns Vietnamese conventions and the exact values of the record: school years, dates with a
// precision, decimals, vi-VN numbers, stated figures, and names folded for search and sorting.
//
// It never uses a database, the network, a clock or a context, and knows neither ent nor gqlgen: its scalars
// only have the methods that those look for (Scan, Value, MarshalGQL, UnmarshalGQL).
//
// Invariants:
//   - a stated figure is never a float; a value that does not fit is rejected, never rounded (only Percent,
//     which computes, rounds);
//   - every strict parser (Parse…) accepts exactly one spelling of a value, the one that String returns;
//     lenient parsers are called Read…;
//   - a parser that is not sure returns an error: a wrong number is worse than none;
//   - an error is an *Error and never repeats the input, so it can be logged and shown to anybody.
package vi
