package journal

import (
	"context"
	"crypto/rand"
	stdsql "database/sql"
	"encoding/binary"
	"errors"
	"log/slog"

	"entgo.io/ent/dialect/sql"

	"thidua/ent/journalhead"
	"thidua/internal/store"
)

// EnsureEpoch makes sure that the database has an epoch and a position key. It starts a new epoch if the
// identity of the database has changed: then a backup was restored, which lacks the events since the backup.
// The server calls it when it starts.
func EnsureEpoch(ctx context.Context, s *store.Store) error {
	identity, err := s.Identity(ctx)
	if err != nil {
		return err
	}
	return s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := ensureKey(ctx, tx); err != nil {
			return err
		}
		storedIdentity, err := ensureIdentity(ctx, tx, identity)
		switch {
		case err != nil || storedIdentity == identity:
			return err
		case storedIdentity == 0 && identity != 0:
			slog.Info("database identity recorded")
			return tx.JournalHead.UpdateOneID(string(identityHead)).SetLastSeq(identity).Exec(ctx)
		case identity == 0: // the identity is unavailable now
			return nil
		}
		// Of several nodes that start together, only the one whose update matches starts the epoch.
		n, err := tx.JournalHead.Update().
			Where(journalhead.ID(string(identityHead)), journalhead.LastSeq(storedIdentity)).
			SetLastSeq(identity).Save(ctx)
		if err != nil || n == 0 {
			return err
		}
		slog.Warn("database restored or moved: starting a new epoch, clients receive POSITION_LOST")
		return renewEpoch(ctx, tx)
	})
}

// ensureIdentity returns the identity of the database when its epoch began; the first node of all stores
// both.
func ensureIdentity(ctx context.Context, tx *store.Tx, identity int64) (int64, error) {
	err := tx.JournalHead.CreateBulk(
		tx.JournalHead.Create().SetID(string(epochHead)).SetLastSeq(newEpoch()),
		tx.JournalHead.Create().SetID(string(identityHead)).SetLastSeq(identity),
	).OnConflict(sql.ConflictColumns(journalhead.FieldID), sql.DoNothing()).Exec(ctx)
	if err != nil && !errors.Is(err, stdsql.ErrNoRows) { // ErrNoRows: both exist already
		return 0, err
	}
	head, err := tx.JournalHead.Get(ctx, string(identityHead))
	if err != nil {
		return 0, err
	}
	return head.LastSeq, nil
}

// RenewEpoch starts a new epoch. `thidua epoch renew` calls it after a restore that cannot be detected.
func RenewEpoch(ctx context.Context, s *store.Store) error {
	return s.Tx(ctx, renewEpoch)
}

// StartEpochAfterRollback replaces an epoch in which a node found fewer entries than it had read before. If
// several nodes detect it, one starts the new epoch.
func StartEpochAfterRollback(ctx context.Context, s *store.Store, found int64) error {
	return s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
		n, err := tx.JournalHead.Update().Where(journalhead.ID(string(epochHead)), journalhead.LastSeq(found)).
			SetLastSeq(newEpoch()).Save(ctx)
		if err != nil || n == 0 {
			return err
		}
		slog.Warn("database lost events (backup loaded or commits lost):" +
			" starting a new epoch, clients receive POSITION_LOST")
		tx.Notify(store.AllChannels)
		return nil
	})
}

func renewEpoch(ctx context.Context, tx *store.Tx) error {
	tx.Notify(store.AllChannels)
	return tx.JournalHead.Create().SetID(string(epochHead)).SetLastSeq(newEpoch()).
		OnConflict(sql.ConflictColumns(journalhead.FieldID), sql.ResolveWithNewValues()).Exec(ctx)
}

// newEpoch returns a random number for an epoch.
func newEpoch() int64 {
	var b [8]byte
	rand.Read(b[:]) // it never returns an error
	return int64(binary.BigEndian.Uint64(b[:])>>1) | 1
}
