// Package guard owns the bounds of what a single operation may ask for: one check of every document and of its
// variables, before anything that takes more than linear time sees them (GraphQL's validation compares fields in
// pairs; execution multiplies pages), over every transport.
//
// The package also has the rate limits (till.go), which charge operations their cost over time, and the
// limits of operations that are executed at once (executing.go).
//
// What an operation costs is estimated (cost.go) from its document, its variables and two tables: how many
// rows a stored type has (types.go), and the work of a field that its selections do not show (works.go). The
// numbers of the tables are constants, measured on generated data of the country's size; on a larger database
// operations cost more than the estimate. TestPricesFollowTheWork in graph compares every number with counted
// statements, rows and bytes.
//
// It never runs, rewrites or validates an operation, never reads the database, and looks at who is asking only to take from
// their bucket and to keep a private schema: what is malformed or not valid is left to the parser and the validation.
//
// Invariants:
//   - the work is linear in the text, up to the limits: a text is read as tokens first, and not parsed if they are too
//     many; fragments are weighed once each, however often they are spread; nothing is expanded that was not found to be
//     small; Report.Visited counts the work;
//   - a document is refused by fault.OperationTooComplex or fault.FragmentCycle, and the same text always for the same
//     reason;
//   - numbers stop at Most instead of overflowing;
//   - what is remembered (documents, hashes, buckets) is bounded by number and by bytes, and a document that was refused is
//     not remembered;
//   - an operation is paid for before it runs, in whole: what is owed fills up before anything else is given.
//
// The order of a request: Extension.MutateOperationParameters finds the text of a hash, then checks the text (Check) and
// the variables (CheckVariables); GraphQL validates; Extension.MutateOperationContext weighs the pages (PriceOf) and takes
// the price (Till.Charge). Before all that the transport says who pays (Till.Paying) and takes what any request costs
// (Till.Enter).
package guard
