package conference

import (
	"context"
	"slices"

	"thidua/ent"
	"thidua/ent/proposal"
	"thidua/internal/command"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// MergeProposal merges a proposal into another one, of the same conference or an earlier one of any cluster.
// Idempotent. Its proposers become sponsors of the other; each conference publishes its own proposal. Called
// by the API. Errors: NOT_FOUND and WRONG_STATE for either, FORBIDDEN, BAD_INPUT.
func MergeProposal(ctx context.Context, s *store.Store, id, into gid.ID) (gid.ID, error) {
	c, err := findConference(ctx, s, hasProposal(id))
	if err != nil {
		return 0, err
	}
	if _, err := findConference(ctx, s, hasProposal(into)); err != nil {
		return 0, err
	}
	if err := viewer.Require(ctx, conductors.rules(c)...); err != nil {
		return 0, err
	}
	if id == into {
		return 0, command.InvalidField("into", command.ReasonItself)
	}
	return id, s.Tx(store.WithResultIDs(ctx, id), func(ctx context.Context, tx *store.Tx) error {
		return mergeProposals(ctx, tx, id, into)
	})
}

func mergeProposals(ctx context.Context, tx *store.Tx, id, into gid.ID) error {
	locked := map[gid.ID]*ent.Proposal{}
	// The rows are locked in a fixed order, to prevent deadlocks.
	for _, proposalID := range []gid.ID{min(id, into), max(id, into)} {
		p, err := lockProposal(ctx, tx, proposalID)
		if err != nil {
			return err
		}
		locked[proposalID] = p
	}
	source, target := locked[id], locked[into]
	if source.MergedIntoID != nil && *source.MergedIntoID == into {
		return nil
	}
	to, err := ProposalStepMerge.Next(source.State)
	if err != nil {
		return err
	}
	if err := requireState(target.State, mergeTargetStates...); err != nil {
		return err
	}
	if target.Edges.Conference.HeldOrder > source.Edges.Conference.HeldOrder {
		return command.InvalidField("into", command.ReasonOutOfOrder)
	}
	if err := tx.Proposal.UpdateOneID(id).SetState(to).SetStateAt(tx.Now()).SetMergedIntoID(into).
		Exec(ctx); err != nil {
		return err
	}
	existing := proposerIDs(target)
	joining := slices.DeleteFunc(proposerIDs(source), func(u gid.ID) bool {
		return slices.Contains(existing, u)
	})
	if len(joining) > 0 {
		if err := tx.Proposal.Update().Where(proposal.ID(into)).AddSponsorIDs(joining...).
			Exec(ctx); err != nil {
			return err
		}
	}
	return publishMerge(ctx, tx, source, target, len(joining) > 0)
}

// publishMerge publishes to each conference its own proposal only: its subscribers may not see the other one.
func publishMerge(ctx context.Context, tx *store.Tx, source, target *ent.Proposal, joined bool) error {
	merged, err := readProposalState(ctx, tx, source.ID)
	if err != nil {
		return err
	}
	into, err := readProposalState(ctx, tx, target.ID)
	if err != nil {
		return err
	}
	event := journal.ProposalMerged{Entry: merged}
	if target.ConferenceID == source.ConferenceID {
		event.IntoEntry = &into
	}
	// The stream of the merged proposal comes first: its position is that of the change.
	journal.Append(tx, journal.ConferenceStream(source.ConferenceID), event)
	if target.ConferenceID != source.ConferenceID && joined {
		journal.Append(tx, journal.ConferenceStream(target.ConferenceID), journal.ProposalSponsored{
			Entry: into,
		})
	}
	return nil
}
