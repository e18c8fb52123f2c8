package registry_test

import (
	"testing"

	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/vi"
)

func TestProvince(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		registrytest.Base(t, s)
		registrytest.Put(t, s, registry.PutProvince, registry.Province{
			Code: "phu-tho-2025", Name: "Phú Thọ", Kind: "PROVINCE", ValidFrom: day(t, "2025-07-01"),
		})
		in := registry.Province{
			Code: "vinh-phuc", Name: "Vĩnh Phúc", Kind: "PROVINCE", ValidTo: day(t, "2025-07-01"),
			Successor: "phu-tho-2025",
			Cites:     []registry.Cite{{Document: "s0", Place: "L17"}},
		}
		registrytest.Put(t, s, registry.PutProvince, in)
		p := registrytest.Get(t, s.Reader().Province.Get, registry.ProvinceID("vinh-phuc"))
		eq(t, "valid to", p.ValidTo, in.ValidTo)
		eq(t, "sort key", p.SortKey, vi.SortKey("Vĩnh Phúc")+".vinh-phuc")
		eq(t, "successor", *p.SuccessorID, registry.ProvinceID("phu-tho-2025"))

		registrytest.Put(t, s, registry.PutProvince, registry.Province{Code: "vinh-phuc", Name: "Vĩnh Phúc",
			Kind: "MUNICIPALITY"})
		p = registrytest.Get(t, s.Reader().Province.Get, registry.ProvinceID("vinh-phuc"))
		if p.SuccessorID != nil || !p.ValidTo.IsZero() || p.Kind != "MUNICIPALITY" {
			t.Errorf("left over: %v", p)
		}

		in.Successor = "vinh-phuc"
		registrytest.Refused(t, s, registry.PutProvince, in, registrytest.Bad("successor", "ITSELF"))
		in.Successor = "atlantis"
		registrytest.Refused(t, s, registry.PutProvince, in, registrytest.Unknown("Province", "atlantis"))
		in.Successor, in.ValidFrom = "", day(t, "2025-07-02")
		registrytest.Refused(t, s, registry.PutProvince, in, registrytest.Bad("valid_to", "OUT_OF_ORDER"))
	})
}
