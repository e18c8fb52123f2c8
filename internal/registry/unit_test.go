package registry_test

import (
	"testing"

	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/vi"
)

func TestPutUnit(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		registrytest.PutBase(t, s)
		in := registry.Unit{
			Code: "vu-tccb", Kind: "MINISTRY_DEPARTMENT", Name: "Vụ Tổ chức cán bộ", ShortName: "Vụ TCCB",
			NameEn:    "Personnel",
			ValidFrom: day(t, "1990"), ValidTo: day(t, "2025-03-01?"), Province: "ha-nam", Parent: "moet",
		}
		registrytest.PutTwice(t, s, registry.PutUnit, in)
		u := registrytest.GetRow(t, s.Reader().Unit.Get, registry.UnitID(in.Code))
		eq(t, "parent", *u.ParentID, registry.UnitID("moet"))
		eq(t, "province", *u.ProvinceID, registry.ProvinceID("ha-nam"))
		eq(t, "valid to", u.ValidTo.String(), "2025-03-01?")
		eq(t, "sort key", u.SortKey, vi.SortKey("Vụ TCCB")+"."+in.Code)
		eq(t, "search key", u.SearchKey, "vu to chuc can bo vu tccb personnel vu tccb")
		eq(t, "search key of a department",
			registrytest.GetRow(t, s.Reader().Unit.Get, registry.UnitID("ha-nam")).SearchKey,
			"so giao duc va dao tao tinh ha nam ha nam ha nam so gd dt ha nam")

		registrytest.PutTwice(t, s, registry.PutUnit, registry.Unit{Code: in.Code, Kind: "OTHER", Name: "Vụ",
			ShortName: "Vụ"})
		u = registrytest.GetRow(t, s.Reader().Unit.Get, registry.UnitID(in.Code))
		if u.ParentID != nil || u.ProvinceID != nil || u.NameEn != nil || !u.ValidFrom.IsZero() ||
			!u.ValidTo.IsZero() {
			t.Errorf("left over: %v", u)
		}

		bad := in
		bad.Parent = bad.Code
		registrytest.RequireRejected(t, s, registry.PutUnit, bad, registrytest.BadInput("parent", "ITSELF"))
		bad.Parent = "nowhere"
		registrytest.RequireRejected(t, s, registry.PutUnit, bad, registrytest.UnknownCode("Unit", "nowhere"))
		bad.Province = "atlantis" // checked first
		registrytest.RequireRejected(t, s, registry.PutUnit, bad, registrytest.UnknownCode("Province", "atlantis"))
		bad.ShortName = ""
		registrytest.RequireRejected(t, s, registry.PutUnit, bad, registrytest.BadInput("short_name", "EMPTY"))
	})
}

func TestPutSuccession(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		registrytest.PutBase(t, s)
		in := registry.Succession{
			Predecessor: "ha-nam", Successor: "bac-ninh", Kind: "MERGER", EffectiveOn: day(t, "2025-07-01"),
			LegalBasis: "Nghị quyết 202/2025/QH15",
			Cites:      []registry.Cite{{Document: "s0", Confidence: "EXTERNAL"}},
		}
		registrytest.PutTwice(t, s, registry.PutSuccession, in)
		in.Kind, in.LegalBasis = "RENAMING", "Nghị định"
		registrytest.PutTwice(t, s, registry.PutSuccession, in)
		row := registrytest.GetRow(t, s.Reader().Succession.Get, registry.SuccessionID("ha-nam", "bac-ninh"))
		eq(t, "kind", row.Kind, in.Kind)
		eq(t, "effective on", row.EffectiveOn, in.EffectiveOn)

		bad := in
		bad.Successor = "ha-nam"
		registrytest.RequireRejected(
			t, s, registry.PutSuccession, bad, registrytest.BadInput("successor", "ITSELF"),
		)
		bad.Successor = "nowhere"
		registrytest.RequireRejected(t, s, registry.PutSuccession, bad, registrytest.UnknownCode("Unit", "nowhere"))
		bad.EffectiveOn = vi.Date{}
		registrytest.RequireRejected(
			t, s, registry.PutSuccession, bad, registrytest.BadInput("effective_on", "MISSING"),
		)
	})
}
