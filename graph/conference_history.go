package graph

import (
	"context"

	"thidua/internal/conference"
	"thidua/internal/journal"
)

// conferenceAt is here because an argument of the field has the name of a package.
func (r *Resolver) conferenceAt(
	ctx context.Context, code string, to *journal.Position,
) (*conference.Replay, error) {
	return conference.ReplayAt(ctx, r.Store, code, to)
}
