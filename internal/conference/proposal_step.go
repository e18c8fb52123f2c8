package conference

import (
	"context"

	"thidua/ent"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// SendProposal sends a proposal to the Ministry; one that was sent, and not yet taken in, stays. The API calls it, and
// the others here. Refusals: NOT_FOUND, FORBIDDEN, WRONG_STATE.
func SendProposal(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	return follow(ctx, s, id, advance{of: Sending, told: func(p journal.ProposalState) journal.Change { return journal.ProposalSent{Proposal: p} }})
}

// AcknowledgeProposal has the Ministry take a proposal in.
func AcknowledgeProposal(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	return follow(ctx, s, id, advance{of: Acknowledging, told: func(p journal.ProposalState) journal.Change { return journal.ProposalAcknowledged{Proposal: p} }})
}

// CompleteProposal notes that it was carried out.
func CompleteProposal(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	return follow(ctx, s, id, advance{of: Completing, told: func(p journal.ProposalState) journal.Change { return journal.ProposalDone{Proposal: p} }})
}

// advance is a move with what it says.
type advance struct {
	of   Following
	told func(journal.ProposalState) journal.Change
	bad  error // what is wrong with its input; nobody is told who may not take the move
	// note puts what the move says into the update, and tells whether it is another word than was there; nil where a move
	// says nothing but itself.
	note func(ctx context.Context, tx *ent.Tx, p *ent.Proposal, update *ent.ProposalUpdateOne) (news bool, err error)
}

// follow takes a move with a proposal, for those who may.
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
	return id, s.Tx(store.WithOutcome(ctx, id), func(ctx context.Context, tx *ent.Tx) error { return a.take(ctx, tx, id) })
}

// take takes the move. A proposal that is there already, and of which nothing new is said, stays as it is: a move that is
// sent twice, because its answer was lost, is taken once.
func (a advance) take(ctx context.Context, tx *ent.Tx, id gid.ID) error {
	p, err := holdProposal(ctx, tx, id)
	if err != nil {
		return err
	}
	update, news := tx.Proposal.UpdateOneID(id), false
	if a.note != nil {
		if news, err = a.note(ctx, tx, p, update); err != nil {
			return err
		}
	}
	if p.State == following[a.of].to && !news {
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
	told, err := tellProposal(ctx, tx, id)
	if err == nil {
		journal.Append(ctx, journal.OfConference(p.ConferenceID), a.told(told))
	}
	return err
}
