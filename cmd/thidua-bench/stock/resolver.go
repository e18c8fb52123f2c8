// Package stock is what a server for the same events costs that is made with gqlgen as it comes: its own
// executor and socket transport, and a field that is resolved where ours is. It executes for every
// subscriber.
package stock

import (
	"context"

	"thidua/internal/journal"
)

// Resolver is given the events of a conference after a position, for one subscriber.
type Resolver struct {
	Follow func(ctx context.Context, code string, after *journal.Position) (<-chan *journal.Event, error)
}
