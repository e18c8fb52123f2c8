package command_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"thidua/internal/command"
	"thidua/internal/fault"
	"thidua/internal/gid"
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
				command.RequireRef(&refs, "unit", registry.UnitID, u)
			}
			command.RequireRef(&refs, "cluster", registry.ClusterID, 2)
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

// TestRefsCheck_UnknownCodes checks that all unknown references are reported, each with its field, in the
// order of their registration, and at most fifty.
func TestRefsCheck_UnknownCodes(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, store.SQLite)
	registrytest.PutBase(t, s)
	check := func(register func(*command.Refs)) []fault.InvalidField {
		err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			var refs command.Refs
			register(&refs)
			return refs.Check(ctx, tx)
		})
		known, ok := fault.FromError(err)
		if !ok || known.Code() != "UNKNOWN_CODE" || known.Params()["code"] != known.Fields()[0].Params["code"] {
			t.Fatalf("%v", err)
		}
		return known.Fields()
	}
	unknown := func(path, kind, code string) fault.InvalidField {
		return fault.InvalidField{Path: path, Code: "UNKNOWN_CODE",
			Params: map[string]any{"kind": kind, "code": code}}
	}
	got := check(func(refs *command.Refs) {
		refs.AddUnknown("site", gid.Site, "moon")
		command.OptionalRef(refs, "host", registry.UnitID, "")
		command.RequireRef(refs, "cluster", registry.ClusterID, 99)
		command.RequireRefs(refs, "units", registry.UnitID, []string{"moet", "nowhere", "ha-nam", "nobody"})
	})
	want := []fault.InvalidField{unknown("cluster", "Cluster", "99"), unknown("units[1]", "Unit", "nowhere"),
		unknown("units[3]", "Unit", "nobody"), unknown("site", "Site", "moon")}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	many := check(func(refs *command.Refs) {
		for i := range 60 {
			command.RequireRef(refs, "units", registry.UnitID, fmt.Sprint("nowhere-", i))
		}
	})
	if len(many) != 50 {
		t.Errorf("%d fields", len(many))
	}
}
