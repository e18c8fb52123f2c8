package live

import (
	"context"

	"thidua/internal/fault"
	"thidua/internal/journal"
)

// resolvePosition returns the number of a position. A position beyond the last entry that was read may come
// from another node; the stream is read up to its end first.
func (t *topic) resolvePosition(ctx context.Context, after *journal.Position) (int64, error) {
	if after == nil {
		return t.lastSeq(), nil
	}
	t.mu.Lock()
	epoch, key := t.epoch, t.key
	t.mu.Unlock()
	at := key.Open(*after)
	switch {
	case !at.InEpoch(epoch): // checked first: a position of another key has no valid epoch
		return 0, fault.PositionLost.With("reason", "RESTORED")
	case !at.InStream(t.stream):
		return 0, fault.BadPosition.With("reason", "OTHER_STREAM")
	case at.Seq > t.lastSeq():
		if err := t.catchUp(ctx); err != nil {
			return 0, err
		}
		if at.Seq > t.lastSeq() {
			return 0, fault.PositionLost.With("reason", "AHEAD")
		}
	}
	_, err := t.readAfter(ctx, at.Seq, 0)
	return at.Seq, err
}
