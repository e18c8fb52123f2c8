// Package ratelimit charges requests and operations to the client's address and to the authenticated account,
// and limits how many operations of each are executed at once.
//
// Rates are token buckets in units of cost (guard.EstimateCost): a unit is about a microsecond of one core. A
// request is charged its minimum cost before authentication ([Limiter.ChargeRequest]), its bytes before they
// are decoded ([ChargeAndBeginDecoding]), and its operation before it is executed
// ([Limiter.ChargeOperation]). Each refresh of a live query and each rendered event is charged to one of its
// subscribers ([SharedExecutionChargeOf]).
//
// Concurrency is limited where work occupies a core or a database connection: handling a request or a message
// ([Limiter.BeginRequest], [BeginMessage]), receiving a large body ([BeginBody]), parsing a document
// ([BeginDocument]), executing an operation ([BeginExecution]), and running a statement ([BeginStatement]).
// Others wait for their turn.
//
// The package knows neither documents nor schemas.
//
// Invariants:
//   - the whole cost of an operation is charged before it is executed: a debt has to be refilled before
//     anything else is allowed;
//   - a client that is refused is charged nothing for the refused part, only for the work of finding out
//     ([ChargeInvalid]);
//   - buckets are bounded by number, semaphores by the requests that use them.
package ratelimit
