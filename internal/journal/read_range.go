package journal

import (
	"context"

	"thidua/ent"
	"thidua/internal/fault"
)

// readPageSize is how many entries ReadRange reads at a time.
const readPageSize = 1000

// ReadRange calls each with the entries of a stream up to a position, or all if it is nil, and returns the
// position. After the position was validated, start receives its sequence number and returns that of the last
// entry that the caller has from elsewhere, such as a snapshot; each is called with the later ones. Errors:
// BAD_POSITION, POSITION_LOST, also if the first of them was trimmed.
func ReadRange(
	ctx context.Context, reader *ent.Client, s Stream, p *Position,
	start func(to int64) (after int64, err error), each func(Entry),
) (Position, error) {
	heads, err := ReadHeads(ctx, reader, s)
	if err != nil {
		return Position{}, err
	}
	to := heads.Position(s)
	if p != nil {
		to = heads.Key.Open(*p)
	}
	switch {
	case !to.InEpoch(heads.Epoch): // checked first: a position of another key has no valid epoch
		return to, fault.PositionLost.With("reason", "RESTORED")
	case !to.InStream(s):
		return to, fault.BadPosition.With("reason", "OTHER_STREAM")
	case to.Seq > heads.Last[s]:
		return to, fault.PositionLost.With("reason", "AHEAD")
	}
	seq, err := start(to.Seq)
	if err != nil {
		return to, err
	}
	for seq < to.Seq {
		entries, err := ReadSince(ctx, reader, int(min(readPageSize, to.Seq-seq)), StreamSeq{s, seq})
		if err != nil {
			return to, err
		}
		if len(entries) == 0 || entries[0].Seq != seq+1 { // trimmed
			return to, fault.PositionLost.With("reason", "NOT_KEPT")
		}
		for _, e := range entries {
			each(e)
		}
		seq = entries[len(entries)-1].Seq
	}
	return to, nil
}
