package conference_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"thidua/ent/proposal"
	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/viewer"
)

func (h fixture) submitProposal(in conference.NewProposal) commandCall {
	in.Conference, in.Kind = code, "PROPOSAL"
	if in.Content == "" {
		in.Content = "Bổ sung biên chế giáo viên."
	}
	return func(ctx context.Context) (gid.ID, error) { return conference.SubmitProposal(ctx, h.s, in) }
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
		event := h.lastEvent().(journal.ProposalSubmitted).Entry
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
			h.wantRefused(name, h.submitProposal(in))
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

// A content of the maximum length is accepted, whatever its words: PostgreSQL limits the rows of indexes.
func TestSubmitProposal_LongContent(t *testing.T) {
	eachFollowUp(t, func(h fixture, _ int) {
		words := strings.Fields("đề nghị bộ bổ sung biên chế giáo viên mầm non cho các địa phương còn thiếu " +
			"trường lớp")
		random := rand.New(rand.NewPCG(1, 2))
		var content strings.Builder
		for content.Len() < 3900 {
			content.WriteString(words[random.IntN(len(words))] + " ")
		}
		text := strings.TrimSpace(content.String())
		p := h.readProposal(h.run("secretary", h.submitProposal(conference.NewProposal{Content: text})))
		if p.Content != text {
			t.Errorf("the content is %q", p.Content)
		}
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
			h.giveDirective(conference.NewDirective{Content: "x", AddresseeStated: "các Sở", FloorRequest: &turn}))
		if d := h.s.Reader().Directive.GetX(t.Context(), given); *d.SpeechID != speechID {
			t.Errorf("%v", d)
		}
	})
}
