package journal

import (
	"context"

	"thidua/internal/store"
)

// recorder holds the position of the last entry that a Tx under its context has committed. It is not safe for
// concurrent use: the commands under its context run one after the other.
type recorder struct{ last StreamPosition }

type recorderKey struct{}

// WithRecorder returns a context in which the position of each Tx that appends entries is recorded for
// [TakeRecorded].
func WithRecorder(ctx context.Context) context.Context {
	return context.WithValue(ctx, recorderKey{}, &recorder{})
}

// TakeRecorded returns and clears the position after the last entry that was committed under a context since
// the last call; ok is false if there is none. If a Tx appended to several streams, it is the position in the
// stream to which the command appended first.
func TakeRecorded(ctx context.Context) (last StreamPosition, ok bool) {
	r, _ := ctx.Value(recorderKey{}).(*recorder)
	if r == nil {
		return StreamPosition{}, false
	}
	last, r.last = r.last, StreamPosition{}
	return last, last.Stream != ""
}

// recordOnCommit records a position if the Tx commits.
func recordOnCommit(ctx context.Context, tx *store.Tx, p StreamPosition) {
	if r, ok := ctx.Value(recorderKey{}).(*recorder); ok {
		tx.AfterCommit(func() { r.last = p })
	}
}
