package journal

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"log/slog"

	"entgo.io/ent/dialect/sql"

	"thidua/ent"
	"thidua/ent/journalhead"
	"thidua/internal/store"
)

// Begin makes sure that the database has an epoch, and gives it a new one where the database is not where it was when the
// epoch began: a copy of it was restored, and what was told after the copy was made is not in it. The server calls it when
// it starts.
func Begin(ctx context.Context, s *store.Store) error {
	place, err := s.Place(ctx)
	if err != nil {
		return err
	}
	return s.Tx(ctx, func(ctx context.Context, tx *ent.Tx) error {
		there, err := tx.JournalHead.Query().Where(journalhead.IDIn(string(epoch), string(stamp))).All(ctx)
		if err != nil {
			return err
		}
		for _, h := range there {
			if h.ID == string(stamp) && h.LastSeq == place && len(there) == 2 {
				return nil
			}
		}
		if len(there) > 0 {
			slog.Warn("the database was restored or moved: positions from before are lost, and clients are told so")
		}
		return renew(ctx, tx, place)
	})
}

// Renew begins a new epoch. `thidua epoch` calls it after a backup was restored in a way that cannot be seen.
func Renew(ctx context.Context, s *store.Store) error {
	place, err := s.Place(ctx)
	if err != nil {
		return err
	}
	return s.Tx(ctx, func(ctx context.Context, tx *ent.Tx) error { return renew(ctx, tx, place) })
}

func renew(ctx context.Context, tx *ent.Tx, place int64) error {
	var b [8]byte
	rand.Read(b[:]) // never fails
	store.Ring(ctx, store.Everything)
	return tx.JournalHead.CreateBulk(
		tx.JournalHead.Create().SetID(string(epoch)).SetLastSeq(int64(binary.BigEndian.Uint64(b[:])>>1)),
		tx.JournalHead.Create().SetID(string(stamp)).SetLastSeq(place),
	).OnConflict(sql.ConflictColumns(journalhead.FieldID), sql.ResolveWithNewValues()).Exec(ctx)
}
