package conference

import (
	"context"

	"thidua/ent"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// SendProposal sends a proposal to the Ministry. Idempotent until it is acknowledged. Called by the API, like
// the other commands here. Errors: NOT_FOUND, FORBIDDEN, WRONG_STATE.
func SendProposal(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	return follow(ctx, s, id, advance{
		of: Sending, told: func(p journal.ProposalState) journal.Change {
			return journal.ProposalSent{Proposal: p}
		},
	})
}

// AcknowledgeProposal acknowledges a proposal on behalf of the Ministry.
func AcknowledgeProposal(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	return follow(ctx, s, id, advance{
		of: Acknowledging, told: func(p journal.ProposalState) journal.Change {
			return journal.ProposalAcknowledged{Proposal: p}
		},
	})
}

// CompleteProposal marks a proposal as done.
func CompleteProposal(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	return follow(ctx, s, id, advance{
		of: Completing, told: func(p journal.ProposalState) journal.Change {
			return journal.ProposalDone{Proposal: p}
		},
	})
}

// proposalChange is a step with its input.
type advance struct {
	of   Following
	told func(journal.ProposalState) journal.Change
	bad  error // invalid input; returned only to viewers who may run the step
	// applyInput sets the input of the step in update and reports whether that changes the row; nil
	// if the step has no input.
	note func(
		ctx context.Context, tx *ent.Tx, p *ent.Proposal, update *ent.ProposalUpdateOne,
	) (changed bool, err error)
}

// changeProposal authorises the viewer and runs a step with a proposal.
func follow(ctx context.Context, s *store.Store, id gid.ID, a advance) (gid.ID, error) {
	c, err := find(ctx, s, ofProposal(id))
	if err != nil {
		return 0, err
	}
	rules := conducting.allows(c)
	if following[a.of].ministry {
		rules = []viewer.Rule{viewer.AsMinistry()}
	}
	if err := viewer.Require(ctx, rules...); err != nil {
		return 0, err
	}
	if a.bad != nil {
		return 0, a.bad
	}
	return id, s.Tx(store.WithOutcome(ctx, id), func(ctx context.Context, tx *ent.Tx) error {
		return a.take(ctx, tx, id)
	})
}

// run runs the step. A proposal that is in the target state already, with the same input, stays as it is: so
// a step may be repeated if its response was lost.
func (a advance) take(ctx context.Context, tx *ent.Tx, id gid.ID) error {
	p, err := holdProposal(ctx, tx, id)
	if err != nil {
		return err
	}
	update, changed := tx.Proposal.UpdateOneID(id), false
	if a.note != nil {
		if changed, err = a.note(ctx, tx, p, update); err != nil {
			return err
		}
	}
	if p.State == following[a.of].to && !changed {
		return nil
	}
	to, err := a.of.Next(p.State)
	if err != nil {
		return err
	}
	if to != p.State {
		update.SetState(to).SetStateAt(store.Now(ctx))
	}
	if err := update.Exec(ctx); err != nil {
		return err
	}
	state, err := tellProposal(ctx, tx, id)
	if err == nil {
		journal.Append(ctx, journal.OfConference(p.ConferenceID), a.told(state))
	}
	return err
}
