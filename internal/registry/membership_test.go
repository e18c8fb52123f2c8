package registry_test

import (
	"slices"
	"strings"
	"testing"

	"thidua/ent"
	"thidua/ent/citation"
	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

func TestPutMembership(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		registrytest.PutBase(t, s)
		in := registry.Membership{
			Cluster: 2, SchoolYear: year, Units: []string{"vinh-phuc", "bac-ninh", "ha-nam"},
			Cites: []registry.Cite{{Document: "s0", Place: "L8"}},
		}
		registrytest.PutTwice(t, s, registry.PutMembership, in)
		eq(t, "members", members(t, s), "vinh-phuc bac-ninh ha-nam")
		in.SchoolYear = year.Next()
		registrytest.PutTwice(t, s, registry.PutMembership, in)

		// Reorder, add and remove members: ordinals are exchanged although they are unique.
		in.SchoolYear, in.Units = year, []string{"ha-nam", "hai-duong", "vinh-phuc"}
		registrytest.PutTwice(t, s, registry.PutMembership, in)
		eq(t, "members", members(t, s), "ha-nam hai-duong vinh-phuc")
		if n := s.Reader().Citation.Query().Where(citation.MembershipIDNotNil()).CountX(t.Context()); n != 6 {
			t.Errorf("%d citations, want one for each of the six memberships", n)
		}

		bad := in
		bad.Cluster = 5
		// its units are in cluster 2
		registrytest.RequireRejected(t, s, registry.PutMembership, bad, registrytest.Conflict())
		bad.Units = []string{"bac-ninh", "nowhere"}
		registrytest.RequireRejected(t, s, registry.PutMembership, bad, registrytest.UnknownCode("Unit", "nowhere"))
		bad.Units = []string{"bac-ninh", "moet", "bac-ninh"}
		registrytest.RequireRejected(
			t, s, registry.PutMembership, bad, registrytest.BadInput("units[2]", "REPEATED"),
		)
		bad.Units = nil
		registrytest.RequireRejected(t, s, registry.PutMembership, bad, registrytest.BadInput("units", "EMPTY"))
	})
}

func members(t *testing.T, s *store.Store) string {
	t.Helper()
	rows := s.Reader().Membership.Query().WithUnit().AllX(t.Context())
	rows = slices.DeleteFunc(rows, func(m *ent.Membership) bool { return m.SchoolYear != year })
	codes := make([]string, len(rows))
	for _, m := range rows {
		codes[m.Ordinal-1] = m.Edges.Unit.Code
	}
	return strings.Join(codes, " ")
}
