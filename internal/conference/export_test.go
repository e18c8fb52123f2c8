package conference

import (
	"context"

	"thidua/internal/journal"
	"thidua/internal/store"
)

// MakeSnapshotsEvery is MakeSnapshots with a configurable number of entries between snapshots.
func MakeSnapshotsEvery(ctx context.Context, s *store.Store, every int64) (int, error) {
	return makeSnapshots(ctx, s, every, map[journal.Stream]bool{})
}
