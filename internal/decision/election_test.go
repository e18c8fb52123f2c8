package decision_test

import (
	"testing"

	"thidua/ent/headelection"
	"thidua/internal/conference"
	"thidua/internal/decision"
	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

func TestPutElection(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		registrytest.PutBase(t, s)
		registrytest.PutTwice(t, s, conference.Record, conference.Conference{
			Code: "c2", Kind: "FINAL_REVIEW", Title: "Hội nghị tổng kết", SchoolYear: 2023, Cluster: 2,
		})
		// Elected for the following year, whose members are not known yet.
		in := decision.HeadElection{
			Conference: "c2", Cluster: 2, SchoolYear: 2024, Role: "HEAD", Mode: "CONSENSUS",
			Elected: "ha-nam",
			Stated:  "thống nhất bầu", Cites: []registry.Cite{{Document: "s0", Place: "L58"}},
		}
		registrytest.PutTwice(t, s, decision.PutElection, in)
		id := decision.ElectionID(2, 2024, headelection.RoleHead)
		e := registrytest.GetRow(t, s.Reader().HeadElection.Get, id)
		if e.ElectedID != registry.UnitID("ha-nam") || e.ConferenceID != registry.ConferenceID("c2") ||
			*e.VotingMethodStated != in.Stated {
			t.Error(e)
		}
		deputy := in
		deputy.Role, deputy.Elected = "DEPUTY_HEAD", "hai-duong"
		registrytest.PutTwice(t, s, decision.PutElection, deputy)

		in.Elected, in.Mode, in.Stated, in.Cites = "vinh-phuc", "SECRET_BALLOT", "", nil
		registrytest.PutTwice(t, s, decision.PutElection, in)
		e = registrytest.GetRow(t, s.Reader().HeadElection.Get, id)
		if e.ElectedID != registry.UnitID("vinh-phuc") || e.VotingMethod != "SECRET_BALLOT" ||
			e.VotingMethodStated != nil ||
			e.QueryCitations().ExistX(t.Context()) {
			t.Errorf("left over: %v", e)
		}

		for _, c := range []struct {
			kind, code string
			change     func(*decision.HeadElection)
		}{
			{"Conference", "c9", func(e *decision.HeadElection) { e.Conference = "c9" }},
			{"Cluster", "9", func(e *decision.HeadElection) { e.Cluster = 9 }},
			{"Unit", "nowhere", func(e *decision.HeadElection) { e.Elected = "nowhere" }},
		} {
			bad := in
			c.change(&bad)
			registrytest.RequireRejected(t, s, decision.PutElection, bad, registrytest.UnknownCode(c.kind, c.code))
		}
		for _, c := range []struct {
			field, reason string
			change        func(*decision.HeadElection)
		}{
			{"conference", "EMPTY", func(e *decision.HeadElection) { e.Conference = "" }},
			{"cluster", "NOT_POSITIVE", func(e *decision.HeadElection) { e.Cluster = 0 }},
			{"role", "BAD_VALUE", func(e *decision.HeadElection) { e.Role = "TREASURER" }},
			{"mode", "BAD_VALUE", func(e *decision.HeadElection) { e.Mode = "" }},
			{"stated", "UNCLEAN", func(e *decision.HeadElection) { e.Stated = "thống nhất\n" }},
		} {
			bad := in
			c.change(&bad)
			registrytest.RequireRejected(t, s, decision.PutElection, bad, registrytest.BadInput(c.field, c.reason))
		}
	})
}
