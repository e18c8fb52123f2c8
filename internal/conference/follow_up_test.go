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
func (h fixture) dumpFollowUp() string {
	ctx, r, id := registrytest.OperatorContext(h.t), h.s.Reader(), ent.Asc("id")
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
func eachFollowUp(t *testing.T, body func(h fixture, n int)) {
	t.Helper()
	eachConference(t, func(h fixture) {
		putBase(h.t, h.s)
		ctx := registrytest.OperatorContext(h.t)
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
		body(h, h.startSession())
	})
}

func (h fixture) submitProposal(in conference.NewProposal) commandCall {
	in.Conference, in.Kind = code, "PROPOSAL"
	if in.Content == "" {
		in.Content = "Bổ sung biên chế giáo viên."
	}
	return func(ctx context.Context) (gid.ID, error) { return conference.SubmitProposal(ctx, h.s, in) }
}

func (h fixture) readProposal(id gid.ID) *ent.Proposal {
	h.t.Helper()
	return h.s.Reader().Proposal.Query().Where(proposal.ID(id)).WithSponsors().WithTopics().
		OnlyX(h.t.Context())
}

// sponsorIDs returns the sponsors of a proposal in the order of events.
func (h fixture) sponsorIDs(id gid.ID) []gid.ID {
	h.t.Helper()
	ids := []gid.ID{}
	for _, u := range h.readProposal(id).Edges.Sponsors {
		ids = append(ids, u.ID)
	}
	slices.Sort(ids)
	return ids
}

func (h fixture) lastEvent() journal.Change {
	h.t.Helper()
	all := h.changes()
	return all[len(all)-1]
}

func TestSubmitProposal(t *testing.T) {
	eachFollowUp(t, func(h fixture, n int) {
		due := parseDate(t, "2024-12")
		id := h.run("delegate of ha-nam",
			h.submitProposal(conference.NewProposal{
				Unit: "ha-nam", Topics: []string{"staffing", "pay"}, Addressee: "moet", DueOn: due,
			}))
		p := h.readProposal(id)
		if p.Code != "k-"+code+"-1" || p.Ordinal != 1 || p.SchoolYear != year ||
			p.State != proposal.StateSubmitted || p.SubmittedAt == nil || p.DueOn != due ||
			p.ClusterID != nil || *p.UnitID != registry.UnitID("ha-nam") ||
			p.SearchKey != "bo sung bien che giao vien" || len(p.Edges.Topics) != 2 {
			t.Errorf("%v", p)
		}
		event := h.lastEvent().(journal.ProposalSubmitted).Proposal
		if event.ProposalID != id || event.ConferenceID != p.ConferenceID || *event.UnitCode != "ha-nam" ||
			!slices.Equal(event.TopicCodes, []string{"pay", "staffing"}) ||
			!event.SubmittedAt.Equal(*p.SubmittedAt) {
			t.Errorf("%+v", event)
		}
		second := h.readProposal(h.run("secretary",
			h.submitProposal(conference.NewProposal{Sponsors: []string{"bac-ninh", "ha-nam"}})))
		if second.Ordinal != 2 || second.UnitID != nil || *second.ClusterID != registry.ClusterID(2) ||
			len(second.Edges.Sponsors) != 2 {
			t.Errorf("by the cluster: %v", second)
		}
		h.run("editor", h.submitProposal(conference.NewProposal{Unit: "bac-ninh"}))
		eq(t, "the journal", h.changeKinds(n), "[ProposalSubmitted ProposalSubmitted ProposalSubmitted]")
		for name, in := range map[string]conference.NewProposal{
			"delegate of ha-nam": {Unit: "bac-ninh"}, "editor": {Unit: "ha-nam"},
			"last year's": {Unit: "ha-nam"}, "another's": {Unit: "ha-nam"}, "auditor": {Unit: "ha-nam"},
			"screen": {}, "anonymous": {Unit: "ha-nam"},
		} {
			h.wantError(name, h.submitProposal(in), "FORBIDDEN")
		}
		// as the cluster
		h.wantError("delegate of ha-nam", h.submitProposal(conference.NewProposal{}), "FORBIDDEN")
		// which did not agree
		h.wantError("delegate of ha-nam",
			h.submitProposal(conference.NewProposal{Unit: "ha-nam", Sponsors: []string{"bac-ninh"}}), "FORBIDDEN")
		// itself
		h.wantError("secretary",
			h.submitProposal(conference.NewProposal{Unit: "ha-nam", Sponsors: []string{"ha-nam"}}), "BAD_INPUT")
		// without a year
		h.wantError("secretary",
			h.submitProposal(conference.NewProposal{Unit: "ha-nam", DueOn: parseDate(t, "XXXX-08-17")}), "BAD_INPUT")
		// not clean
		h.wantError(
			"secretary", h.submitProposal(conference.NewProposal{Unit: "ha-nam", Content: " x"}), "BAD_INPUT",
		)
		// unknown topic
		h.wantError("secretary", h.submitProposal(conference.NewProposal{Unit: "ha-nam", Topics: []string{"food"}}),
			"UNKNOWN_CODE")
		h.wantError("secretary",
			h.submitProposal(conference.NewProposal{Unit: "ha-nam", FloorRequest: new(gid.New(gid.FloorRequest))}),
			"NOT_FOUND")
	})
}

// An editor of a unit of another cluster may not propose.
func TestSubmitProposal_EditorOfOtherCluster(t *testing.T) {
	eachFollowUp(t, func(h fixture, _ int) {
		ctx := viewer.NewContext(t.Context(),
			accountWith(viewer.Grant{Role: viewer.UnitEditor, Unit: registry.UnitID("hai-duong"), SchoolYear: year}))
		if _, err := h.submitProposal(conference.NewProposal{Unit: "hai-duong"})(ctx); err == nil {
			t.Error("the proposal was accepted")
		}
	})
}

// Concurrent submissions get distinct ordinals, and none is lost.
func TestSubmitProposal_Concurrent(t *testing.T) {
	eachFollowUp(t, func(h fixture, n int) {
		var wg sync.WaitGroup
		for range 12 {
			wg.Go(func() {
				submit := h.submitProposal(conference.NewProposal{Unit: "ha-nam"})
				if _, err := submit(h.ctxAs("delegate of ha-nam")); err != nil {
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
func TestSubmitProposal_Period(t *testing.T) {
	eachConferenceWithClock(t, func(h fixture, pass func(time.Duration)) {
		putBase(h.t, h.s)
		in := h.submitProposal(conference.NewProposal{Unit: "ha-nam"})
		h.wantError("delegate of ha-nam", in, "WRONG_STATE")
		h.wantError("anonymous", in, "NOT_FOUND")
		h.startSession()
		h.run("head", h.withCode(conference.Close))
		pass(conference.SubmitGrace - time.Minute)
		h.run("delegate of ha-nam", in)
		pass(2 * time.Minute)
		h.wantError("delegate of ha-nam", in, "WRONG_STATE")
	})
}

// A proposal made in a turn refers to its speech; a turn that has not begun has none.
func TestSubmitProposal_InTurn(t *testing.T) {
	eachFollowUp(t, func(h fixture, _ int) {
		turn, waiting := h.mustRequestFloor("ha-nam", "REMARK"), h.mustRequestFloor("ha-nam", "REMARK")
		h.run("secretary", h.withID(conference.GiveFloor, turn))
		h.run("secretary", h.withID(conference.YieldFloor, turn))
		speechID := *h.lastRequestState(turn).SpeechID
		p := h.readProposal(h.run("delegate of ha-nam",
			h.submitProposal(conference.NewProposal{Unit: "ha-nam", FloorRequest: &turn})))
		if p.SpeechID == nil || *p.SpeechID != speechID {
			t.Errorf("%v", p)
		}
		h.wantError("delegate of ha-nam",
			h.submitProposal(conference.NewProposal{Unit: "ha-nam", FloorRequest: &waiting}), "WRONG_STATE")
		// in another unit's turn
		h.wantError("editor", h.submitProposal(conference.NewProposal{Unit: "bac-ninh", FloorRequest: &turn}),
			"FORBIDDEN")
		h.run("secretary", h.submitProposal(conference.NewProposal{Unit: "bac-ninh", FloorRequest: &turn}))
		given := h.run("secretary",
			h.giveDirective(conference.NewDirective{Content: "x", Addressee: "các Sở", FloorRequest: &turn}))
		if d := h.s.Reader().Directive.GetX(t.Context(), given); *d.SpeechID != speechID {
			t.Errorf("%v", d)
		}
	})
}

func (h fixture) sponsorProposal(id gid.ID, unit string) commandCall {
	return func(ctx context.Context) (gid.ID, error) { return conference.SponsorProposal(ctx, h.s, id, unit) }
}

func TestSponsorProposal(t *testing.T) {
	eachFollowUp(t, func(h fixture, n int) {
		id := h.run("delegate of ha-nam", h.submitProposal(conference.NewProposal{Unit: "ha-nam"}))
		h.runTwice("editor", h.sponsorProposal(id, "bac-ninh"))
		h.runTwice("delegate of ha-nam", h.sponsorProposal(id, "ha-nam")) // is the proposer already
		h.wantError("delegate of ha-nam", h.sponsorProposal(id, "bac-ninh"), "FORBIDDEN")
		h.wantError("last year's", h.sponsorProposal(id, "ha-nam"), "FORBIDDEN")
		h.wantError("secretary", h.sponsorProposal(id, "nowhere"), "UNKNOWN_CODE")
		h.wantError("secretary", h.sponsorProposal(registry.ProposalID("none"), "ha-nam"), "NOT_FOUND")
		eq(t, "the journal", h.changeKinds(n), "[ProposalSubmitted ProposalSponsored]")
		if event := h.lastEvent().(journal.ProposalSponsored).Proposal; !slices.Equal(event.SponsorIDs,
			[]gid.ID{registry.UnitID("bac-ninh")}) {
			t.Errorf("%+v", event)
		}
		h.run("head", h.withID(conference.SendProposal, id))
		h.wantError("secretary", h.sponsorProposal(id, "vinh-phuc"), "WRONG_STATE")
		h.run("editor", h.sponsorProposal(id, "bac-ninh")) // is a sponsor already
	})
}

func (h fixture) mergeProposal(id, into gid.ID) commandCall {
	return func(ctx context.Context) (gid.ID, error) { return conference.MergeProposal(ctx, h.s, id, into) }
}

// Proposers of a merged proposal become sponsors of the remaining one, through a chain of mergers, once each.
func TestMergeProposal(t *testing.T) {
	eachFollowUp(t, func(h fixture, n int) {
		a := h.run("delegate of ha-nam", h.submitProposal(conference.NewProposal{Unit: "ha-nam"}))
		b := h.run("secretary",
			h.submitProposal(conference.NewProposal{Unit: "bac-ninh", Sponsors: []string{"vinh-phuc", "ha-nam"}}))
		h.wantError("delegate of ha-nam", h.mergeProposal(b, a), "FORBIDDEN")
		h.wantError("last year's", h.mergeProposal(b, a), "FORBIDDEN")
		h.wantError("secretary", h.mergeProposal(a, a), "BAD_INPUT")
		h.wantError("secretary", h.mergeProposal(a, registry.ProposalID("none")), "NOT_FOUND")
		h.wantError("ministry", h.mergeProposal(registry.ProposalID("k9"), a), "BAD_INPUT") // into a later one
		h.runTwice("secretary", h.mergeProposal(b, a))
		event := h.lastEvent().(journal.ProposalMerged)
		want := []gid.ID{registry.UnitID("bac-ninh"), registry.UnitID("vinh-phuc")}
		slices.Sort(want)
		if event.Proposal.State != proposal.StateMerged || *event.Proposal.MergedIntoID != a ||
			!slices.Equal(event.Into.SponsorIDs, want) || event.Into.State != proposal.StateSubmitted {
			t.Errorf("%+v", event)
		}
		h.wantError("secretary", h.mergeProposal(a, b), "WRONG_STATE") // b is merged
		p := h.readProposal(a)
		h.runTwice("secretary", h.mergeProposal(a, registry.ProposalID("k9")))
		eq(t, "sponsors", len(h.sponsorIDs(registry.ProposalID("k9"))), 3)
		event = h.lastEvent().(journal.ProposalMerged)
		if event.Proposal.ProposalID != a || *event.Proposal.MergedIntoID != registry.ProposalID("k9") ||
			event.Into != nil {
			t.Errorf("%+v", event)
		}
		otherEvents := h.changesOf("earlier")
		if len(otherEvents) != 1 ||
			!slices.Equal(otherEvents[0].(journal.ProposalSponsored).Proposal.SponsorIDs,
				h.sponsorIDs(registry.ProposalID("k9"))) {
			t.Errorf("events of the other conference: %+v", otherEvents)
		}
		if words := toJSON(t, otherEvents); strings.Contains(words, p.Code) ||
			strings.Contains(words, p.Content) ||
			strings.Contains(words, toJSON(t, a)) {
			t.Errorf("events of the other conference contain %s: %s", p.Code, words)
		}
		// which is a sponsor of k9 by now
		c := h.run("secretary", h.submitProposal(conference.NewProposal{Unit: "ha-nam"}))
		h.runTwice("secretary", h.mergeProposal(c, registry.ProposalID("k9")))
		eq(t, "events of the other conference", len(h.changesOf("earlier")), 1)
		eq(t, "the journal", h.changeKinds(n),
			"[ProposalSubmitted ProposalSubmitted ProposalMerged ProposalMerged ProposalSubmitted "+
				"ProposalMerged]")
	})
}

// Of two concurrent mergers into each other one succeeds: no proposal is merged into a merged one.
func TestMergeProposal_ConcurrentIntoEachOther(t *testing.T) {
	eachFollowUp(t, func(h fixture, _ int) {
		a, b := h.run("secretary", h.submitProposal(conference.NewProposal{})),
			h.run("secretary", h.submitProposal(conference.NewProposal{}))
		var wg sync.WaitGroup
		for _, pair := range [][2]gid.ID{{a, b}, {b, a}} {
			wg.Go(func() { _, _ = h.mergeProposal(pair[0], pair[1])(h.ctxAs("secretary")) })
		}
		wg.Wait()
		if one, other := h.readProposal(a),
			h.readProposal(b); (one.State == proposal.StateMerged) == (other.State == proposal.StateMerged) {
			t.Errorf("%s and %s", one.State, other.State)
		}
	})
}

func TestProposal_FollowUp(t *testing.T) {
	eachFollowUp(t, func(h fixture, n int) {
		id := h.run("delegate of ha-nam",
			h.submitProposal(conference.NewProposal{Unit: "ha-nam", DueOn: parseDate(t, "2024-10")}))
		assign := func(to string, due vi.Date) commandCall {
			return func(ctx context.Context) (gid.ID, error) {
				return conference.AssignProposal(ctx, h.s, conference.Assignment{
					Proposal: id, Department: to, DueOn: due,
				})
			}
		}
		reply := func(do func(
			context.Context, *testStore, conference.Reply,
		) (gid.ID, error), text, unit string) commandCall {
			return func(ctx context.Context) (gid.ID, error) {
				return do(ctx, h.s, conference.Reply{Proposal: id, Response: text, Unit: unit})
			}
		}
		acknowledge, complete := h.withID(conference.AcknowledgeProposal, id),
			h.withID(conference.CompleteProposal, id)
		h.wantError("ministry", acknowledge, "WRONG_STATE")
		h.wantError("delegate of ha-nam", h.withID(conference.SendProposal, id), "FORBIDDEN")
		h.runTwice("deputy", h.withID(conference.SendProposal, id))
		for _, name := range []string{"head", "secretary", "delegate of ha-nam", "auditor"} {
			for _, call := range []commandCall{acknowledge, complete, assign("vu-tccb", vi.Date{}),
				reply(conference.AnswerProposal, "x", ""), reply(conference.RefuseProposal, "x", "")} {
				h.wantError(name, call, "FORBIDDEN")
			}
		}
		h.runTwice("ministry", acknowledge)
		h.wantError("head", h.withID(conference.SendProposal, id), "WRONG_STATE")
		h.wantError("ministry", assign("ha-nam", vi.Date{}), "BAD_INPUT")
		h.wantError("ministry", assign("nowhere", vi.Date{}), "UNKNOWN_CODE")
		h.wantError("ministry", assign("vu-tccb", parseDate(t, "XXXX-08-17")), "BAD_INPUT")
		h.runTwice("ministry", assign("moet", vi.Date{}))
		h.runTwice("ministry", assign("vu-tccb", parseDate(t, "2024-11-30")))
		h.run("ministry", assign("vu-tccb", vi.Date{})) // unchanged
		if p := h.readProposal(id); p.DueOn != parseDate(t, "2024-11-30") ||
			*p.AssigneeID != registry.UnitID("vu-tccb") || p.State != proposal.StateAssigned {
			t.Errorf("%v", p)
		}
		h.wantError("ministry", complete, "WRONG_STATE")
		h.wantError("ministry", reply(conference.AnswerProposal, "", ""), "BAD_INPUT")
		h.wantError("ministry", reply(conference.AnswerProposal, "x", "nowhere"), "UNKNOWN_CODE")
		h.runTwice("ministry", reply(conference.AnswerProposal, "Sẽ bổ sung.", ""))
		since := h.readProposal(id).StateAt
		h.runTwice("ministry", reply(conference.AnswerProposal, "Đã bổ sung.", "moet"))
		if p := h.readProposal(id); *p.Response != "Đã bổ sung." || *p.AnsweredByID != registry.UnitID("moet") ||
			!p.StateAt.Equal(*since) {
			t.Errorf("%v", p)
		}
		h.wantError("ministry", reply(conference.RefuseProposal, "x", ""), "WRONG_STATE")
		h.runTwice("ministry", complete)
		eq(t, "the journal", h.changeKinds(n),
			"[ProposalSubmitted ProposalSent ProposalAcknowledged ProposalAssigned ProposalAssigned "+
				"ProposalAnswered ProposalAnswered ProposalDone]")
		if event := h.lastEvent().(journal.ProposalDone).Proposal; event.State != proposal.StateDone ||
			*event.AssigneeName != "Vụ Tổ chức cán bộ" || *event.Response != "Đã bổ sung." {
			t.Errorf("%+v", event)
		}
		id = h.run("secretary", h.submitProposal(conference.NewProposal{}))
		h.run("head", h.withID(conference.SendProposal, id))
		h.runTwice("ministry", reply(conference.RefuseProposal, "Không thuộc thẩm quyền.", "moet"))
		h.wantError("ministry", reply(conference.RefuseProposal, "Vì lý do khác.", "moet"), "WRONG_STATE")
	})
}

// Proposals, tasks and directives of a cancelled conference do not change.
func TestFollowUp_CancelledConference(t *testing.T) {
	eachConference(t, func(h fixture) {
		putBase(h.t, h.s)
		h.run("head", h.withCode(conference.Open))
		id := h.run("secretary", h.submitProposal(conference.NewProposal{}))
		h.run("head", h.withReason(conference.Cancel, "Bão"))
		h.wantError("head", h.withID(conference.SendProposal, id), "WRONG_STATE")
		h.wantError("anonymous", h.withID(conference.SendProposal, id), "NOT_FOUND")
		h.wantError("head", h.setTask(conference.NewTask{Cluster: 2}), "WRONG_STATE")
		h.wantError("head", h.giveDirective(conference.NewDirective{Content: "x", Addressee: "x"}), "WRONG_STATE")
	})
}
