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
	return changeProposal(ctx, s, id, proposalChange{
		step: ProposalStepSend, event: func(p journal.ProposalState) journal.Change {
			return journal.ProposalSent{Entry: p}
		},
	})
}

// AcknowledgeProposal acknowledges a proposal on behalf of the Ministry.
func AcknowledgeProposal(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	return changeProposal(ctx, s, id, proposalChange{
		step: ProposalStepAcknowledge, event: func(p journal.ProposalState) journal.Change {
			return journal.ProposalAcknowledged{Entry: p}
		},
	})
}

// CompleteProposal marks a proposal as done.
func CompleteProposal(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	return changeProposal(ctx, s, id, proposalChange{
		step: ProposalStepComplete, event: func(p journal.ProposalState) journal.Change {
			return journal.ProposalDone{Entry: p}
		},
	})
}

// proposalChange is a step with its input.
type proposalChange struct {
	step     ProposalStep
	event    func(journal.ProposalState) journal.Change
	inputErr error // invalid input; returned only to viewers who may run the step
	// applyInput sets the input of the step in update and reports whether that changes the row; nil
	// if the step has no input.
	applyInput func(
		ctx context.Context, tx *store.Tx, p *ent.Proposal, update *ent.ProposalUpdateOne,
	) (changed bool, err error)
}

// changeProposal authorises the viewer and runs a step with a proposal.
func changeProposal(ctx context.Context, s *store.Store, id gid.ID, a proposalChange) (gid.ID, error) {
	c, err := findConference(ctx, s, hasProposal(id))
	if err != nil {
		return 0, err
	}
	rules := conductors.rules(c)
	if proposalSteps[a.step].ministry {
		rules = []viewer.Rule{viewer.AllowMinistry()}
	}
	if err := viewer.Require(ctx, rules...); err != nil {
		return 0, err
	}
	if a.inputErr != nil {
		return 0, a.inputErr
	}
	return id, s.Tx(store.WithResultIDs(ctx, id), func(ctx context.Context, tx *store.Tx) error {
		return a.run(ctx, tx, id)
	})
}

// run runs the step. A proposal that is in the target state already, with the same input, stays as it is: so
// a step may be repeated if its response was lost.
func (c proposalChange) run(ctx context.Context, tx *store.Tx, id gid.ID) error {
	p, err := lockProposal(ctx, tx, id)
	if err != nil {
		return err
	}
	update, changed := tx.Proposal.UpdateOneID(id), false
	if c.applyInput != nil {
		if changed, err = c.applyInput(ctx, tx, p, update); err != nil {
			return err
		}
	}
	if p.State == proposalSteps[c.step].to && !changed {
		return nil
	}
	to, err := c.step.Next(p.State)
	if err != nil {
		return err
	}
	if to != p.State {
		update.SetState(to).SetStateAt(tx.Now())
	}
	if err := update.Exec(ctx); err != nil {
		return err
	}
	state, err := readProposalState(ctx, tx, id)
	if err == nil {
		journal.Append(tx, journal.ConferenceStream(p.ConferenceID), c.event(state))
	}
	return err
}
