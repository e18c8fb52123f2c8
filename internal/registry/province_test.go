package registry_test

import (
	"testing"

	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/vi"
)

func TestPutProvince(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		registrytest.PutBase(t, s)
		registrytest.PutTwice(t, s, registry.PutProvince, registry.Province{
			Code: "phu-tho-2025", Name: "Phú Thọ", Kind: "PROVINCE", ValidFrom: day(t, "2025-07-01"),
		})
		in := registry.Province{
			Code: "vinh-phuc", Name: "Vĩnh Phúc", Kind: "PROVINCE", ValidTo: day(t, "2025-07-01"),
			Successor: "phu-tho-2025",
			Cites:     []registry.Cite{{Document: "s0", Place: "L17"}},
		}
		registrytest.PutTwice(t, s, registry.PutProvince, in)
		p := registrytest.GetRow(t, s.Reader().Province.Get, registry.ProvinceID("vinh-phuc"))
		eq(t, "valid to", p.ValidTo, in.ValidTo)
		eq(t, "sort key", p.SortKey, vi.SortKey("Vĩnh Phúc")+".vinh-phuc")
		eq(t, "successor", *p.SuccessorID, registry.ProvinceID("phu-tho-2025"))

		registrytest.PutTwice(t, s, registry.PutProvince, registry.Province{Code: "vinh-phuc", Name: "Vĩnh Phúc",
			Kind: "MUNICIPALITY"})
		p = registrytest.GetRow(t, s.Reader().Province.Get, registry.ProvinceID("vinh-phuc"))
		if p.SuccessorID != nil || !p.ValidTo.IsZero() || p.Kind != "MUNICIPALITY" {
			t.Errorf("left over: %v", p)
		}

		in.Successor = "vinh-phuc"
		registrytest.RequireRejected(t, s, registry.PutProvince, in, registrytest.BadInput("successor", "ITSELF"))
		in.Successor = "atlantis"
		registrytest.RequireRejected(
			t, s, registry.PutProvince, in, registrytest.UnknownCode("Province", "atlantis"),
		)
		in.Successor, in.ValidFrom = "", day(t, "2025-07-02")
		registrytest.RequireRejected(
			t, s, registry.PutProvince, in, registrytest.BadInput("valid_to", "OUT_OF_ORDER"),
		)
	})
}
