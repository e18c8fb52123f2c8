package conference_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"thidua/ent"
	"thidua/ent/proposal"
	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

// dumpFollowUp returns every row that the follow-up commands write, as text.
func (h hall) followed() string {
	ctx, r, id := registrytest.Operator(h.t), h.s.Reader(), ent.Asc("id")
	proposals := r.Proposal.Query().Order(id).WithSponsors(func(q *ent.UnitQuery) { q.Order(id) }).
		WithTopics(func(q *ent.TopicQuery) { q.Order(id) }).AllX(ctx)
	links := ""
	for _, p := range proposals {
		links += fmt.Sprint(p.Code, p.Edges.Sponsors, p.Edges.Topics)
	}
	return fmt.Sprint(proposals, links, r.Directive.Query().Order(id).AllX(ctx),
		r.Task.Query().Order(id).AllX(ctx), r.TaskAssignment.Query().Order(id).AllX(ctx))
}

// eachFollowUp runs body on each database with the conference in session, the units that follow it up, and an
// earlier conference of another cluster with recorded proposals.
func eachFollowed(t *testing.T, body func(h hall, n int)) {
	t.Helper()
	eachHall(t, func(h hall) {
		base(h.t, h.s)
		ctx := registrytest.Operator(h.t)
		if err := errors.Join(
			registry.PutUnit(ctx, h.s, registry.Unit{
				Code: "vu-tccb", Kind: "MINISTRY_DEPARTMENT", Name: "Vụ Tổ chức cán bộ", ShortName: "Vụ TCCB",
				Parent: "moet",
			}),
			registry.PutMembership(ctx, h.s, registry.Membership{
				Cluster: 2, SchoolYear: year, Units: []string{"bac-ninh", "ha-nam"},
			}),
			registry.PutMembership(ctx, h.s, registry.Membership{
				Cluster: 5, SchoolYear: year, Units: []string{"hai-duong"},
			}),
			conference.Record(ctx, h.s,
				conference.Conference{Code: "earlier", Kind: "FINAL_REVIEW", State: "CLOSED",
					Title: "Tổng kết", SchoolYear: year.Prev(), Cluster: 5,
					Proposals: []conference.Proposal{
						{Code: "k9", Content: "Bổ sung biên chế", Topics: []string{"staffing"},
							Unit: "hai-duong"},
					}}),
		); err != nil {
			t.Fatal(err)
		}
		body(h, h.inSession())
	})
}

func (h hall) submits(in conference.NewProposal) verb {
	in.Conference, in.Kind = code, "PROPOSAL"
	if in.Content == "" {
		in.Content = "Bổ sung biên chế giáo viên."
	}
	return func(ctx context.Context) (gid.ID, error) { return conference.SubmitProposal(ctx, h.s, in) }
}

func (h hall) proposal(id gid.ID) *ent.Proposal {
	h.t.Helper()
	return h.s.Reader().Proposal.Query().Where(proposal.ID(id)).WithSponsors().WithTopics().
		OnlyX(h.t.Context())
}

// sponsorIDs returns the sponsors of a proposal in the order of events.
func (h hall) sponsorsOf(id gid.ID) []gid.ID {
	h.t.Helper()
	ids := []gid.ID{}
	for _, u := range h.proposal(id).Edges.Sponsors {
		ids = append(ids, u.ID)
	}
	slices.Sort(ids)
	return ids
}

func (h hall) last() journal.Change {
	h.t.Helper()
	all := h.changes()
	return all[len(all)-1]
}

func TestSubmitProposal(t *testing.T) {
	eachFollowed(t, func(h hall, n int) {
		due := date(t, "2024-12")
		id := h.once("delegate of ha-nam",
			h.submits(conference.NewProposal{
				Unit: "ha-nam", Topics: []string{"staffing", "pay"}, Addressee: "moet", DueOn: due,
			}))
		p := h.proposal(id)
		if p.Code != "k-"+code+"-1" || p.Ordinal != 1 || p.SchoolYear != year ||
			p.State != proposal.StateSubmitted || p.SubmittedAt == nil || p.DueOn != due ||
			p.ClusterID != nil || *p.UnitID != registry.UnitID("ha-nam") ||
			p.SearchKey != "bo sung bien che giao vien" || len(p.Edges.Topics) != 2 {
			t.Errorf("%v", p)
		}
		event := h.last().(journal.ProposalSubmitted).Proposal
		if event.ProposalID != id || event.ConferenceID != p.ConferenceID || *event.UnitCode != "ha-nam" ||
			!slices.Equal(event.TopicCodes, []string{"pay", "staffing"}) ||
			!event.SubmittedAt.Equal(*p.SubmittedAt) {
			t.Errorf("%+v", event)
		}
		second := h.proposal(h.once("secretary",
			h.submits(conference.NewProposal{Sponsors: []string{"bac-ninh", "ha-nam"}})))
		if second.Ordinal != 2 || second.UnitID != nil || *second.ClusterID != registry.ClusterID(2) ||
			len(second.Edges.Sponsors) != 2 {
			t.Errorf("by the cluster: %v", second)
		}
		h.once("editor", h.submits(conference.NewProposal{Unit: "bac-ninh"}))
		eq(t, "the journal", h.kinds(n), "[ProposalSubmitted ProposalSubmitted ProposalSubmitted]")
		for name, in := range map[string]conference.NewProposal{
			"delegate of ha-nam": {Unit: "bac-ninh"}, "editor": {Unit: "ha-nam"},
			"last year's": {Unit: "ha-nam"}, "another's": {Unit: "ha-nam"}, "auditor": {Unit: "ha-nam"},
			"screen": {}, "anonymous": {Unit: "ha-nam"},
		} {
			h.refused(name, h.submits(in), "FORBIDDEN")
		}
		// as the cluster
		h.refused("delegate of ha-nam", h.submits(conference.NewProposal{}), "FORBIDDEN")
		// which did not agree
		h.refused("delegate of ha-nam",
			h.submits(conference.NewProposal{Unit: "ha-nam", Sponsors: []string{"bac-ninh"}}), "FORBIDDEN")
		// itself
		h.refused("secretary",
			h.submits(conference.NewProposal{Unit: "ha-nam", Sponsors: []string{"ha-nam"}}), "BAD_INPUT")
		// without a year
		h.refused("secretary",
			h.submits(conference.NewProposal{Unit: "ha-nam", DueOn: date(t, "XXXX-08-17")}), "BAD_INPUT")
		// not clean
		h.refused("secretary", h.submits(conference.NewProposal{Unit: "ha-nam", Content: " x"}), "BAD_INPUT")
		// unknown topic
		h.refused("secretary", h.submits(conference.NewProposal{Unit: "ha-nam", Topics: []string{"food"}}),
			"UNKNOWN_CODE")
		h.refused("secretary",
			h.submits(conference.NewProposal{Unit: "ha-nam", FloorRequest: new(gid.New(gid.FloorRequest))}),
			"NOT_FOUND")
	})
}

// An editor of a unit of another cluster may not propose.
func TestEditorsOfOtherClustersDoNotPropose(t *testing.T) {
	eachFollowed(t, func(h hall, _ int) {
		ctx := viewer.With(t.Context(),
			as(viewer.Grant{Role: viewer.UnitEditor, Unit: registry.UnitID("hai-duong"), SchoolYear: year}))
		if _, err := h.submits(conference.NewProposal{Unit: "hai-duong"})(ctx); err == nil {
			t.Error("the proposal was accepted")
		}
	})
}

// Concurrent submissions get distinct ordinals, and none is lost.
func TestProposalsAreSubmittedAtOnce(t *testing.T) {
	eachFollowed(t, func(h hall, n int) {
		var wg sync.WaitGroup
		for range 12 {
			wg.Go(func() {
				submit := h.submits(conference.NewProposal{Unit: "ha-nam"})
				if _, err := submit(h.as("delegate of ha-nam")); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		places := h.s.Reader().Proposal.Query().Where(proposal.ConferenceID(registry.ConferenceID(code))).
			Order(proposal.ByOrdinal()).Select(proposal.FieldOrdinal).IntsX(t.Context())
		eq(t, "ordinals", fmt.Sprint(places), "[1 2 3 4 5 6 7 8 9 10 11 12]")
		eq(t, "changes", len(h.changes()), n+12)
	})
}

// Proposals are accepted from the opening of a conference until SubmitGrace after its end.
func TestWhenProposalsAreTaken(t *testing.T) {
	eachTimed(t, func(h hall, pass func(time.Duration)) {
		base(h.t, h.s)
		in := h.submits(conference.NewProposal{Unit: "ha-nam"})
		h.refused("delegate of ha-nam", in, "WRONG_STATE")
		h.refused("anonymous", in, "NOT_FOUND")
		h.inSession()
		h.once("head", h.step(conference.Close))
		pass(conference.Afterwards - time.Minute)
		h.once("delegate of ha-nam", in)
		pass(2 * time.Minute)
		h.refused("delegate of ha-nam", in, "WRONG_STATE")
	})
}

// A proposal made in a turn refers to its speech; a turn that has not begun has none.
func TestProposalsOfATurn(t *testing.T) {
	eachFollowed(t, func(h hall, _ int) {
		turn, waiting := h.asks("ha-nam", "REMARK"), h.asks("ha-nam", "REMARK")
		h.once("secretary", h.on(conference.GiveFloor, turn))
		h.once("secretary", h.on(conference.YieldFloor, turn))
		speechID := *h.turn(turn).SpeechID
		p := h.proposal(h.once("delegate of ha-nam",
			h.submits(conference.NewProposal{Unit: "ha-nam", FloorRequest: &turn})))
		if p.SpeechID == nil || *p.SpeechID != speechID {
			t.Errorf("%v", p)
		}
		h.refused("delegate of ha-nam",
			h.submits(conference.NewProposal{Unit: "ha-nam", FloorRequest: &waiting}), "WRONG_STATE")
		// in another unit's turn
		h.refused("editor", h.submits(conference.NewProposal{Unit: "bac-ninh", FloorRequest: &turn}),
			"FORBIDDEN")
		h.once("secretary", h.submits(conference.NewProposal{Unit: "bac-ninh", FloorRequest: &turn}))
		given := h.once("secretary",
			h.directs(conference.NewDirective{Content: "x", Addressee: "các Sở", FloorRequest: &turn}))
		if d := h.s.Reader().Directive.GetX(t.Context(), given); *d.SpeechID != speechID {
			t.Errorf("%v", d)
		}
	})
}

func (h hall) sponsors(id gid.ID, unit string) verb {
	return func(ctx context.Context) (gid.ID, error) { return conference.SponsorProposal(ctx, h.s, id, unit) }
}

func TestSponsorProposal(t *testing.T) {
	eachFollowed(t, func(h hall, n int) {
		id := h.once("delegate of ha-nam", h.submits(conference.NewProposal{Unit: "ha-nam"}))
		h.does("editor", h.sponsors(id, "bac-ninh"))
		h.does("delegate of ha-nam", h.sponsors(id, "ha-nam")) // is the proposer already
		h.refused("delegate of ha-nam", h.sponsors(id, "bac-ninh"), "FORBIDDEN")
		h.refused("last year's", h.sponsors(id, "ha-nam"), "FORBIDDEN")
		h.refused("secretary", h.sponsors(id, "nowhere"), "UNKNOWN_CODE")
		h.refused("secretary", h.sponsors(registry.ProposalID("none"), "ha-nam"), "NOT_FOUND")
		eq(t, "the journal", h.kinds(n), "[ProposalSubmitted ProposalSponsored]")
		if event := h.last().(journal.ProposalSponsored).Proposal; !slices.Equal(event.SponsorIDs,
			[]gid.ID{registry.UnitID("bac-ninh")}) {
			t.Errorf("%+v", event)
		}
		h.once("head", h.on(conference.SendProposal, id))
		h.refused("secretary", h.sponsors(id, "vinh-phuc"), "WRONG_STATE")
		h.once("editor", h.sponsors(id, "bac-ninh")) // is a sponsor already
	})
}

func (h hall) merges(id, into gid.ID) verb {
	return func(ctx context.Context) (gid.ID, error) { return conference.MergeProposal(ctx, h.s, id, into) }
}

// Proposers of a merged proposal become sponsors of the remaining one, through a chain of mergers, once each.
func TestMergeProposal(t *testing.T) {
	eachFollowed(t, func(h hall, n int) {
		a := h.once("delegate of ha-nam", h.submits(conference.NewProposal{Unit: "ha-nam"}))
		b := h.once("secretary",
			h.submits(conference.NewProposal{Unit: "bac-ninh", Sponsors: []string{"vinh-phuc", "ha-nam"}}))
		h.refused("delegate of ha-nam", h.merges(b, a), "FORBIDDEN")
		h.refused("last year's", h.merges(b, a), "FORBIDDEN")
		h.refused("secretary", h.merges(a, a), "BAD_INPUT")
		h.refused("secretary", h.merges(a, registry.ProposalID("none")), "NOT_FOUND")
		h.refused("ministry", h.merges(registry.ProposalID("k9"), a), "BAD_INPUT") // into a later one
		h.does("secretary", h.merges(b, a))
		event := h.last().(journal.ProposalMerged)
		want := []gid.ID{registry.UnitID("bac-ninh"), registry.UnitID("vinh-phuc")}
		slices.Sort(want)
		if event.Proposal.State != proposal.StateMerged || *event.Proposal.MergedIntoID != a ||
			!slices.Equal(event.Into.SponsorIDs, want) || event.Into.State != proposal.StateSubmitted {
			t.Errorf("%+v", event)
		}
		h.refused("secretary", h.merges(a, b), "WRONG_STATE") // b is merged
		p := h.proposal(a)
		h.does("secretary", h.merges(a, registry.ProposalID("k9")))
		eq(t, "sponsors", len(h.sponsorsOf(registry.ProposalID("k9"))), 3)
		event = h.last().(journal.ProposalMerged)
		if event.Proposal.ProposalID != a || *event.Proposal.MergedIntoID != registry.ProposalID("k9") ||
			event.Into != nil {
			t.Errorf("%+v", event)
		}
		otherEvents := h.changesOf("earlier")
		if len(otherEvents) != 1 ||
			!slices.Equal(otherEvents[0].(journal.ProposalSponsored).Proposal.SponsorIDs,
				h.sponsorsOf(registry.ProposalID("k9"))) {
			t.Errorf("events of the other conference: %+v", otherEvents)
		}
		if words := inJSON(t, otherEvents); strings.Contains(words, p.Code) ||
			strings.Contains(words, p.Content) ||
			strings.Contains(words, inJSON(t, a)) {
			t.Errorf("events of the other conference contain %s: %s", p.Code, words)
		}
		// which is a sponsor of k9 by now
		c := h.once("secretary", h.submits(conference.NewProposal{Unit: "ha-nam"}))
		h.does("secretary", h.merges(c, registry.ProposalID("k9")))
		eq(t, "events of the other conference", len(h.changesOf("earlier")), 1)
		eq(t, "the journal", h.kinds(n),
			"[ProposalSubmitted ProposalSubmitted ProposalMerged ProposalMerged ProposalSubmitted "+
				"ProposalMerged]")
	})
}

// Of two concurrent mergers into each other one succeeds: no proposal is merged into a merged one.
func TestProposalsAreMergedIntoEachOther(t *testing.T) {
	eachFollowed(t, func(h hall, _ int) {
		a, b := h.once("secretary", h.submits(conference.NewProposal{})),
			h.once("secretary", h.submits(conference.NewProposal{}))
		var wg sync.WaitGroup
		for _, pair := range [][2]gid.ID{{a, b}, {b, a}} {
			wg.Go(func() { _, _ = h.merges(pair[0], pair[1])(h.as("secretary")) })
		}
		wg.Wait()
		if one, other := h.proposal(a),
			h.proposal(b); (one.State == proposal.StateMerged) == (other.State == proposal.StateMerged) {
			t.Errorf("%s and %s", one.State, other.State)
		}
	})
}

func TestProposalIsFollowedUp(t *testing.T) {
	eachFollowed(t, func(h hall, n int) {
		id := h.once("delegate of ha-nam",
			h.submits(conference.NewProposal{Unit: "ha-nam", DueOn: date(t, "2024-10")}))
		assign := func(to string, due vi.Date) verb {
			return func(ctx context.Context) (gid.ID, error) {
				return conference.AssignProposal(ctx, h.s, conference.Assignment{
					Proposal: id, Department: to, DueOn: due,
				})
			}
		}
		reply := func(do func(
			context.Context, *hallStore, conference.Reply,
		) (gid.ID, error), text, unit string) verb {
			return func(ctx context.Context) (gid.ID, error) {
				return do(ctx, h.s, conference.Reply{Proposal: id, Response: text, Unit: unit})
			}
		}
		acknowledge, complete := h.on(conference.AcknowledgeProposal, id),
			h.on(conference.CompleteProposal, id)
		h.refused("ministry", acknowledge, "WRONG_STATE")
		h.refused("delegate of ha-nam", h.on(conference.SendProposal, id), "FORBIDDEN")
		h.does("deputy", h.on(conference.SendProposal, id))
		for _, name := range []string{"head", "secretary", "delegate of ha-nam", "auditor"} {
			for _, call := range []verb{acknowledge, complete, assign("vu-tccb", vi.Date{}),
				reply(conference.AnswerProposal, "x", ""), reply(conference.RefuseProposal, "x", "")} {
				h.refused(name, call, "FORBIDDEN")
			}
		}
		h.does("ministry", acknowledge)
		h.refused("head", h.on(conference.SendProposal, id), "WRONG_STATE")
		h.refused("ministry", assign("ha-nam", vi.Date{}), "BAD_INPUT")
		h.refused("ministry", assign("nowhere", vi.Date{}), "UNKNOWN_CODE")
		h.refused("ministry", assign("vu-tccb", date(t, "XXXX-08-17")), "BAD_INPUT")
		h.does("ministry", assign("moet", vi.Date{}))
		h.does("ministry", assign("vu-tccb", date(t, "2024-11-30")))
		h.once("ministry", assign("vu-tccb", vi.Date{})) // unchanged
		if p := h.proposal(id); p.DueOn != date(t, "2024-11-30") ||
			*p.AssigneeID != registry.UnitID("vu-tccb") || p.State != proposal.StateAssigned {
			t.Errorf("%v", p)
		}
		h.refused("ministry", complete, "WRONG_STATE")
		h.refused("ministry", reply(conference.AnswerProposal, "", ""), "BAD_INPUT")
		h.refused("ministry", reply(conference.AnswerProposal, "x", "nowhere"), "UNKNOWN_CODE")
		h.does("ministry", reply(conference.AnswerProposal, "Sẽ bổ sung.", ""))
		since := h.proposal(id).StateAt
		h.does("ministry", reply(conference.AnswerProposal, "Đã bổ sung.", "moet"))
		if p := h.proposal(id); *p.Response != "Đã bổ sung." || *p.AnsweredByID != registry.UnitID("moet") ||
			!p.StateAt.Equal(*since) {
			t.Errorf("%v", p)
		}
		h.refused("ministry", reply(conference.RefuseProposal, "x", ""), "WRONG_STATE")
		h.does("ministry", complete)
		eq(t, "the journal", h.kinds(n),
			"[ProposalSubmitted ProposalSent ProposalAcknowledged ProposalAssigned ProposalAssigned "+
				"ProposalAnswered ProposalAnswered ProposalDone]")
		if event := h.last().(journal.ProposalDone).Proposal; event.State != proposal.StateDone ||
			*event.AssigneeName != "Vụ Tổ chức cán bộ" || *event.Response != "Đã bổ sung." {
			t.Errorf("%+v", event)
		}
		id = h.once("secretary", h.submits(conference.NewProposal{}))
		h.once("head", h.on(conference.SendProposal, id))
		h.does("ministry", reply(conference.RefuseProposal, "Không thuộc thẩm quyền.", "moet"))
		h.refused("ministry", reply(conference.RefuseProposal, "Vì lý do khác.", "moet"), "WRONG_STATE")
	})
}

// Proposals, tasks and directives of a cancelled conference do not change.
func TestNothingMovesOfAConferenceThatWasCalledOff(t *testing.T) {
	eachHall(t, func(h hall) {
		base(h.t, h.s)
		h.once("head", h.step(conference.Open))
		id := h.once("secretary", h.submits(conference.NewProposal{}))
		h.once("head", h.because(conference.Cancel, "Bão"))
		h.refused("head", h.on(conference.SendProposal, id), "WRONG_STATE")
		h.refused("anonymous", h.on(conference.SendProposal, id), "NOT_FOUND")
		h.refused("head", h.sets(conference.NewTask{Cluster: 2}), "WRONG_STATE")
		h.refused("head", h.directs(conference.NewDirective{Content: "x", Addressee: "x"}), "WRONG_STATE")
	})
}
