package registry_test

import (
	"testing"

	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

func TestPutCluster(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		registrytest.PutTwice(t, s, registry.PutCluster,
			registry.Cluster{Number: 2, Kind: "CLUSTER", Name: "Cụm 2", Region: "đồng bằng"})
		registrytest.PutTwice(t, s, registry.PutCluster, registry.Cluster{Number: 2, Kind: "BLOC", Name: "Khối 2"})
		c := registrytest.GetRow(t, s.Reader().Cluster.Get, registry.ClusterID(2))
		if c.Number != 2 || c.Kind != "BLOC" || c.Name != "Khối 2" || c.Region != nil {
			t.Error(c)
		}
		registrytest.RequireRejected(t, s, registry.PutCluster, registry.Cluster{Kind: "BLOC", Name: "Khối"},
			registrytest.BadInput("number", "NOT_POSITIVE"))
		registrytest.RequireRejected(t, s, registry.PutCluster,
			registry.Cluster{Number: 1 << 31, Kind: "BLOC", Name: "Khối"},
			registrytest.BadInput("number", "TOO_LARGE"))
	})
}

func TestPutOffice(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		registrytest.PutBase(t, s)
		head := registry.Office{Cluster: 2, SchoolYear: year, Role: "HEAD", Unit: "bac-ninh"}
		registrytest.PutTwice(t, s, registry.PutOffice, head)
		id := registry.OfficeID(2, year, "HEAD", "bac-ninh")
		eq(t, "came by", registrytest.GetRow(t, s.Reader().Office.Get, id).SelectionMethod, "NOT_STATED")
		head.CameBy = "CONSENSUS"
		registrytest.PutTwice(t, s, registry.PutOffice, head)
		eq(t, "came by", registrytest.GetRow(t, s.Reader().Office.Get, id).SelectionMethod, "CONSENSUS")
		registrytest.PutTwice(t, s, registry.PutOffice,
			registry.Office{Cluster: 2, SchoolYear: year, Role: "DEPUTY_HEAD", Unit: "ha-nam"})

		other := head
		other.Unit = "ha-nam"
		registrytest.RequireRejected(t, s, registry.PutOffice, other, registrytest.Conflict()) // a second head
		other.Unit, other.Role = "bac-ninh", "DEPUTY_HEAD"
		// a head who is the deputy too
		registrytest.RequireRejected(t, s, registry.PutOffice, other, registrytest.Conflict())
		other.Cluster = 9
		registrytest.RequireRejected(t, s, registry.PutOffice, other, registrytest.UnknownCode("Cluster", "9"))
		other.SchoolYear = 0
		registrytest.RequireRejected(
			t, s, registry.PutOffice, other, registrytest.BadInput("school_year", "MISSING"),
		)
		other.SchoolYear = 1900
		registrytest.RequireRejected(
			t, s, registry.PutOffice, other, registrytest.BadInput("school_year", "BAD_VALUE"),
		)
	})
}
