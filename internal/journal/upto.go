package journal

import (
	"context"

	"thidua/ent"
	"thidua/internal/fault"
)

// upToPage is how many entries UpTo reads at once.
const upToPage = 1000

// UpTo gives a stream's entries to each, from the first on, up to a position, or to the end for nil; and the position.
// Refusals: BAD_POSITION, POSITION_LOST, which is also that of a stream whose beginning is no longer kept.
func UpTo(ctx context.Context, reader *ent.Client, s Stream, p *Position, each func(Entry)) (Position, error) {
	return UpToAfter(ctx, reader, s, p, func(int64) (int64, error) { return 0, nil }, each)
}

// UpToAfter is UpTo for callers that have the first entries from elsewhere, such as a snapshot. Once the
// position is known to be valid, start gets its number and returns the number of the last entry that the
// caller has. each gets those after it.
func UpToAfter(
	ctx context.Context, reader *ent.Client, s Stream, p *Position, start func(to int64) (after int64, err error), each func(Entry),
) (Position, error) {
	heads, err := HeadsOf(ctx, reader, s)
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
	case !to.In(s):
		return to, fault.BadPosition.With("reason", "OTHER_STREAM")
	case to.Seq > heads.Last[s]:
		return to, fault.PositionLost.With("reason", "AHEAD")
	}
	seq, err := start(to.Seq)
	if err != nil {
		return to, err
	}
	for seq < to.Seq {
		entries, err := Since(ctx, reader, int(min(upToPage, to.Seq-seq)), After{s, seq})
		if err != nil {
			return to, err
		}
		if len(entries) == 0 || entries[0].Seq != seq+1 { // a stream is kept from one number on, without a gap
			return to, fault.PositionLost.With("reason", "NOT_KEPT")
		}
		for _, e := range entries {
			each(e)
		}
		seq = entries[len(entries)-1].Seq
	}
	return to, nil
}
