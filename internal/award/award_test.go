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
func putBase(t *testing.T, s *store.Store) {
	t.Helper()
	registrytest.PutBase(t, s)
	registrytest.PutTwice(t, s, award.PutKind, award.Kind{Code: flag, Class: "TITLE", Level: "MINISTRY",
		Name: "Cờ thi đua của Bộ", NameEn: "Flag", Ordinal: 1})
	registrytest.PutTwice(t, s, conference.Record, conference.Conference{Code: "c2", Kind: "FINAL_REVIEW",
		Title: "Tổng kết", SchoolYear: 2023, Cluster: 2})
}

func TestPutKind(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		in := award.Kind{Code: flag, Class: "TITLE", Level: "MINISTRY", Name: "Cờ thi đua của Bộ",
			NameEn: "Flag", Ordinal: 2}
		registrytest.PutTwice(t, s, award.PutKind, in)
		in.Class, in.Level, in.Ordinal = "COMMENDATION", "STATE", 1
		registrytest.PutTwice(t, s, award.PutKind, in)
		k := registrytest.GetRow(t, s.Reader().AwardKind.Get, award.KindID(flag))
		if k.Class != in.Class || k.Level != in.Level || k.Ordinal != 1 || k.SortKey != vi.SortKey(in.Name) {
			t.Error(k)
		}
		bad := in
		bad.Ordinal = 0
		registrytest.RequireRejected(t, s, award.PutKind, bad, registrytest.BadInput("ordinal", "NOT_POSITIVE"))
		bad.Level = "WORLD"
		registrytest.RequireRejected(t, s, award.PutKind, bad, registrytest.BadInput("level", "BAD_VALUE"))
		bad.Code = "CỜ"
		registrytest.RequireRejected(t, s, award.PutKind, bad, registrytest.BadInput("code", "BAD_CODE"))
	})
}

func TestPutNomination(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		putBase(t, s)
		in := award.Nomination{
			Kind: flag, Unit: "bac-ninh", SchoolYear: 2023, Ordinal: 1, Cluster: 2, Conference: "c2",
			Cites: []registry.Cite{{Document: "s0", Place: "L56"}},
		}
		registrytest.PutTwice(t, s, award.PutNomination, in)
		n := registrytest.GetRow(t, s.Reader().Nomination.Get, award.NominationID(key))
		if n.State != "PROPOSED" || *n.ClusterID != registry.ClusterID(2) ||
			*n.ConferenceID != registry.ConferenceID("c2") {
			t.Error(n)
		}
		registrytest.PutTwice(t, s, award.PutNomination,
			award.Nomination{Kind: flag, Unit: "bac-ninh", SchoolYear: 2023, Ordinal: 2, State: "DECLINED"})
		n = registrytest.GetRow(t, s.Reader().Nomination.Get, award.NominationID(key))
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
			registrytest.RequireRejected(t, s, award.PutNomination, bad, registrytest.UnknownCode(c.kind, c.code))
		}
		in.State = "LOST"
		registrytest.RequireRejected(t, s, award.PutNomination, in, registrytest.BadInput("state", "BAD_VALUE"))
		in.Ordinal = 0
		registrytest.RequireRejected(
			t, s, award.PutNomination, in, registrytest.BadInput("ordinal", "NOT_POSITIVE"),
		)
	})
}

func TestPutAward(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		putBase(t, s)
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
		registrytest.RequireRejected(t, s, award.PutAward, in,
			registrytest.UnknownCode("Nomination", flag+"/bac-ninh/2023-2024"))
		registrytest.PutTwice(t, s, award.PutNomination,
			award.Nomination{Kind: flag, Unit: "bac-ninh", SchoolYear: 2023, Ordinal: 1})
		registrytest.PutTwice(t, s, award.PutAward, in)
		a := registrytest.GetRow(t, s.Reader().Award.Get, award.ID(key))
		if *a.NominationID != award.NominationID(key) || a.DecidedOn != decided ||
			*a.DecisionNumber != in.DecisionNumber {
			t.Error(a)
		}
		registrytest.PutTwice(t, s, award.PutAward, award.Award{Kind: flag, Unit: "bac-ninh", SchoolYear: 2023})
		a = registrytest.GetRow(t, s.Reader().Award.Get, award.ID(key))
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
			registrytest.RequireRejected(t, s, award.PutAward, bad, registrytest.BadInput(c.field, c.reason))
		}
		in.Unit = "nowhere"
		registrytest.RequireRejected(t, s, award.PutAward, in, registrytest.UnknownCode("Unit", "nowhere"))
	})
}
