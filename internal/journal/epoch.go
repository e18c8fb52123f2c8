package journal

import (
	"context"
	"crypto/rand"
	stdsql "database/sql"
	"encoding/binary"
	"errors"
	"log/slog"

	"entgo.io/ent/dialect/sql"

	"thidua/ent"
	"thidua/ent/journalhead"
	"thidua/internal/store"
)

// Begin makes sure that the database has an epoch and the key of positions, and starts a new epoch if the
// database is not where it was when the epoch began: a copy of it was restored, and what was told after the
// copy was made is not in it. The server calls it when it starts.
func Begin(ctx context.Context, s *store.Store) error {
	place, err := s.Place(ctx)
	if err != nil {
		return err
	}
	return s.Tx(ctx, func(ctx context.Context, tx *ent.Tx) error {
		if err := createKey(ctx, tx); err != nil {
			return err
		}
		then, err := begun(ctx, tx, place)
		switch {
		case err != nil || then == place:
			return err
		case then == 0 && place != 0:
			slog.Info("from now on it is known where the database is")
			return tx.JournalHead.UpdateOneID(string(stamp)).SetLastSeq(place).Exec(ctx)
		case place == 0: // not to be known at the moment
			return nil
		}
		// Of nodes that start together one begins the epoch: the others find that the number is not the old one any more.
		n, err := tx.JournalHead.Update().Where(journalhead.ID(string(stamp)), journalhead.LastSeq(then)).SetLastSeq(place).Save(ctx)
		if err != nil || n == 0 {
			return err
		}
		slog.Warn("the database was restored or moved: positions from before are lost, and clients are told so")
		return renew(ctx, tx)
	})
}

// begun gives where the database was when its epoch began. The first node of all begins it, here.
func begun(ctx context.Context, tx *ent.Tx, place int64) (int64, error) {
	err := tx.JournalHead.CreateBulk(
		tx.JournalHead.Create().SetID(string(epoch)).SetLastSeq(another()),
		tx.JournalHead.Create().SetID(string(stamp)).SetLastSeq(place),
	).OnConflict(sql.ConflictColumns(journalhead.FieldID), sql.DoNothing()).Exec(ctx)
	if err != nil && !errors.Is(err, stdsql.ErrNoRows) { // where there was nothing to do there are no rows
		return 0, err
	}
	head, err := tx.JournalHead.Get(ctx, string(stamp))
	if err != nil {
		return 0, err
	}
	return head.LastSeq, nil
}

// Renew begins a new epoch. `thidua epoch renew` calls it after a backup was restored in a way that cannot be seen.
func Renew(ctx context.Context, s *store.Store) error {
	return s.Tx(ctx, func(ctx context.Context, tx *ent.Tx) error { return renew(ctx, tx) })
}

// Rewound begins a new epoch in the place of one in which a node found less than it had read before. Of several nodes that
// find it, one does.
func Rewound(ctx context.Context, s *store.Store, found int64) error {
	return s.Tx(ctx, func(ctx context.Context, tx *ent.Tx) error {
		n, err := tx.JournalHead.Update().Where(journalhead.ID(string(epoch)), journalhead.LastSeq(found)).SetLastSeq(another()).Save(ctx)
		if err != nil || n == 0 {
			return err
		}
		slog.Warn("the database lacks events that it had: a backup was loaded, or commits were lost. Positions from before are lost, and clients are told so")
		store.Ring(ctx, store.Everything)
		return nil
	})
}

func renew(ctx context.Context, tx *ent.Tx) error {
	store.Ring(ctx, store.Everything)
	return tx.JournalHead.Create().SetID(string(epoch)).SetLastSeq(another()).
		OnConflict(sql.ConflictColumns(journalhead.FieldID), sql.ResolveWithNewValues()).Exec(ctx)
}

// another is the number of an epoch that never was.
func another() int64 {
	var b [8]byte
	rand.Read(b[:]) // never fails
	return int64(binary.BigEndian.Uint64(b[:])>>1) | 1
}
