package graph

import (
	"context"

	"thidua/ent"
	"thidua/ent/cluster"
	entconference "thidua/ent/conference"
	"thidua/ent/predicate"
	"thidua/internal/journal"
	"thidua/internal/live"
	"thidua/internal/vi"
)

// conferenceStreamFinder returns a finder of the stream of a conference that the viewer may see.
func (r *Resolver) conferenceStreamFinder(where predicate.Conference) live.FindStreamFunc {
	return func(ctx context.Context) (journal.Stream, error) {
		id, err := r.Reader.Conference.Query().Where(where).OnlyID(ctx)
		return journal.ConferenceStream(id), err
	}
}

// liveConferenceField subscribes to a live query of one field of a conference. build reads it like the field,
// with batches of its own, because the root of a subscription is not part of a response with batches.
func liveConferenceField[T any](
	ctx context.Context, r *Resolver, code string, build func(context.Context, *ent.Conference) (T, error),
) (<-chan T, error) {
	return live.ResolveLiveQuery(ctx, r.conferenceStreamFinder(entconference.Code(code)),
		func(ctx context.Context) (shown T, err error) {
			c, err := r.Reader.Conference.Query().Where(entconference.Code(code)).Only(ctx)
			if err != nil {
				return shown, err
			}
			return build(withBatches(ctx), c)
		})
}

// clusterStreamFinder returns a finder of the stream of a cluster's school year.
func (r *Resolver) clusterStreamFinder(number int, year vi.SchoolYear) live.FindStreamFunc {
	return func(ctx context.Context) (journal.Stream, error) {
		id, err := r.Reader.Cluster.Query().Where(cluster.Number(number)).OnlyID(ctx)
		return journal.ClusterStream(id, year), err
	}
}

// nationStream finds the stream of the nation, which every viewer may follow who may read anything.
func (r *Resolver) nationStream(ctx context.Context) (journal.Stream, error) {
	_, err := r.Reader.Cluster.Query().Exist(ctx)
	return journal.NationStream, err
}

// liveConference subscribes to a live query of a conference.
func (r *Resolver) liveConference(ctx context.Context, code string) (<-chan *ent.Conference, error) {
	return live.ResolveLiveQuery(ctx, r.conferenceStreamFinder(entconference.Code(code)),
		func(ctx context.Context) (*ent.Conference, error) {
			return collectOne(ctx, r.Reader.Conference.Query().Where(entconference.Code(code)))
		})
}
