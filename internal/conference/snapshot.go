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

// EntriesPerSnapshot is the number of entries of a conference's journal between two snapshots, so that a
// replay reads one snapshot and fewer entries than that.
const EntriesPerSnapshot = 500

// maxRestrictedAudiences is how many restricted audiences a journal may have for snapshots to be made: there
// is a snapshot for each set of them. The existing changes have one, the participants.
const maxRestrictedAudiences = 2

// snapshotRetention is how long snapshots of other versions are kept, for nodes that still run that version.
const snapshotRetention = 24 * time.Hour

// RunSnapshotLoop makes missing snapshots at every interval until the context ends. Every node may run it,
// because nodes share their snapshots. cmd runs it as the operator.
func RunSnapshotLoop(ctx context.Context, s *store.Store, interval time.Duration) {
	if err := removeOldSnapshots(ctx, s); err != nil && ctx.Err() == nil {
		slog.Warn("removing old conference snapshots failed", "err", err)
	}
	tick := time.NewTicker(interval)
	defer tick.Stop()
	unsupported := map[journal.Stream]bool{}
	for {
		if made, err := makeSnapshots(ctx, s, EntriesPerSnapshot, unsupported); err != nil &&
			ctx.Err() == nil {
			slog.Warn("making conference snapshots failed", "err", err)
		} else if made > 0 {
			slog.Debug("conference snapshots made", "count", made)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// MakeSnapshots makes all missing snapshots and returns their number. If none is missing it takes two
// statements and no transaction. Only the operator may call it; the server runs RunSnapshotLoop, and tests
// do not wait for that. Errors: FORBIDDEN.
func MakeSnapshots(ctx context.Context, s *store.Store) (made int, err error) {
	return makeSnapshots(ctx, s, EntriesPerSnapshot, map[journal.Stream]bool{})
}

// makeSnapshots skips unsupported streams, those with too many audiences, and adds the ones that it finds.
func makeSnapshots(
	ctx context.Context, s *store.Store, every int64, unsupported map[journal.Stream]bool,
) (made int, err error) {
	if err := viewer.RequireOperator(ctx); err != nil {
		return 0, err
	}
	long, err := journal.FindLongConferences(ctx, s.Reader(), every)
	if err != nil || len(long) == 0 {
		return 0, err
	}
	newest, err := newestSnapshotSeqs(ctx, s.Reader())
	if err != nil {
		return 0, err
	}
	for stream, last := range long {
		if unsupported[stream] || newest[stream]+every > last {
			continue
		}
		b, err := newSnapshotBuilder(ctx, s.Reader(), stream)
		if err != nil {
			return made, err
		}
		n, err := b.addUpTo(ctx, s, last, every)
		made += n
		if err != nil {
			return made, err
		}
		unsupported[stream] = b.tooManyAudiences()
	}
	return made, nil
}

// newestSnapshotSeqs returns the sequence number of the newest snapshot of each stream.
func newestSnapshotSeqs(ctx context.Context, reader *ent.Client) (map[journal.Stream]int64, error) {
	var rows []struct {
		Stream journal.Stream `json:"stream"`
		Max    int64          `json:"max"`
	}
	if err := reader.ConferenceSnapshot.Query().Where(conferencesnapshot.Version(snapshotVersion())).
		GroupBy(conferencesnapshot.FieldStream).Aggregate(ent.Max(conferencesnapshot.FieldSeq)).
		Scan(ctx, &rows); err != nil {
		return nil, store.ToFault(err)
	}
	newest := make(map[journal.Stream]int64, len(rows))
	for _, row := range rows {
		newest[row.Stream] = row.Max
	}
	return newest, nil
}

// addUpTo reads the journal and adds the missing snapshots up to an entry, each in its own transaction, so
// that commands of the conference do not wait for all of them.
func (b *snapshotBuilder) addUpTo(
	ctx context.Context, s *store.Store, last, every int64,
) (made int, err error) {
	for next := b.seq - b.seq%every + every; next <= last; next += every {
		for b.seq < next {
			entries, err := journal.ReadSince(ctx, s.Reader(), int(next-b.seq), journal.StreamSeq{
				Stream: b.stream, Seq: b.seq,
			})
			if err != nil || len(entries) == 0 {
				return made, err
			}
			for _, e := range entries {
				if err := b.add(e); err != nil {
					return made, err
				}
			}
		}
		if b.tooManyAudiences() {
			return made, nil
		}
		if err := b.write(ctx, s); err != nil {
			return made, err
		}
		made += len(b.classes)
	}
	return made, nil
}

// write stores the snapshots of all classes. Another node may have stored the same ones.
func (b *snapshotBuilder) write(ctx context.Context, s *store.Store) error {
	return s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
		var rows []*ent.ConferenceSnapshotCreate
		for i := range b.classes {
			state, err := b.classes[i].encode()
			if err != nil {
				return err
			}
			rows = append(rows, tx.ConferenceSnapshot.Create().
				SetStream(string(b.stream)).SetVersion(snapshotVersion()).SetSeq(b.seq).
				SetAudiences(b.audiences.String()).SetTold(b.classes[i].audiences.String()).
				SetState(state).SetMadeAt(tx.Now()))
		}
		err := tx.ConferenceSnapshot.CreateBulk(rows...).OnConflict(sql.ConflictColumns(
			conferencesnapshot.FieldStream, conferencesnapshot.FieldVersion,
			conferencesnapshot.FieldSeq, conferencesnapshot.FieldTold,
		), sql.DoNothing()).Exec(ctx)
		if errors.Is(err, stdsql.ErrNoRows) { // another node has stored all of them
			return nil
		}
		return err
	})
}

// removeOldSnapshots removes snapshots of other versions after snapshotRetention.
func removeOldSnapshots(ctx context.Context, s *store.Store) error {
	return s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.ConferenceSnapshot.Delete().Where(
			conferencesnapshot.VersionNEQ(snapshotVersion()),
			conferencesnapshot.MadeAtLT(tx.Now().Add(-snapshotRetention)),
		).Exec(ctx)
		return err
	})
}
