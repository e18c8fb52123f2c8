package graph

import (
	"context"

	"thidua/ent"
	"thidua/ent/floorrequest"
	"thidua/graph/view"
	"thidua/internal/conference"
	"thidua/internal/floorqueue"
	"thidua/internal/gid"
	"thidua/internal/store"
)

// newFloor returns the floor of a conference, whose fields are loaded by their resolvers.
func newFloor(_ context.Context, c *ent.Conference) (*view.Floor, error) {
	return &view.Floor{Conference: c}, nil
}

// currentRequests returns the request that has the floor, followed by the interrupted ones, the latest first.
func (r *Resolver) currentRequests(ctx context.Context, f *view.Floor) ([]*ent.FloorRequest, error) {
	return loadBatch(ctx, siblingKeysOf(f.Conference, conferenceID),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID][]*ent.FloorRequest, error) {
			rows, err := collectMany(ctx, r.Reader.FloorRequest.Query().
				Where(floorrequest.ConferenceIDIn(ids...),
					floorrequest.StateIn(floorrequest.StateSpeaking, floorrequest.StatePaused)).
				Order(ent.Desc(floorrequest.FieldGivenAt, floorrequest.FieldID)), floorrequest.Columns...)
			found := groupBy(rows, conferenceOfRequest)
			for _, requests := range found {
				conference.SortHolders(requests)
			}
			return found, err
		})
}

// currentRequest returns the request that has the floor, or nil if there is none.
func (r *Resolver) currentRequest(ctx context.Context, f *view.Floor) (*ent.FloorRequest, error) {
	requests, err := r.currentRequests(ctx, f)
	if len(requests) == 0 {
		return nil, err
	}
	return requests[0], nil
}

// interruptedRequests returns the requests that were interrupted.
func (r *Resolver) interruptedRequests(ctx context.Context, f *view.Floor) ([]*ent.FloorRequest, error) {
	requests, err := r.currentRequests(ctx, f)
	return requests[min(1, len(requests)):], err
}

// speakersQueue returns the waiting requests in order.
func (r *Resolver) speakersQueue(ctx context.Context, f *view.Floor) ([]*view.QueuedRequest, error) {
	return loadBatch(ctx, siblingKeysOf(f.Conference, conferenceID),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID][]*view.QueuedRequest, error) {
			rows, err := collectMany(withSelectionOf(ctx, "floorRequest"), r.Reader.FloorRequest.Query().
				Where(floorrequest.ConferenceIDIn(ids...), floorrequest.StateEQ(floorrequest.StateWaiting)),
				floorrequest.Columns...)
			if err != nil {
				return nil, err
			}
			turns, err := r.turnsOf(ctx, f.Conference)
			if err != nil {
				return nil, err
			}
			waiting, found := groupBy(rows, conferenceOfRequest),
				make(map[gid.ID][]*view.QueuedRequest, len(ids))
			for _, c := range f.Conference.Siblings() {
				found[c.ID] = computeQueue(waiting[c.ID], turns[c.ID], conference.QuotaOf(c))
			}
			return found, nil
		})
}

func computeQueue(
	rows []*ent.FloorRequest, turns []conference.Turn, quota floorqueue.Quota,
) []*view.QueuedRequest {
	waiting, indexes := conference.WaitingRequestsOf(rows)
	out := make([]*view.QueuedRequest, len(waiting))
	for i, entry := range floorqueue.Order(waiting, conference.SpeakingTimeOf(turns), quota) {
		out[i] = &view.QueuedRequest{Place: i + 1, FloorRequest: rows[indexes[entry.Index]],
			Reason:            view.QueueReason(entry.Reason),
			UnitSpokenSeconds: entry.UnitSpoken, SiteSpokenSeconds: entry.SiteSpoken, OverQuota: entry.OverQuota}
	}
	return out
}

func conferenceOfRequest(f *ent.FloorRequest) gid.ID { return f.ConferenceID }

func elapsedSeconds(f *ent.FloorRequest) int {
	return conference.SpokenSeconds(f, store.Now())
}
