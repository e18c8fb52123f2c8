package command_test

import (
	"context"
	"testing"

	"thidua/internal/command"
	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

func TestRefsCheck_OneQueryPerKind(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, store.SQLite)
	registrytest.PutBase(t, s)
	ask := func(units ...string) int {
		ctx, queries := storetest.CountQueries(t.Context())
		err := s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
			var refs command.Refs
			for _, u := range units {
				command.RequireRef(&refs, registry.UnitID, u)
			}
			command.RequireRef(&refs, registry.ClusterID, 2)
			return refs.Check(ctx, tx)
		})
		if err != nil {
			t.Fatal(err)
		}
		return queries.Count()
	}
	for _, units := range [][]string{{"moet"}, {"moet", "ha-nam", "bac-ninh", "moet"}} {
		if n := ask(units...); n != 2 {
			t.Errorf("queries for %v and a cluster: %d, want 2", units, n)
		}
	}
}
