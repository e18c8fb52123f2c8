package journal

import (
	"context"
	"fmt"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"

	"thidua/ent"
	"thidua/ent/journalentry"
	"thidua/ent/journalhead"
	"thidua/ent/predicate"
	"thidua/internal/fault"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// Entry is a stored change.
type Entry struct {
	Stream   Stream
	Seq      int64
	At       time.Time
	Change   Change
	Audience viewer.Audience
}

// StreamSeq selects the entries of a stream after a sequence number.
type StreamSeq struct {
	Stream Stream
	Seq    int64
}

// ReadSince returns at most limit entries after the given sequence numbers, ordered by stream and sequence
// number. It uses one statement, so they are a consistent snapshot. Database errors are faults.
func ReadSince(ctx context.Context, reader *ent.Client, limit int, after ...StreamSeq) ([]Entry, error) {
	predicates := make([]predicate.JournalEntry, len(after))
	for i, a := range after {
		predicates[i] = journalentry.And(journalentry.Stream(string(a.Stream)), journalentry.SeqGT(a.Seq))
	}
	rows, err := reader.JournalEntry.Query().Where(journalentry.Or(predicates...)).
		Order(journalentry.ByStream(), journalentry.BySeq()).Limit(limit).
		All(viewer.NewContext(ctx, viewer.Operator()))
	if err != nil {
		return nil, store.ToFault(err)
	}
	entries := make([]Entry, len(rows))
	for i, row := range rows {
		if entries[i], err = decodeEntry(row); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

func decodeEntry(row *ent.JournalEntry) (e Entry, err error) {
	e = Entry{Stream: Stream(row.Stream), Seq: row.Seq, At: row.At}
	if e.Change, err = decodeChange(row.Kind, row.Payload); err != nil {
		return e, err
	}
	if e.Audience, err = viewer.ParseAudience(row.Audience); err != nil {
		return e, fmt.Errorf("journal: %s %d: %w", e.Stream, e.Seq, err)
	}
	return e, nil
}

// Heads has the current sequence numbers of streams and the epoch.
type Heads struct {
	Epoch   int64
	Key     *PositionKey     // encrypts the positions
	Last    map[Stream]int64 // sequence number of the last entry, of streams that have any
	Trimmed map[Stream]int64 // entries up to this sequence number were deleted
}

// Position returns the end of a stream.
func (h Heads) Position(s Stream) Position { return h.Key.PositionAt(h.Epoch, s, h.Last[s]) }

// Contains reports whether the entry at a position, and so all before it, is at or before the head of its
// stream. The heads must be those of all streams. It fails with POSITION_LOST for a position of another
// epoch, and so for a forged one.
func (h Heads) Contains(p Position) (bool, error) {
	opened := h.Key.Open(p)
	if !opened.InEpoch(h.Epoch) {
		return false, fault.PositionLost.With("reason", "RESTORED")
	}
	for stream, last := range h.Last {
		if opened.InStream(stream) {
			return last >= opened.Seq, nil
		}
	}
	return opened.Seq == 0, nil // a replica may not know the stream yet
}

// ReadHeads reads the heads of some streams, or of all if none is named, in one statement.
func ReadHeads(ctx context.Context, reader *ent.Client, streams ...Stream) (Heads, error) {
	h := Heads{Last: map[Stream]int64{}, Trimmed: map[Stream]int64{}}
	q := reader.JournalHead.Query()
	if len(streams) > 0 {
		names := []string{string(epochHead), string(keyHeads[0]), string(keyHeads[1])}
		for _, s := range streams {
			names = append(names, string(s))
		}
		q.Where(journalhead.IDIn(names...))
	}
	rows, err := q.All(viewer.NewContext(ctx, viewer.Operator()))
	if err != nil {
		return h, store.ToFault(err)
	}
	secret := make(map[Stream]int64, len(keyHeads))
	for _, row := range rows {
		switch {
		case row.ID == string(epochHead):
			h.Epoch = row.LastSeq
			continue
		case slices.Contains(keyHeads, Stream(row.ID)):
			secret[Stream(row.ID)] = row.LastSeq
			continue
		}
		h.Last[Stream(row.ID)], h.Trimmed[Stream(row.ID)] = row.LastSeq, row.TrimmedSeq
	}
	h.Key = deriveKey(secret)
	return h, nil
}

// FindLongConferences returns the streams of conferences with at least minEntries entries, with their last
// sequence numbers.
func FindLongConferences(
	ctx context.Context,
	reader *ent.Client,
	minEntries int64,
) (map[Stream]int64, error) {
	rows, err := reader.JournalHead.Query().
		Where(journalhead.LastSeqGTE(minEntries), sql.FieldHasPrefix(journalhead.FieldID, conferencePrefix)).
		All(viewer.NewContext(ctx, viewer.Operator()))
	if err != nil {
		return nil, store.ToFault(err)
	}
	long := make(map[Stream]int64, len(rows))
	for _, row := range rows {
		long[Stream(row.ID)] = row.LastSeq
	}
	return long, nil
}
