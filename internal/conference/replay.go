package conference

import (
	"context"

	"thidua/ent/conference"
	"thidua/internal/fault"
	"thidua/internal/journal"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// ReplayAt replays a conference from the newest snapshot of its journal and the entries after it,
// up to a position, or up to now if to is nil. It contains only what the viewer may see. Called by
// the API. Errors: NOT_FOUND, BAD_POSITION, POSITION_LOST, and NOT_IN_JOURNAL if the conference is
// not planned at the position.
func ReplayAt(ctx context.Context, s *store.Store, code string, to *journal.Position) (*Replay, error) {
	c, err := findConference(ctx, s, conference.Code(code))
	if err != nil {
		return nil, err
	}
	out, v := &Replay{}, viewer.FromContext(ctx)
	stream := journal.ConferenceStream(c.ID)
	restore := func(to int64) (int64, error) { return out.restore(ctx, s.Reader(), stream, to, v) }
	out.Position, err = journal.ReadRange(ctx, s.Reader(), stream, to, restore, func(e journal.Entry) {
		if e.Audience.Includes(v) {
			out.Apply(e.Change)
			out.At = e.At
		}
	})
	if err == nil && !out.isPlanned() {
		err = fault.NotInJournal.With()
	}
	if err == nil {
		err = out.hideAnnouncements(ctx, s.Reader())
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}
