package graph

import (
	"context"

	"thidua/ent"
	"thidua/ent/floorrequest"
	"thidua/graph/view"
	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/store"
)

func (r *Resolver) floorRequest(ctx context.Context) func(gid.ID, error) (*ent.FloorRequest, error) {
	return changed(ctx, func(id gid.ID) *ent.FloorRequestQuery {
		return r.Reader.FloorRequest.Query().Where(floorrequest.ID(id))
	})
}

// floorOf is the floor of a conference: its fields read what they show.
func floorOf(_ context.Context, c *ent.Conference) (*view.Floor, error) {
	return &view.Floor{Conference: c}, nil
}

// holders reads who has the floor, and who was interrupted, the last one first.
func (r *Resolver) holders(ctx context.Context, f *view.Floor) ([]*ent.FloorRequest, error) {
	return batch(ctx, familyOf(f.Conference, conferenceID), func(ctx context.Context, ids []gid.ID) (map[gid.ID][]*ent.FloorRequest, error) {
		q, err := r.Reader.FloorRequest.Query().
			Where(floorrequest.ConferenceIDIn(ids...), floorrequest.StateIn(floorrequest.StateSpeaking, floorrequest.StatePaused)).
			Order(ent.Desc(floorrequest.FieldGivenAt, floorrequest.FieldID)).CollectFields(ctx)
		if err != nil {
			return nil, err
		}
		q.Select(floorrequest.Columns...)
		rows, err := q.All(ctx)
		if err != nil {
			return nil, err
		}
		found := make(map[gid.ID][]*ent.FloorRequest, len(ids))
		for _, row := range rows {
			found[row.ConferenceID] = append(found[row.ConferenceID], row)
		}
		for _, those := range found {
			conference.Hold(those)
		}
		return found, nil
	})
}

// holder is who has the floor; null for nobody.
func (r *Resolver) holder(ctx context.Context, f *view.Floor) (*ent.FloorRequest, error) {
	those, err := r.holders(ctx, f)
	if len(those) == 0 {
		return nil, err
	}
	return those[0], nil
}

// interrupted are who has the floor again afterwards.
func (r *Resolver) interrupted(ctx context.Context, f *view.Floor) ([]*ent.FloorRequest, error) {
	those, err := r.holders(ctx, f)
	return append([]*ent.FloorRequest{}, those[min(1, len(those)):]...), err
}

// speakersQueue reads who waits, in their order.
func (r *Resolver) speakersQueue(ctx context.Context, f *view.Floor) ([]*view.QueuedRequest, error) {
	return batch(ctx, familyOf(f.Conference, conferenceID), func(ctx context.Context, ids []gid.ID) (map[gid.ID][]*view.QueuedRequest, error) {
		q, err := r.Reader.FloorRequest.Query().
			Where(floorrequest.ConferenceIDIn(ids...), floorrequest.StateEQ(floorrequest.StateWaiting)).CollectFields(below(ctx, "request"))
		if err != nil {
			return nil, err
		}
		q.Select(floorrequest.Columns...)
		rows, err := q.All(ctx)
		if err != nil {
			return nil, err
		}
		turns, err := r.turns(ctx, floorrequest.ConferenceIDIn(ids...))
		if err != nil {
			return nil, err
		}
		waiting := map[gid.ID][]*ent.FloorRequest{}
		for _, row := range rows {
			waiting[row.ConferenceID] = append(waiting[row.ConferenceID], row)
		}
		found := make(map[gid.ID][]*view.QueuedRequest, len(ids))
		for _, c := range f.Conference.Siblings() {
			found[c.ID] = queued(waiting[c.ID], turns[c.ID], conference.QuotaOf(c))
		}
		return found, nil
	})
}

func queued(rows []*ent.FloorRequest, turns []conference.Turn, quota conference.Quota) []*view.QueuedRequest {
	waiting, at := conference.WaitingOf(rows)
	out := make([]*view.QueuedRequest, len(waiting))
	for i, p := range conference.Queue(waiting, conference.HeardIn(turns), quota) {
		out[i] = &view.QueuedRequest{Place: i + 1, Request: rows[at[p.Of]], Reason: view.QueueReason(p.Reason),
			UnitSpokenSeconds: p.UnitSpoken, SiteSpokenSeconds: p.SiteSpoken, OverQuota: p.OverQuota}
	}
	return out
}

func elapsed(ctx context.Context, f *ent.FloorRequest) int {
	return conference.Elapsed(f, store.Now(ctx))
}
