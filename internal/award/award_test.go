package award_test

import (
	"testing"

	"thidua/internal/award"
	"thidua/internal/conference"
	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/vi"
)

const flag = "MINISTRY_EMULATION_FLAG"

var key = award.Key{Kind: flag, Unit: "bac-ninh", SchoolYear: 2023}

// putBase writes registrytest.PutBase, an award kind and a conference.
func base(t *testing.T, s *store.Store) {
	t.Helper()
	registrytest.Base(t, s)
	registrytest.Put(t, s, award.PutKind, award.Kind{Code: flag, Class: "TITLE", Level: "MINISTRY",
		Name: "Cờ thi đua của Bộ", NameEn: "Flag", Ordinal: 1})
	registrytest.Put(t, s, conference.Record, conference.Conference{Code: "c2", Kind: "FINAL_REVIEW",
		Title: "Tổng kết", SchoolYear: 2023, Cluster: 2})
}

func TestKind(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		in := award.Kind{Code: flag, Class: "TITLE", Level: "MINISTRY", Name: "Cờ thi đua của Bộ",
			NameEn: "Flag", Ordinal: 2}
		registrytest.Put(t, s, award.PutKind, in)
		in.Class, in.Level, in.Ordinal = "COMMENDATION", "STATE", 1
		registrytest.Put(t, s, award.PutKind, in)
		k := registrytest.Get(t, s.Reader().AwardKind.Get, award.KindID(flag))
		if k.Class != in.Class || k.Level != in.Level || k.Ordinal != 1 || k.SortKey != vi.SortKey(in.Name) {
			t.Error(k)
		}
		bad := in
		bad.Ordinal = 0
		registrytest.Refused(t, s, award.PutKind, bad, registrytest.Bad("ordinal", "NOT_POSITIVE"))
		bad.Level = "WORLD"
		registrytest.Refused(t, s, award.PutKind, bad, registrytest.Bad("level", "BAD_VALUE"))
		bad.Code = "CỜ"
		registrytest.Refused(t, s, award.PutKind, bad, registrytest.Bad("code", "BAD_CODE"))
	})
}

func TestNominate(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		base(t, s)
		in := award.Nomination{
			Kind: flag, Unit: "bac-ninh", SchoolYear: 2023, Ordinal: 1, Cluster: 2, Conference: "c2",
			Cites: []registry.Cite{{Document: "s0", Place: "L56"}},
		}
		registrytest.Put(t, s, award.Nominate, in)
		n := registrytest.Get(t, s.Reader().Nomination.Get, award.NominationID(key))
		if n.State != "PROPOSED" || *n.ClusterID != registry.ClusterID(2) ||
			*n.ConferenceID != registry.ConferenceID("c2") {
			t.Error(n)
		}
		registrytest.Put(t, s, award.Nominate,
			award.Nomination{Kind: flag, Unit: "bac-ninh", SchoolYear: 2023, Ordinal: 2, State: "DECLINED"})
		n = registrytest.Get(t, s.Reader().Nomination.Get, award.NominationID(key))
		if n.State != "DECLINED" || n.Ordinal != 2 || n.ClusterID != nil || n.ConferenceID != nil ||
			n.QueryCitations().ExistX(t.Context()) {
			t.Errorf("left over: %v", n)
		}

		for _, c := range []struct {
			kind, code string
			change     func(*award.Nomination)
		}{
			{"AwardKind", "MEDAL", func(n *award.Nomination) { n.Kind = "MEDAL" }},
			{"Unit", "nowhere", func(n *award.Nomination) { n.Unit = "nowhere" }},
			{"Cluster", "9", func(n *award.Nomination) { n.Cluster = 9 }},
			{"Conference", "c9", func(n *award.Nomination) { n.Conference = "c9" }},
		} {
			bad := in
			c.change(&bad)
			registrytest.Refused(t, s, award.Nominate, bad, registrytest.Unknown(c.kind, c.code))
		}
		in.State = "LOST"
		registrytest.Refused(t, s, award.Nominate, in, registrytest.Bad("state", "BAD_VALUE"))
		in.Ordinal = 0
		registrytest.Refused(t, s, award.Nominate, in, registrytest.Bad("ordinal", "NOT_POSITIVE"))
	})
}

func TestRecord(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		base(t, s)
		decided, err := vi.ParseDate("2024-10-01")
		if err != nil {
			t.Fatal(err)
		}
		earlier, err := vi.ParseDate("2024-09")
		if err != nil {
			t.Fatal(err)
		}
		in := award.Award{
			Kind: flag, Unit: "bac-ninh", SchoolYear: 2023, Cluster: 2, Nominated: true, State: "PRESENTED",
			DecisionNumber: "123/QĐ-BGDĐT", DecidedOn: decided, PresentedOn: decided,
			Cites: []registry.Cite{{Document: "s0"}},
		}
		registrytest.Refused(t, s, award.Record, in,
			registrytest.Unknown("Nomination", flag+"/bac-ninh/2023-2024"))
		registrytest.Put(t, s, award.Nominate,
			award.Nomination{Kind: flag, Unit: "bac-ninh", SchoolYear: 2023, Ordinal: 1})
		registrytest.Put(t, s, award.Record, in)
		a := registrytest.Get(t, s.Reader().Award.Get, award.ID(key))
		if *a.NominationID != award.NominationID(key) || a.DecidedOn != decided ||
			*a.DecisionNumber != in.DecisionNumber {
			t.Error(a)
		}
		registrytest.Put(t, s, award.Record, award.Award{Kind: flag, Unit: "bac-ninh", SchoolYear: 2023})
		a = registrytest.Get(t, s.Reader().Award.Get, award.ID(key))
		if a.State != "PROPOSED" || a.NominationID != nil || a.DecisionNumber != nil ||
			!a.DecidedOn.IsZero() || !a.PresentedOn.IsZero() || a.ClusterID != nil {
			t.Errorf("left over: %v", a)
		}

		for _, c := range []struct {
			field, reason string
			change        func(*award.Award)
		}{
			{"state", "BAD_VALUE", func(a *award.Award) { a.State = "LOST" }},
			{"decision_number", "MISSING", func(a *award.Award) { a.DecisionNumber = "" }},
			{"decided_on", "MISSING", func(a *award.Award) { a.DecidedOn = vi.Date{} }},
			{"presented_on", "OUT_OF_ORDER", func(a *award.Award) { a.PresentedOn = earlier }},
			{"school_year", "MISSING", func(a *award.Award) { a.SchoolYear = 0 }},
		} {
			bad := in
			c.change(&bad)
			registrytest.Refused(t, s, award.Record, bad, registrytest.Bad(c.field, c.reason))
		}
		in.Unit = "nowhere"
		registrytest.Refused(t, s, award.Record, in, registrytest.Unknown("Unit", "nowhere"))
	})
}
