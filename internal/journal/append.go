package journal

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"thidua/ent"
	"thidua/ent/journalhead"
	"thidua/internal/store"
)

// Append appends changes to a stream in the transaction, as a transactional outbox: their entries are written
// before it commits, and subscribers are notified after it has. They are written after everything else, which
// keeps the lock on the stream's head short, and heads are locked in one order.
func Append(tx *store.Tx, s Stream, changes ...Change) {
	p := store.TxValue(tx, func() *pendingChanges { return &pendingChanges{byStream: map[Stream][]Change{}} })
	if len(p.byStream) == 0 {
		tx.BeforeCommit(p.write)
		p.first = s
	}
	p.byStream[s] = append(p.byStream[s], changes...)
	tx.Notify(string(s))
}

// pendingChanges are the changes that the commands of a Tx have appended.
type pendingChanges struct {
	byStream map[Stream][]Change
	first    Stream // the stream to which a command appended first
}

func (p *pendingChanges) write(ctx context.Context, tx *store.Tx) error {
	streams := make([]Stream, 0, len(p.byStream))
	for s := range p.byStream {
		streams = append(streams, s)
	}
	slices.SortFunc(streams, func(a, b Stream) int { return strings.Compare(string(a), string(b)) })
	for _, s := range streams {
		last, err := writeEntries(ctx, tx, s, p.byStream[s])
		if err != nil {
			return err
		}
		if s == p.first {
			recordOnCommit(ctx, tx, StreamSeq{s, last})
		}
	}
	return nil
}

// writeEntries advances the head of the stream, which locks it until the commit, and inserts the entries. It
// returns the sequence number of the last one.
func writeEntries(ctx context.Context, tx *store.Tx, s Stream, changes []Change) (last int64, err error) {
	first, err := advanceHead(ctx, tx, s, len(changes))
	if err != nil {
		return 0, err
	}
	entries := make([]*ent.JournalEntryCreate, len(changes))
	for i, c := range changes {
		kind, ok := kindByType[reflect.TypeOf(c)]
		if !ok {
			return 0, fmt.Errorf("journal: %T has no kind", c)
		}
		payload, err := json.Marshal(c)
		if err != nil {
			return 0, err
		}
		entries[i] = tx.JournalEntry.Create().SetStream(string(s)).SetSeq(first + int64(i)).SetKind(kind).
			SetPayload(payload).SetAudience(c.Audience().String()).SetAt(tx.Now())
	}
	for batch := range slices.Chunk(entries, insertBatch) {
		if err := tx.JournalEntry.CreateBulk(batch...).Exec(ctx); err != nil {
			return 0, err
		}
	}
	return first + int64(len(changes)) - 1, nil
}

// insertBatch is how many entries one statement inserts: each has six parameters, and SQLite allows 32766.
const insertBatch = 1000

// advanceHead reserves n sequence numbers of a stream and returns the first.
func advanceHead(ctx context.Context, tx *store.Tx, s Stream, n int) (first int64, err error) {
	err = tx.JournalHead.Create().SetID(string(s)).SetLastSeq(int64(n)).
		OnConflict(sql.ConflictColumns(journalhead.FieldID), sql.ResolveWith(func(u *sql.UpdateSet) {
			u.Set(journalhead.FieldLastSeq, sql.ExprFunc(func(b *sql.Builder) {
				b.Ident(journalhead.Table).WriteString(".").Ident(journalhead.FieldLastSeq).
					WriteString(" + ").Arg(n)
			}))
		})).Exec(ctx)
	if err != nil {
		return 0, err
	}
	head, err := tx.JournalHead.Get(ctx, string(s)) // this transaction holds the lock
	if err != nil {
		return 0, err
	}
	return head.LastSeq - int64(n) + 1, nil
}
