package conference

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"thidua/ent"
	"thidua/ent/conferencesnapshot"
	"thidua/ent/predicate"
	"thidua/internal/journal"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// snapshotsOf selects the snapshots of a stream that this version made.
func snapshotsOf(stream journal.Stream) []predicate.ConferenceSnapshot {
	return []predicate.ConferenceSnapshot{
		conferencesnapshot.Stream(string(stream)), conferencesnapshot.Version(snapshotVersion()),
	}
}

// restore loads the newest snapshot, up to an entry, with exactly the entries that the viewer may see. It
// returns the sequence number of its last entry, or 0 if there is none.
func (r *Replay) restore(
	ctx context.Context, reader *ent.Client, stream journal.Stream, to int64, v viewer.Viewer,
) (int64, error) {
	ctx = viewer.NewContext(ctx, viewer.Operator())
	rows, err := reader.ConferenceSnapshot.Query().Where(snapshotsOf(stream)...).
		Where(conferencesnapshot.SeqLTE(to)).
		Order(conferencesnapshot.BySeq(sql.OrderDesc())).Limit(1<<maxRestrictedAudiences).
		Select(conferencesnapshot.FieldSeq, conferencesnapshot.FieldAudiences, conferencesnapshot.FieldTold).
		All(ctx)
	if err != nil {
		return 0, store.ToFault(err)
	}
	for _, row := range rows {
		audiences, err := parseAudienceNames(row.Audiences)
		if err != nil {
			return 0, err
		}
		own, err := audiences.visibleTo(v)
		if err != nil {
			return 0, err
		}
		if own.String() == row.Told {
			return r.load(ctx, reader, row)
		}
	}
	return 0, nil
}

// load sets the state to that of a snapshot. It returns 0 if the snapshot was removed meanwhile.
func (r *Replay) load(ctx context.Context, reader *ent.Client, row *ent.ConferenceSnapshot) (int64, error) {
	whole, err := reader.ConferenceSnapshot.Get(ctx, row.ID)
	if ent.IsNotFound(err) {
		return 0, nil
	}
	if err != nil {
		return 0, store.ToFault(err)
	}
	decoded, err := decodeSnapshot(whole.State)
	if err != nil {
		return 0, err
	}
	r.State, r.At = decoded.State, decoded.At
	return row.Seq, nil
}
