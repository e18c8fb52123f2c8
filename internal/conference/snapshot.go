package conference

import (
	"context"
	stdsql "database/sql"
	"errors"
	"log/slog"
	"time"

	"entgo.io/ent/dialect/sql"

	"thidua/ent"
	"thidua/ent/conferencesnapshot"
	"thidua/internal/journal"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// SnapshotEvery is how many entries of a conference's journal lie between two snapshots: a replay reads one snapshot and
// fewer entries than that.
const SnapshotEvery = 500

// restrictedMost is how many restricted audiences the journal of a conference may have for snapshots to be made of it: there
// is one for each set of them. The changes that exist have one, its participants.
const restrictedMost = 2

// snapshotsKept is how long snapshots of other code are kept: a node that still runs it may use them.
const snapshotsKept = 24 * time.Hour

// KeepSnapshots makes the snapshots that are missing, every so often until the context ends. Every node may: what one has
// made, the others find. cmd runs it, as the operator.
func KeepSnapshots(ctx context.Context, s *store.Store, every time.Duration) {
	if err := removeOldSnapshots(ctx, s); err != nil && ctx.Err() == nil {
		slog.Warn("old snapshots of conferences were not removed", "error", err)
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	without := map[journal.Stream]bool{}
	for {
		if made, err := makeSnapshots(ctx, s, SnapshotEvery, without); err != nil && ctx.Err() == nil {
			slog.Warn("snapshots of conferences were not made", "error", err)
		} else if made > 0 {
			slog.Debug("snapshots of conferences were made", "number", made)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// MakeSnapshots makes all snapshots that are missing, and gives how many they were. Where none are it takes two statements
// and no transaction. For the operator. Refusals: FORBIDDEN.
func MakeSnapshots(ctx context.Context, s *store.Store) (made int, err error) {
	return makeSnapshots(ctx, s, SnapshotEvery, map[journal.Stream]bool{})
}

// makeSnapshots leaves out the streams of which none can be made, and adds to them what it finds to be so.
func makeSnapshots(ctx context.Context, s *store.Store, every int64, without map[journal.Stream]bool) (made int, err error) {
	if err := viewer.RequireOperator(ctx); err != nil {
		return 0, err
	}
	long, err := journal.LongConferences(ctx, s.Reader(), every)
	if err != nil || len(long) == 0 {
		return 0, err
	}
	newest, err := newestSnapshots(ctx, s.Reader())
	if err != nil {
		return 0, err
	}
	for stream, last := range long {
		if without[stream] || newest[stream]+every > last {
			continue
		}
		b, err := newestBuilder(ctx, s.Reader(), stream)
		if err != nil {
			return made, err
		}
		n, err := b.addUpTo(ctx, s, last, every)
		made += n
		if err != nil {
			return made, err
		}
		without[stream] = b.tooMany()
	}
	return made, nil
}

// newestSnapshots are the numbers of the newest snapshots.
func newestSnapshots(ctx context.Context, reader *ent.Client) (map[journal.Stream]int64, error) {
	var rows []struct {
		Stream journal.Stream `json:"stream"`
		Max    int64          `json:"max"`
	}
	if err := reader.ConferenceSnapshot.Query().Where(conferencesnapshot.Version(snapshotVersion())).
		GroupBy(conferencesnapshot.FieldStream).Aggregate(ent.Max(conferencesnapshot.FieldSeq)).Scan(ctx, &rows); err != nil {
		return nil, store.Fault(err)
	}
	newest := make(map[journal.Stream]int64, len(rows))
	for _, row := range rows {
		newest[row.Stream] = row.Max
	}
	return newest, nil
}

// addUpTo reads the journal on, and adds the snapshots that are missing up to an entry. Each is a transaction of its own, so
// that who conducts a conference does not wait for all of them.
func (b *snapshotBuilder) addUpTo(ctx context.Context, s *store.Store, last, every int64) (made int, err error) {
	for next := b.seq - b.seq%every + every; next <= last; next += every {
		for b.seq < next {
			entries, err := journal.Since(ctx, s.Reader(), int(next-b.seq), journal.After{Stream: b.stream, Seq: b.seq})
			if err != nil || len(entries) == 0 {
				return made, err
			}
			for _, e := range entries {
				if err := b.add(e); err != nil {
					return made, err
				}
			}
		}
		if b.tooMany() {
			return made, nil
		}
		if err := b.write(ctx, s); err != nil {
			return made, err
		}
		made += len(b.classes)
	}
	return made, nil
}

// write adds what was built. Another node may have added the same.
func (b *snapshotBuilder) write(ctx context.Context, s *store.Store) error {
	return s.Tx(ctx, func(ctx context.Context, tx *ent.Tx) error {
		var rows []*ent.ConferenceSnapshotCreate
		for i := range b.classes {
			state, err := b.classes[i].encode()
			if err != nil {
				return err
			}
			rows = append(rows, tx.ConferenceSnapshot.Create().SetStream(string(b.stream)).SetVersion(snapshotVersion()).SetSeq(b.seq).
				SetAudiences(b.audiences.String()).SetTold(b.classes[i].told.String()).SetState(state).SetMadeAt(store.Now(ctx)))
		}
		err := tx.ConferenceSnapshot.CreateBulk(rows...).OnConflict(sql.ConflictColumns(
			conferencesnapshot.FieldStream, conferencesnapshot.FieldVersion, conferencesnapshot.FieldSeq, conferencesnapshot.FieldTold,
		), sql.DoNothing()).Exec(ctx)
		if errors.Is(err, stdsql.ErrNoRows) { // all were there
			return nil
		}
		return err
	})
}

// removeOldSnapshots removes those that other code made some time ago.
func removeOldSnapshots(ctx context.Context, s *store.Store) error {
	return s.Tx(ctx, func(ctx context.Context, tx *ent.Tx) error {
		_, err := tx.ConferenceSnapshot.Delete().Where(
			conferencesnapshot.VersionNEQ(snapshotVersion()), conferencesnapshot.MadeAtLT(store.Now(ctx).Add(-snapshotsKept)),
		).Exec(ctx)
		return err
	})
}
