package conference

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"thidua/ent"
	"thidua/ent/conferencesnapshot"
	"thidua/internal/journal"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// snapshotBuilder replays a journal for all classes of viewers at once. Viewers of a class
// received the same entries.
type snapshotBuilder struct {
	stream    journal.Stream
	seq       int64 // of the last entry
	audiences audienceNames
	classes   []snapshotClass
}

// snapshotClass is the state for viewers in exactly these restricted audiences.
type snapshotClass struct {
	snapshot
	audiences audienceNames
}

// add applies an entry. If its audience is new, its members have received the same as all others so far,
// so each class is split in two.
func (b *snapshotBuilder) add(e journal.Entry) error {
	audience := e.Audience.String()
	if audience != "" && !slices.Contains(b.audiences, audience) {
		b.audiences = b.audiences.add(audience)
		if b.tooManyAudiences() {
			b.seq = e.Seq
			return nil
		}
		for _, class := range slices.Clone(b.classes) {
			encoded, err := class.encode()
			if err != nil {
				return err
			}
			copied, err := decodeSnapshot(encoded)
			if err != nil {
				return err
			}
			b.classes = append(b.classes, snapshotClass{copied, class.audiences.add(audience)})
		}
	}
	for i := range b.classes {
		if audience == "" || slices.Contains(b.classes[i].audiences, audience) {
			b.classes[i].State.Apply(e.Change)
			b.classes[i].At = e.At
		}
	}
	b.seq = e.Seq
	return nil
}

// tooManyAudiences reports whether there are too many restricted audiences to make snapshots.
func (b *snapshotBuilder) tooManyAudiences() bool { return len(b.audiences) > maxRestrictedAudiences }

// newSnapshotBuilder returns a builder that continues from the newest snapshots of a journal, or
// starts at its first entry.
func newSnapshotBuilder(
	ctx context.Context, reader *ent.Client, stream journal.Stream,
) (*snapshotBuilder, error) {
	b := &snapshotBuilder{stream: stream}
	rows, err := reader.ConferenceSnapshot.Query().Where(snapshotsOf(stream)...).
		Order(conferencesnapshot.BySeq(sql.OrderDesc())).Limit(1 << maxRestrictedAudiences).
		All(viewer.NewContext(ctx, viewer.Operator()))
	if err != nil {
		return nil, store.ToFault(err)
	}
	for _, row := range rows {
		if row.Seq != rows[0].Seq {
			break
		}
		decoded, err := decodeSnapshot(row.State)
		if err != nil {
			return nil, err
		}
		received, err := parseAudienceNames(row.Told)
		if err != nil {
			return nil, err
		}
		if b.audiences, err = parseAudienceNames(row.Audiences); err != nil {
			return nil, err
		}
		b.seq = row.Seq
		b.classes = append(b.classes, snapshotClass{decoded, received})
	}
	if len(rows) == 0 {
		b.classes = []snapshotClass{{}}
	}
	return b, nil
}
