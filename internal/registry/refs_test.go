package registry_test

import (
	"context"
	"testing"

	"thidua/ent"
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
		err := s.Tx(ctx, func(ctx context.Context, tx *ent.Tx) error {
			var refs registry.Refs
			for _, u := range units {
				registry.RequireRef(&refs, registry.UnitID, u)
			}
			registry.RequireRef(&refs, registry.ClusterID, 2)
			return refs.Check(ctx, tx)
		})
		if err != nil {
			t.Fatal(err)
		}
		return queries.Count()
	}
	eq(t, "queries for one", ask("moet"), 2)
	eq(t, "queries for many", ask("moet", "ha-nam", "bac-ninh", "moet"), 2)
}
