package scale

import (
	"context"

	"thidua/ent"
	"thidua/internal/store"
)

// loading is one writing of a size.
type loading struct {
	Size
	store    *store.Store
	progress func(done, total int, what string)
}

// Load writes the generated data into a database that has the published record, in one transaction; ctx has to be the
// operator's. progress is called now and then. The command line calls it. Its refusals are those of the verbs.
func Load(ctx context.Context, s *store.Store, size Size, progress func(done, total int, what string)) error {
	l := &loading{size, s, progress}
	return s.Tx(ctx, func(ctx context.Context, _ *ent.Tx) error {
		for _, part := range []func(context.Context) error{l.bodies, l.measures, l.conferences, l.reports, l.awards} {
			if err := part(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}
