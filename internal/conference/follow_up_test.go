package conference_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"thidua/ent"
	"thidua/ent/proposal"
	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/vi"
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

func TestProposal_FollowUp(t *testing.T) {
	eachFollowUp(t, func(h fixture, n int) {
		id := h.run("delegate of ha-nam",
			h.submitProposal(conference.NewProposal{Unit: "ha-nam", DueOn: parseDate(t, "2024-10")}))
		assign := func(to string, due vi.Date) commandCall {
			return func(ctx context.Context) (gid.ID, error) {
				return conference.AssignProposal(ctx, h.s, conference.Assignment{
					Proposal: id, Assignee: to, DueOn: due,
				})
			}
		}
		reply := func(do func(
			context.Context, *testStore, conference.Reply,
		) (gid.ID, error), text, unit string) commandCall {
			return func(ctx context.Context) (gid.ID, error) {
				return do(ctx, h.s, conference.Reply{Proposal: id, Response: text, AnsweredBy: unit})
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
				h.wantRefused(name, call)
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
		if event := h.lastEvent().(journal.ProposalDone).Entry; event.State != proposal.StateDone ||
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
		h.wantError(
			"head", h.giveDirective(conference.NewDirective{Content: "x", AddresseeStated: "x"}), "WRONG_STATE",
		)
	})
}
