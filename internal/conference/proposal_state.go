package conference

import (
	"cmp"
	"context"
	"slices"

	"thidua/ent"
	"thidua/ent/proposal"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// lockProposal reads a proposal with the edges of its events, and locks it until the transaction commits.
func lockProposal(ctx context.Context, tx *store.Tx, id gid.ID) (*ent.Proposal, error) {
	q := proposalWithEdges(tx, id)
	q.Modify(store.Lock)
	p, err := notFoundAsFault(q.Only(ctx))
	if err != nil {
		return nil, err
	}
	return p, requireState(p.Edges.Conference.State, followUpStates...)
}

func readProposal(ctx context.Context, tx *store.Tx, id gid.ID) (*ent.Proposal, error) {
	return notFoundAsFault(proposalWithEdges(tx, id).Only(ctx))
}

func proposalWithEdges(tx *store.Tx, id gid.ID) *ent.ProposalQuery {
	return tx.Proposal.Query().Where(proposal.ID(id)).
		WithConference().WithUnit().WithAssignee().WithTopics().WithSponsors()
}

// readProposalState reads the current state of a proposal.
func readProposalState(ctx context.Context, tx *store.Tx, id gid.ID) (journal.ProposalState, error) {
	p, err := readProposal(ctx, tx, id)
	if err != nil {
		return journal.ProposalState{}, err
	}
	return ProposalStateOf(p), nil
}

// ProposalStateOf returns a proposal as in journal events. The row was read with its unit,
// assignee, topics and sponsors.
func ProposalStateOf(p *ent.Proposal) journal.ProposalState {
	out := journal.ProposalState{
		ProposalID: p.ID, ConferenceID: p.ConferenceID, Code: p.Code, Ordinal: p.Ordinal, Kind: p.Kind,
		Content: p.Content, State: p.State, UnitID: p.UnitID, ClusterID: p.ClusterID, SpeechID: p.SpeechID,
		TopicCodes: []string{}, SponsorIDs: sponsorIDs(p), AddresseeStated: p.AddresseeStated,
		AddresseeID: p.AddresseeID, AssigneeID: p.AssigneeID, AnsweredByID: p.AnsweredByID,
		MergedIntoID: p.MergedIntoID, Response: p.Response, DueOn: p.DueOn, SubmittedAt: p.SubmittedAt,
		StateAt: p.StateAt, Attribution: p.Attribution,
	}
	if u := p.Edges.Unit; u != nil {
		out.UnitCode, out.UnitName = &u.Code, &u.Name
	}
	if u := p.Edges.Assignee; u != nil {
		out.AssigneeName = &u.Name
	}
	for _, t := range p.Edges.Topics {
		out.TopicCodes = append(out.TopicCodes, t.Code)
	}
	slices.Sort(out.TopicCodes)
	return out
}

// sponsorIDs returns the sponsors, in the same order on every database.
func sponsorIDs(p *ent.Proposal) []gid.ID {
	ids := []gid.ID{}
	for _, u := range p.Edges.Sponsors {
		ids = append(ids, u.ID)
	}
	slices.SortFunc(ids, cmp.Compare[gid.ID])
	return ids
}
