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
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// Entry is a change as it was kept.
type Entry struct {
	Stream   Stream
	Seq      int64
	At       time.Time
	Change   Change
	Audience viewer.Audience
}

// After asks for what came after a number.
type After struct {
	Stream Stream
	Seq    int64
}

// Since reads what came after some numbers, at most limit entries of all streams together, in the order of streams and
// then of numbers, in one statement: all answers are of one state of the database. Its errors are faults where the database
// does not answer.
func Since(ctx context.Context, reader *ent.Client, limit int, asked ...After) ([]Entry, error) {
	which := make([]predicate.JournalEntry, len(asked))
	for i, a := range asked {
		which[i] = journalentry.And(journalentry.Stream(string(a.Stream)), journalentry.SeqGT(a.Seq))
	}
	rows, err := reader.JournalEntry.Query().Where(journalentry.Or(which...)).
		Order(journalentry.ByStream(), journalentry.BySeq()).Limit(limit).
		All(viewer.With(ctx, viewer.Operator()))
	if err != nil {
		return nil, store.Fault(err)
	}
	entries := make([]Entry, len(rows))
	for i, row := range rows {
		if entries[i], err = read(row); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

func read(row *ent.JournalEntry) (e Entry, err error) {
	e = Entry{Stream: Stream(row.Stream), Seq: row.Seq, At: row.At}
	if e.Change, err = decode(row.Kind, row.Payload); err != nil {
		return e, err
	}
	if e.Audience, err = viewer.ParseAudience(row.Audience); err != nil {
		return e, fmt.Errorf("journal: %s %d: %w", e.Stream, e.Seq, err)
	}
	return e, nil
}

// Heads is how far streams have come, and the epoch in which they have.
type Heads struct {
	Epoch   int64
	Key     *Key             // of the positions
	Last    map[Stream]int64 // of those that have begun
	Trimmed map[Stream]int64 // up to where their entries are no longer kept
}

// Position is the end of a stream.
func (h Heads) Position(s Stream) Position { return h.Key.At(h.Epoch, s, h.Last[s]) }

// HeadsOf reads the heads of some streams, or of all if none is named, in one statement.
func HeadsOf(ctx context.Context, reader *ent.Client, streams ...Stream) (Heads, error) {
	h := Heads{Last: map[Stream]int64{}, Trimmed: map[Stream]int64{}}
	q := reader.JournalHead.Query()
	if len(streams) > 0 {
		names := []string{string(epoch), string(keyParts[0]), string(keyParts[1])}
		for _, s := range streams {
			names = append(names, string(s))
		}
		q.Where(journalhead.IDIn(names...))
	}
	rows, err := q.All(viewer.With(ctx, viewer.Operator()))
	if err != nil {
		return h, store.Fault(err)
	}
	secret := make(map[Stream]int64, len(keyParts))
	for _, row := range rows {
		switch {
		case row.ID == string(epoch):
			h.Epoch = row.LastSeq
			continue
		case slices.Contains(keyParts, Stream(row.ID)):
			secret[Stream(row.ID)] = row.LastSeq
			continue
		}
		h.Last[Stream(row.ID)], h.Trimmed[Stream(row.ID)] = row.LastSeq, row.TrimmedSeq
	}
	h.Key = keyOf(secret)
	return h, nil
}

// LongConferences returns the streams of conferences with at least so many entries, with the numbers of their
// last entries.
func LongConferences(ctx context.Context, reader *ent.Client, least int64) (map[Stream]int64, error) {
	rows, err := reader.JournalHead.Query().Where(journalhead.LastSeqGTE(least), sql.FieldHasPrefix(journalhead.FieldID, conferences)).
		All(viewer.With(ctx, viewer.Operator()))
	if err != nil {
		return nil, store.Fault(err)
	}
	long := make(map[Stream]int64, len(rows))
	for _, row := range rows {
		long[Stream(row.ID)] = row.LastSeq
	}
	return long, nil
}
