package journal

import (
	"context"
	"time"

	"entgo.io/ent/dialect/sql"

	"thidua/ent"
	"thidua/ent/journalentry"
	"thidua/ent/journalhead"
	"thidua/internal/store"
)

// Trim deletes the entries before a time, except those of conferences, which are replayed. It records for
// each stream up to where it was trimmed, and returns the number of deleted entries. The server calls it
// periodically.
func Trim(ctx context.Context, s *store.Store, before time.Time) (deleted int, err error) {
	err = s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
		var last []struct {
			Stream string `json:"stream"`
			Max    int64  `json:"max"`
		}
		trimmed, err := tx.JournalHead.Query().
			Where(journalhead.Not(sql.FieldHasPrefix(journalhead.FieldID, conferencePrefix))).IDs(ctx)
		if err != nil {
			return err
		}
		old := journalentry.And(journalentry.AtLT(before), journalentry.StreamIn(trimmed...))
		if err := tx.JournalEntry.Query().Where(old).GroupBy(journalentry.FieldStream).
			Aggregate(ent.Max(journalentry.FieldSeq)).Scan(ctx, &last); err != nil {
			return err
		}
		deleted = 0
		for _, l := range last {
			// By sequence number, because the clocks of nodes differ and a stream has to remain gap-free.
			n, err := tx.JournalEntry.Delete().
				Where(journalentry.Stream(l.Stream), journalentry.SeqLTE(l.Max)).Exec(ctx)
			if err != nil {
				return err
			}
			if err := tx.JournalHead.Update().
				Where(journalhead.ID(l.Stream), journalhead.TrimmedSeqLT(l.Max)).
				SetTrimmedSeq(l.Max).Exec(ctx); err != nil {
				return err
			}
			deleted += n
		}
		return nil
	})
	return deleted, err
}
