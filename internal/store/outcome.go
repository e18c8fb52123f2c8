package store

import (
	"context"

	"thidua/internal/gid"
)

// The outcome of a command is the ids that it returns: the rows that its caller reads to build the response.
// The transaction carries it, so that package idempotency can store it together with the change. A request
// that is repeated after a crash is then answered from these rows, although the command never runs twice.

type outcomeKey struct{}

// WithOutcome returns a context for a Tx whose command returns these ids, if they are known before the
// transaction begins.
func WithOutcome(ctx context.Context, ids ...gid.ID) context.Context {
	return context.WithValue(ctx, outcomeKey{}, ids)
}

// SetOutcome states the ids that a command returns, if they become known only within its Tx. It replaces ids
// that were stated before.
func (t *Tx) SetOutcome(ids ...gid.ID) { t.outcome = &ids }

// Outcome returns the ids that the command returns; known is false if it has stated none.
func (t *Tx) Outcome() (ids []gid.ID, known bool) {
	if t.outcome == nil {
		return nil, false
	}
	return *t.outcome, true
}
