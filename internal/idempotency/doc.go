// Package idempotency makes sure that a change which is sent twice, because its response was lost, is made
// once. It owns the idempotency keys of accounts and the stored responses.
//
// It does not know what a change is: graph passes the request and the response, and the command's own
// transaction stores the key ([Claim]).
//
// Invariants:
//   - A change and its key are committed together; one never exists without the other.
//   - The outcome of the command, the ids that it returns, is committed with the key, so that after a crash
//     any node can render the response again.
//   - Of two concurrent requests with the same key, on any nodes, one commits; the other changes nothing.
//   - A key identifies one request of one account; other accounts may use the same key.
//   - A request that was refused, or failed before its commit, does not use its key.
//   - A response is replayed only to the same account with the same visibility class.
//   - A key is kept for at least [Retention]; after that, the request counts as new.
package idempotency
