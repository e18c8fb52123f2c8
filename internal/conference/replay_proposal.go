package conference

import "thidua/internal/journal"

// ReplayedProposals holds the newest state of each proposal, in the order in which they were made.
type ReplayedProposals struct{ Proposals []journal.ProposalState }

func (r *ReplayedProposals) apply(change journal.Change) {
	for _, p := range proposalsIn(change) {
		*findOrAppend(&r.Proposals, func(existing *journal.ProposalState) bool {
			return existing.ProposalID == p.ProposalID
		}, p) = p
	}
}

// proposalsIn returns the proposals that a change contains.
func proposalsIn(change journal.Change) []journal.ProposalState {
	switch change := change.(type) {
	case journal.ProposalSubmitted:
		return []journal.ProposalState{change.Entry}
	case journal.ProposalSponsored:
		return []journal.ProposalState{change.Entry}
	case journal.ProposalMerged:
		if change.IntoEntry == nil {
			return []journal.ProposalState{change.Entry}
		}
		return []journal.ProposalState{change.Entry, *change.IntoEntry}
	case journal.ProposalSent:
		return []journal.ProposalState{change.Entry}
	case journal.ProposalAcknowledged:
		return []journal.ProposalState{change.Entry}
	case journal.ProposalAssigned:
		return []journal.ProposalState{change.Entry}
	case journal.ProposalAnswered:
		return []journal.ProposalState{change.Entry}
	case journal.ProposalDone:
		return []journal.ProposalState{change.Entry}
	case journal.ProposalRefused:
		return []journal.ProposalState{change.Entry}
	}
	return nil
}
