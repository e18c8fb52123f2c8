package conference_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"thidua/ent/proposal"
	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
)

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
		if event := h.lastEvent().(journal.ProposalSponsored).Entry; !slices.Equal(event.SponsorIDs,
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
		if event.Entry.State != proposal.StateMerged || *event.Entry.MergedIntoID != a ||
			!slices.Equal(event.IntoEntry.SponsorIDs, want) || event.IntoEntry.State != proposal.StateSubmitted {
			t.Errorf("%+v", event)
		}
		h.wantError("secretary", h.mergeProposal(a, b), "WRONG_STATE") // b is merged
		p := h.readProposal(a)
		h.runTwice("secretary", h.mergeProposal(a, registry.ProposalID("k9")))
		eq(t, "sponsors", len(h.sponsorIDs(registry.ProposalID("k9"))), 3)
		event = h.lastEvent().(journal.ProposalMerged)
		if event.Entry.ProposalID != a || *event.Entry.MergedIntoID != registry.ProposalID("k9") ||
			event.IntoEntry != nil {
			t.Errorf("%+v", event)
		}
		otherEvents := h.changesOf("earlier")
		if len(otherEvents) != 1 ||
			!slices.Equal(otherEvents[0].(journal.ProposalSponsored).Entry.SponsorIDs,
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
