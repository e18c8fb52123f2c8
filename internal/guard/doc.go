// Package guard limits what a single operation may request. It checks every document and its variables
// before any work that takes more than linear time (GraphQL's validation compares fields in pairs; execution
// multiplies pages), over every transport.
//
// The cost of an operation is estimated (cost.go) from its document, its variables and three tables: the
// number of rows of each stored type (typesizes.go), the fields with long texts (longtexts.go), and the cost
// of fields that their selections do not show (fieldcosts.go). The numbers of the tables are constants,
// measured on a generated data set of national size; on a larger database operations cost more than the
// estimate. TestCost_MatchesWork in graph compares every number with counted statements, rows and bytes.
//
// The package never executes, rewrites or validates an operation and never reads the database. It uses the
// viewer only to select a limit and to hide a private schema. Malformed and invalid documents are left to
// the parser and the validation.
//
// Invariants:
//   - the work is linear in the text, up to the limits: a text is tokenized first, and not parsed if it
//     has too many tokens; each fragment is counted once, however often it is spread; fragments are
//     expanded only in documents that were found to be small; DocumentStats.Visited counts the work;
//   - a document is rejected with fault.OperationTooComplex or fault.FragmentCycle, and the same text
//     always for the same reason;
//   - counts saturate at MaxCount instead of overflowing;
//   - caches (documents, hashes) are bounded by number and by bytes, and a rejected document is
//     not cached.
//
// The order of a request: Extension.MutateOperationParameters looks up the text of a hash, then checks the
// text (Check) and the variables (CheckVariables); GraphQL validates; Extension.MutateOperationContext
// estimates the cost (EstimateCost) and charges it (ratelimit.Limiter.ChargeOperation). Before all that the
// transport identifies the client (ratelimit.Limiter.WithClient) and charges the minimum cost of a request
// (ratelimit.Limiter.ChargeRequest).
package guard
