package store

import (
	"context"

	"thidua/internal/gid"
)

// The result ids of a command are the ids that it returns: of the rows that its caller reads to build the
// response. The transaction carries them, so that package idempotency can store them together with the
// change. A request that is repeated after a crash is then answered from these rows, although the command
// never runs twice.

type resultIDsKey struct{}

// WithResultIDs returns a context for a Tx whose command returns these ids, if they are known before the
// transaction begins.
func WithResultIDs(ctx context.Context, ids ...gid.ID) context.Context {
	return context.WithValue(ctx, resultIDsKey{}, ids)
}

// SetResultIDs states the ids that a command returns, if they become known only within its Tx. It replaces
// ids that were stated before.
func (t *Tx) SetResultIDs(ids ...gid.ID) { t.resultIDs = &ids }

// ResultIDs returns the ids that the command returns; known is false if it has stated none.
func (t *Tx) ResultIDs() (ids []gid.ID, known bool) {
	if t.resultIDs == nil {
		return nil, false
	}
	return *t.resultIDs, true
}
