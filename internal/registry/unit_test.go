package registry_test

import (
	"testing"

	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/vi"
)

func TestUnit(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		registrytest.Base(t, s)
		in := registry.Unit{
			Code: "vu-tccb", Kind: "MINISTRY_DEPARTMENT", Name: "Vụ Tổ chức cán bộ", ShortName: "Vụ TCCB",
			NameEn:    "Personnel",
			ValidFrom: day(t, "1990"), ValidTo: day(t, "2025-03-01?"), Province: "ha-nam", Parent: "moet",
		}
		registrytest.Put(t, s, registry.PutUnit, in)
		u := registrytest.Get(t, s.Reader().Unit.Get, registry.UnitID(in.Code))
		eq(t, "parent", *u.ParentID, registry.UnitID("moet"))
		eq(t, "province", *u.ProvinceID, registry.ProvinceID("ha-nam"))
		eq(t, "valid to", u.ValidTo.String(), "2025-03-01?")
		eq(t, "sort key", u.SortKey, vi.SortKey("Vụ TCCB")+"."+in.Code)
		eq(t, "search key", u.SearchKey, "vu to chuc can bo vu tccb personnel vu tccb")
		eq(t, "search key of a department",
			registrytest.Get(t, s.Reader().Unit.Get, registry.UnitID("ha-nam")).SearchKey,
			"so giao duc va dao tao tinh ha nam ha nam ha nam so gd dt ha nam")

		registrytest.Put(t, s, registry.PutUnit, registry.Unit{Code: in.Code, Kind: "OTHER", Name: "Vụ",
			ShortName: "Vụ"})
		u = registrytest.Get(t, s.Reader().Unit.Get, registry.UnitID(in.Code))
		if u.ParentID != nil || u.ProvinceID != nil || u.NameEn != nil || !u.ValidFrom.IsZero() ||
			!u.ValidTo.IsZero() {
			t.Errorf("left over: %v", u)
		}

		bad := in
		bad.Parent = bad.Code
		registrytest.Refused(t, s, registry.PutUnit, bad, registrytest.Bad("parent", "ITSELF"))
		bad.Parent = "nowhere"
		registrytest.Refused(t, s, registry.PutUnit, bad, registrytest.Unknown("Unit", "nowhere"))
		bad.Province = "atlantis" // checked first
		registrytest.Refused(t, s, registry.PutUnit, bad, registrytest.Unknown("Province", "atlantis"))
		bad.ShortName = ""
		registrytest.Refused(t, s, registry.PutUnit, bad, registrytest.Bad("short_name", "EMPTY"))
	})
}

func TestSuccession(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		registrytest.Base(t, s)
		in := registry.Succession{
			Predecessor: "ha-nam", Successor: "bac-ninh", Kind: "MERGER", EffectiveOn: day(t, "2025-07-01"),
			LegalBasis: "Nghị quyết 202/2025/QH15",
			Cites:      []registry.Cite{{Document: "s0", Confidence: "EXTERNAL"}},
		}
		registrytest.Put(t, s, registry.PutSuccession, in)
		in.Kind, in.LegalBasis = "RENAMING", "Nghị định"
		registrytest.Put(t, s, registry.PutSuccession, in)
		row := registrytest.Get(t, s.Reader().Succession.Get, registry.SuccessionID("ha-nam", "bac-ninh"))
		eq(t, "kind", row.Kind, in.Kind)
		eq(t, "effective on", row.EffectiveOn, in.EffectiveOn)

		bad := in
		bad.Successor = "ha-nam"
		registrytest.Refused(t, s, registry.PutSuccession, bad, registrytest.Bad("successor", "ITSELF"))
		bad.Successor = "nowhere"
		registrytest.Refused(t, s, registry.PutSuccession, bad, registrytest.Unknown("Unit", "nowhere"))
		bad.EffectiveOn = vi.Date{}
		registrytest.Refused(t, s, registry.PutSuccession, bad, registrytest.Bad("effective_on", "MISSING"))
	})
}
