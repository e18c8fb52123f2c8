package registry_test

import (
	"testing"

	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

func TestCluster(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		registrytest.Put(t, s, registry.PutCluster,
			registry.Cluster{Number: 2, Kind: "CLUSTER", Name: "Cụm 2", Region: "đồng bằng"})
		registrytest.Put(t, s, registry.PutCluster, registry.Cluster{Number: 2, Kind: "BLOC", Name: "Khối 2"})
		c := registrytest.Get(t, s.Reader().Cluster.Get, registry.ClusterID(2))
		if c.Number != 2 || c.Kind != "BLOC" || c.Name != "Khối 2" || c.Region != nil {
			t.Error(c)
		}
		registrytest.Refused(t, s, registry.PutCluster, registry.Cluster{Kind: "BLOC", Name: "Khối"},
			registrytest.Bad("number", "NOT_POSITIVE"))
		registrytest.Refused(t, s, registry.PutCluster,
			registry.Cluster{Number: 1 << 31, Kind: "BLOC", Name: "Khối"},
			registrytest.Bad("number", "TOO_LARGE"))
	})
}

func TestOffice(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		registrytest.Base(t, s)
		head := registry.Office{Cluster: 2, SchoolYear: year, Role: "HEAD", Unit: "bac-ninh"}
		registrytest.Put(t, s, registry.PutOffice, head)
		id := registry.OfficeID(2, year, "HEAD", "bac-ninh")
		eq(t, "came by", registrytest.Get(t, s.Reader().Office.Get, id).CameBy, "NOT_STATED")
		head.CameBy = "CONSENSUS"
		registrytest.Put(t, s, registry.PutOffice, head)
		eq(t, "came by", registrytest.Get(t, s.Reader().Office.Get, id).CameBy, "CONSENSUS")
		registrytest.Put(t, s, registry.PutOffice,
			registry.Office{Cluster: 2, SchoolYear: year, Role: "DEPUTY_HEAD", Unit: "ha-nam"})

		other := head
		other.Unit = "ha-nam"
		registrytest.Refused(t, s, registry.PutOffice, other, registrytest.Taken()) // a second head
		other.Unit, other.Role = "bac-ninh", "DEPUTY_HEAD"
		// a head who is the deputy too
		registrytest.Refused(t, s, registry.PutOffice, other, registrytest.Taken())
		other.Cluster = 9
		registrytest.Refused(t, s, registry.PutOffice, other, registrytest.Unknown("Cluster", "9"))
		other.SchoolYear = 0
		registrytest.Refused(t, s, registry.PutOffice, other, registrytest.Bad("school_year", "MISSING"))
		other.SchoolYear = 1900
		registrytest.Refused(t, s, registry.PutOffice, other, registrytest.Bad("school_year", "BAD_VALUE"))
	})
}
