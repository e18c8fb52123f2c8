package conference_test

import (
	"context"
	"testing"

	"thidua/ent/proposal"
	"thidua/ent/site"
	"thidua/ent/topic"
	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/vi"
)

func TestPutTopic(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		registrytest.PutTwice(
			t, s, conference.PutTopic, conference.Topic{Code: "pay", Name: "Lương", NameEn: "Pay"},
		)
		registrytest.PutTwice(t, s, conference.PutTopic,
			conference.Topic{Code: "pay", Name: "Đãi ngộ", NameEn: "Benefits"})
		row := registrytest.GetRow(t, s.Reader().Topic.Get, conference.TopicID("pay"))
		if row.Name != "Đãi ngộ" || row.NameEn != "Benefits" || row.SortKey != vi.SortKey("Đãi ngộ") {
			t.Error(row)
		}
		registrytest.RequireRejected(t, s, conference.PutTopic, conference.Topic{Code: "pay", Name: "Lương"},
			registrytest.BadInput("name_en", "EMPTY"))
	})
}

func TestPutAward(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		putBase(t, s)
		in := fullConference(t)
		registrytest.PutTwice(t, s, conference.Record, in)
		c := registrytest.GetRow(t, s.Reader().Conference.Get, registry.ConferenceID(in.Code))
		if c.HeldOn != in.HeldOn || c.HeldOnStated != in.HeldOnStated || c.HeldOrder != "2024-08-17" ||
			!*c.Online ||
			*c.ClusterID != registry.ClusterID(2) || *c.HostID != registry.UnitID("bac-ninh") ||
			*c.Venue != "Bắc Ninh" || c.PartOfDay != "MORNING" {
			t.Error(c)
		}
		a := registrytest.GetRow(t, s.Reader().Attendance.Get, partID(gid.Attendance, 1))
		eq(t, "site", *a.SiteID, conference.SiteID(in.Code, "ha-noi"))
		eq(t, "person", *a.PersonID, registry.PersonID("nguyen-the-son"))
		sp := registrytest.GetRow(t, s.Reader().Speech.Get, partID(gid.Speech, 2))
		eq(t, "agenda item", *sp.AgendaItemID, partID(gid.AgendaItem, 2))
		eq(t, "papers", *sp.PaperCount, 9)
		eq(t, "papers", *registrytest.GetRow(t, s.Reader().Speech.Get, partID(gid.Speech, 1)).PaperCount, 1)
		p := registrytest.GetRow(t, s.Reader().Proposal.Get, registry.ProposalID("k1"))
		if *p.SpeechID != partID(gid.Speech, 2) || *p.AddresseeID != registry.UnitID("moet") ||
			p.Kind != "PROPOSAL" || p.State != "ACKNOWLEDGED" ||
			p.SchoolYear != year || p.SearchKey != "bo sung bien che" ||
			p.SortKey != vi.SortKey(in.Proposals[0].Content) {
			t.Error(p)
		}
		eq(t, "proposals about pay", s.Reader().Topic.Query().Where(topic.Code("pay")).QueryProposals().
			CountX(t.Context()), 2)
		eq(
			t, "speech of the directive",
			*registrytest.GetRow(t, s.Reader().Directive.Get, partID(gid.Directive, 2)).SpeechID,
			partID(gid.Speech, 2),
		)
		eq(
			t, "directive of the task", *registrytest.GetRow(t, s.Reader().Task.Get, partID(gid.Task, 1)).DirectiveID,
			partID(gid.Directive, 1),
		)
		eq(t, "citations", s.Reader().Citation.Query().CountX(t.Context()), 15)
	})
}

func partID(kind gid.Kind, ordinal int) gid.ID {
	return conference.PartID(kind, "c2-2023-2024-final", ordinal)
}

// A second recording removes the parts that it omits.
func TestRecord_RemovesMissingParts(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		putBase(t, s)
		registrytest.PutTwice(t, s, conference.Record, fullConference(t))
		in := fullConference(t)
		in.HeldOn, in.PartOfDay, in.Venue, in.Online, in.Host, in.State = vi.Date{}, "", "", nil, "", ""
		in.Sites, in.Attendances = in.Sites[:1], in.Attendances[:1]
		in.Agenda, in.Speeches = in.Agenda[:1], in.Speeches[:1]
		in.Proposals, in.Directives, in.Tasks = in.Proposals[1:], in.Directives[:1], in.Tasks[:1]
		in.Proposals[0].Speech, in.Proposals[0].Topics = 0, []string{"staffing"}
		registrytest.PutTwice(t, s, conference.Record, in)
		c := registrytest.GetRow(t, s.Reader().Conference.Get, registry.ConferenceID(in.Code))
		if !c.HeldOn.IsZero() || c.HeldOrder != "2024-08-17" || c.PartOfDay != "NOT_STATED" || c.Venue != nil ||
			c.Online != nil || c.HostID != nil || c.State != "PLANNED" {
			t.Errorf("not cleared: %v", c)
		}
		counts := map[string]int{
			"sites": c.QuerySites().CountX(t.Context()), "attendances": c.QueryAttendances().CountX(t.Context()),
			"agenda": c.QueryAgendaItems().CountX(t.Context()), "speeches": c.QuerySpeeches().CountX(t.Context()),
			"proposals": c.QueryProposals().CountX(t.Context()), "directives": c.QueryDirectives().
					CountX(t.Context()),
			"tasks": c.QueryTasks().CountX(t.Context()),
		}
		for what, n := range counts {
			eq(t, what, n, 1)
		}
		p := c.QueryProposals().WithTopics().OnlyX(t.Context())
		if p.Code != "k2" || p.Ordinal != 1 || p.SpeechID != nil || len(p.Edges.Topics) != 1 ||
			p.Edges.Topics[0].Code != "staffing" {
			t.Error(p, p.Edges.Topics)
		}
		eq(t, "citations", s.Reader().Citation.Query().CountX(t.Context()), 8)

		in.Sites, in.Attendances, in.Agenda, in.Speeches = nil, nil, nil, nil
		in.Proposals, in.Directives, in.Tasks = nil, nil, nil
		in.HeldOnStated = vi.Date{}
		registrytest.PutTwice(t, s, conference.Record, in)
		eq(t, "order without a date", registrytest.GetRow(t, s.Reader().Conference.Get, c.ID).HeldOrder,
			"2024-08-31")
	})
}

// Sites and proposals have codes: they keep their ids when reordered, even if the main site changes.
func TestRecord_Reordered(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		putBase(t, s)
		registrytest.PutTwice(t, s, conference.Record, fullConference(t))
		in := fullConference(t)
		in.Sites[0], in.Sites[1] = in.Sites[1], in.Sites[0]
		in.Sites[0].Kind, in.Sites[1].Kind = "MAIN", "REMOTE"
		in.Proposals[0], in.Proposals[1] = in.Proposals[1], in.Proposals[0]
		registrytest.PutTwice(t, s, conference.Record, in)
		main := s.Reader().Site.Query().Where(site.KindEQ(site.KindMain)).OnlyX(t.Context())
		if main.ID != conference.SiteID(in.Code, "soc-trang") || main.Ordinal != 1 {
			t.Error(main)
		}
		eq(t, "ordinal of k1", registrytest.GetRow(t, s.Reader().Proposal.Get, registry.ProposalID("k1")).Ordinal,
			2)
	})
}

// A recording keeps the references of other rows to a proposal, and cannot remove a proposal that is
// referred to.
func TestRecord_ReferencedProposals(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		putBase(t, s)
		in := fullConference(t)
		registrytest.PutTwice(t, s, conference.Record, in)
		err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.Proposal.UpdateOneID(registry.ProposalID("k2")).SetMergedIntoID(registry.ProposalID("k1")).
				Exec(ctx)
		})
		if err != nil {
			t.Fatal(err)
		}
		registrytest.PutTwice(t, s, registry.PutDiscrepancy, registry.Discrepancy{
			Code: "x05", Ordinal: 5, Kind: "ATTRIBUTION", Severity: "WARNING", Summary: "Ai", SummaryEn: "Who",
			Treatment: "Marked",
			Proposals: []string{"k1"}, Conferences: []string{in.Code},
			Speeches: []registry.SpeechKey{{Conference: in.Code, Ordinal: len(in.Speeches)}},
		})
		in.Proposals[1].Content = "Tăng lương và phụ cấp"
		registrytest.PutTwice(t, s, conference.Record, in)
		merged := s.Reader().Proposal.Query().Where(proposal.HasMergedInto()).OnlyX(t.Context())
		eq(t, "the merged one", merged.Content, in.Proposals[1].Content)

		in.Proposals = in.Proposals[1:]
		registrytest.RequireRejected(
			t, s, conference.Record, in, registrytest.BadInput("proposals", "STILL_REFERRED_TO"),
		)
		silent := fullConference(t)
		silent.Speeches = silent.Speeches[:len(silent.Speeches)-1]
		for i := range silent.Proposals {
			silent.Proposals[i].Speech = 1
		}
		for i := range silent.Directives {
			silent.Directives[i].Speech = 1
		}
		registrytest.RequireRejected(
			t, s, conference.Record, silent, registrytest.BadInput("speeches", "STILL_REFERRED_TO"),
		)
		other := fullConference(t)
		other.Code = "c2-2022-2023-final"
		// The same proposals at another conference.
		registrytest.RequireRejected(t, s, conference.Record, other, registrytest.Conflict())
	})
}
