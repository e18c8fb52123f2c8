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

// newFloor returns the floor of a conference, whose fields are loaded by their resolvers.
func floorOf(_ context.Context, c *ent.Conference) (*view.Floor, error) {
	return &view.Floor{Conference: c}, nil
}

// currentRequests returns the request that has the floor, followed by the interrupted ones, the latest first.
func (r *Resolver) holders(ctx context.Context, f *view.Floor) ([]*ent.FloorRequest, error) {
	return batch(ctx, familyOf(f.Conference, conferenceID),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID][]*ent.FloorRequest, error) {
			rows, err := many(ctx, r.Reader.FloorRequest.Query().
				Where(floorrequest.ConferenceIDIn(ids...), floorrequest.StateIn(floorrequest.StateSpeaking, floorrequest.StatePaused)).
				Order(ent.Desc(floorrequest.FieldGivenAt, floorrequest.FieldID)), floorrequest.Columns...)
			found := grouped(rows, conferenceOfRequest)
			for _, those := range found {
				conference.Hold(those)
			}
			return found, err
		})
}

// currentRequest returns the request that has the floor, or nil if there is none.
func (r *Resolver) holder(ctx context.Context, f *view.Floor) (*ent.FloorRequest, error) {
	those, err := r.holders(ctx, f)
	if len(those) == 0 {
		return nil, err
	}
	return those[0], nil
}

// interruptedRequests returns the requests that were interrupted.
func (r *Resolver) interrupted(ctx context.Context, f *view.Floor) ([]*ent.FloorRequest, error) {
	those, err := r.holders(ctx, f)
	return those[min(1, len(those)):], err
}

// speakersQueue returns the waiting requests in order.
func (r *Resolver) speakersQueue(ctx context.Context, f *view.Floor) ([]*view.QueuedRequest, error) {
	return batch(ctx, familyOf(f.Conference, conferenceID),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID][]*view.QueuedRequest, error) {
			rows, err := many(below(ctx, "request"), r.Reader.FloorRequest.Query().
				Where(floorrequest.ConferenceIDIn(ids...), floorrequest.StateEQ(floorrequest.StateWaiting)), floorrequest.Columns...)
			if err != nil {
				return nil, err
			}
			turns, err := r.turnsAt(ctx, f.Conference)
			if err != nil {
				return nil, err
			}
			waiting, found := grouped(rows, conferenceOfRequest), make(map[gid.ID][]*view.QueuedRequest, len(ids))
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

func conferenceOfRequest(f *ent.FloorRequest) gid.ID { return f.ConferenceID }

func elapsed(ctx context.Context, f *ent.FloorRequest) int {
	return conference.Elapsed(f, store.Now(ctx))
}
