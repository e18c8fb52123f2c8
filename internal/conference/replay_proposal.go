package conference

import "thidua/internal/journal"

// ReplayedProposals holds the newest state of each proposal, in the order in which they were made.
type ReplayedProposals struct{ Proposals []journal.ProposalState }

func (r *ReplayedProposals) apply(change journal.Change) {
	for _, p := range proposalsIn(change) {
		*findOrAppend(&r.Proposals, func(known *journal.ProposalState) bool {
			return known.ProposalID == p.ProposalID
		}, p) = p
	}
}

// proposalsIn returns the proposals that a change contains.
func proposalsIn(change journal.Change) []journal.ProposalState {
	switch c := change.(type) {
	case journal.ProposalSubmitted:
		return []journal.ProposalState{c.Proposal}
	case journal.ProposalSponsored:
		return []journal.ProposalState{c.Proposal}
	case journal.ProposalMerged:
		if c.Into == nil {
			return []journal.ProposalState{c.Proposal}
		}
		return []journal.ProposalState{c.Proposal, *c.Into}
	case journal.ProposalSent:
		return []journal.ProposalState{c.Proposal}
	case journal.ProposalAcknowledged:
		return []journal.ProposalState{c.Proposal}
	case journal.ProposalAssigned:
		return []journal.ProposalState{c.Proposal}
	case journal.ProposalAnswered:
		return []journal.ProposalState{c.Proposal}
	case journal.ProposalDone:
		return []journal.ProposalState{c.Proposal}
	case journal.ProposalRefused:
		return []journal.ProposalState{c.Proposal}
	}
	return nil
}
