package sampledata

import (
	"context"

	"thidua/internal/store"
)

// loader writes the data of one size.
type loader struct {
	Size
	store    *store.Store
	progress func(done, total int, what string)
}

// Load writes the generated data into a database with the published record, in one transaction; ctx must have
// the operator. It calls progress from time to time. Called by the command line. Errors: those of the
// commands.
func Load(ctx context.Context, s *store.Store, size Size, progress func(done, total int, what string)) error {
	l := &loader{size, s, progress}
	return s.Tx(ctx, func(ctx context.Context, _ *store.Tx) error {
		for _, part := range []func(context.Context) error{l.loadBodies, l.loadIndicators, l.loadConferences,
			l.loadReports,
			l.loadAwards} {
			if err := part(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}
