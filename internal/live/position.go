package live

import (
	"context"

	"thidua/internal/fault"
	"thidua/internal/journal"
)

// resolvePosition returns the sequence number of a position. A position beyond the last entry that was read
// may come from another node; the stream is read up to its end first.
func (t *topic) resolvePosition(ctx context.Context, after *journal.Position) (int64, error) {
	if after == nil {
		return t.lastSeq(), nil
	}
	t.mu.Lock()
	epoch, key := t.epoch, t.key
	t.mu.Unlock()
	opened := key.Open(*after)
	switch {
	case !opened.InEpoch(epoch): // checked first: a position of another key has no valid epoch
		return 0, fault.PositionLost.With("reason", "RESTORED")
	case !opened.InStream(t.stream):
		return 0, fault.BadPosition.With("reason", "OTHER_STREAM")
	case opened.Seq > t.lastSeq():
		if err := t.catchUp(ctx); err != nil {
			return 0, err
		}
		if opened.Seq > t.lastSeq() {
			return 0, fault.PositionLost.With("reason", "AHEAD")
		}
	}
	_, err := t.readAfter(ctx, opened.Seq, 0)
	return opened.Seq, err
}
