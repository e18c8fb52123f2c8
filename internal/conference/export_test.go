package conference

import (
	"context"

	"thidua/internal/journal"
	"thidua/internal/store"
)

// MakeSnapshotsEvery is MakeSnapshots with fewer entries between two of them.
func MakeSnapshotsEvery(ctx context.Context, s *store.Store, every int64) (int, error) {
	return makeSnapshots(ctx, s, every, map[journal.Stream]bool{})
}
