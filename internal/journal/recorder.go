package journal

import (
	"context"

	"thidua/internal/store"
)

// positionRecorder holds the position of the last entry that a Tx under its context has committed. It is not
// safe for concurrent use: the commands under its context run one after the other.
type positionRecorder struct{ last StreamSeq }

type recorderKey struct{}

// WithPositionRecorder returns a context in which the position of each Tx that appends entries is recorded
// for [TakeLastPosition].
func WithPositionRecorder(ctx context.Context) context.Context {
	return context.WithValue(ctx, recorderKey{}, &positionRecorder{})
}

// TakeLastPosition returns and clears the position after the last entry that was committed under a context
// since the last call; ok is false if there is none. If a Tx appended to several streams, it is the position
// in the stream to which the command appended first.
func TakeLastPosition(ctx context.Context) (last StreamSeq, ok bool) {
	r, _ := ctx.Value(recorderKey{}).(*positionRecorder)
	if r == nil {
		return StreamSeq{}, false
	}
	last, r.last = r.last, StreamSeq{}
	return last, last.Stream != ""
}

// recordOnCommit records a position if the Tx commits.
func recordOnCommit(ctx context.Context, tx *store.Tx, p StreamSeq) {
	if r, ok := ctx.Value(recorderKey{}).(*positionRecorder); ok {
		tx.AfterCommit(func() { r.last = p })
	}
}
