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

// snapshotBuilder replays a journal for every class of viewers at once: those who were told the same.
type snapshotBuilder struct {
	stream    journal.Stream
	seq       int64 // of the last entry
	audiences audienceNames
	classes   []snapshotClass
}

// snapshotClass is the state as who belongs to some of the restricted audiences, and to no other, was told of it.
type snapshotClass struct {
	snapshot
	told audienceNames
}

// add takes an entry. Where its audience was not heard of before, nobody was told anything else for belonging to it: each
// class becomes two.
func (b *snapshotBuilder) add(e journal.Entry) error {
	audience := e.Audience.String()
	if audience != "" && !slices.Contains(b.audiences, audience) {
		b.audiences = b.audiences.with(audience)
		if b.tooMany() {
			b.seq = e.Seq
			return nil
		}
		for _, c := range slices.Clone(b.classes) {
			encoded, err := c.encode()
			if err != nil {
				return err
			}
			copied, err := decodeSnapshot(encoded)
			if err != nil {
				return err
			}
			b.classes = append(b.classes, snapshotClass{copied, c.told.with(audience)})
		}
	}
	for i := range b.classes {
		if audience == "" || slices.Contains(b.classes[i].told, audience) {
			b.classes[i].State.Apply(e.Change)
			b.classes[i].At = e.At
		}
	}
	b.seq = e.Seq
	return nil
}

// tooMany says whether there are more restricted audiences than snapshots are made for.
func (b *snapshotBuilder) tooMany() bool { return len(b.audiences) > restrictedMost }

// newestBuilder goes on from the newest snapshots of a journal, or begins with its first entry.
func newestBuilder(ctx context.Context, reader *ent.Client, stream journal.Stream) (*snapshotBuilder, error) {
	b := &snapshotBuilder{stream: stream}
	rows, err := reader.ConferenceSnapshot.Query().Where(snapshotsOf(stream)...).
		Order(conferencesnapshot.BySeq(sql.OrderDesc())).Limit(1 << restrictedMost).All(viewer.With(ctx, viewer.Operator()))
	if err != nil {
		return nil, store.Fault(err)
	}
	for _, row := range rows {
		if row.Seq != rows[0].Seq {
			break
		}
		decoded, err := decodeSnapshot(row.State)
		if err != nil {
			return nil, err
		}
		told, err := parseAudienceNames(row.Told)
		if err != nil {
			return nil, err
		}
		if b.audiences, err = parseAudienceNames(row.Audiences); err != nil {
			return nil, err
		}
		b.seq = row.Seq
		b.classes = append(b.classes, snapshotClass{decoded, told})
	}
	if len(rows) == 0 {
		b.classes = []snapshotClass{{}}
	}
	return b, nil
}
