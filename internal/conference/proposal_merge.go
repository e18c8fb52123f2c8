package conference

import (
	"context"
	"slices"

	"thidua/ent"
	"thidua/ent/proposal"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// MergeProposal merges a proposal into another one, of the same conference or an earlier one of any cluster.
// Idempotent. Its proposers become sponsors of the other; each conference publishes its own proposal. Called
// by the API. Errors: NOT_FOUND and WRONG_STATE for either, FORBIDDEN, BAD_INPUT.
func MergeProposal(ctx context.Context, s *store.Store, id, into gid.ID) (gid.ID, error) {
	c, err := find(ctx, s, ofProposal(id))
	if err != nil {
		return 0, err
	}
	if _, err := find(ctx, s, ofProposal(into)); err != nil {
		return 0, err
	}
	if err := viewer.Require(ctx, conducting.allows(c)...); err != nil {
		return 0, err
	}
	if id == into {
		return 0, fault.BadInput.With("reason", "into: "+registry.Itself)
	}
	return id, s.Tx(store.WithOutcome(ctx, id), func(ctx context.Context, tx *ent.Tx) error {
		return merge(ctx, tx, id, into)
	})
}

func merge(ctx context.Context, tx *ent.Tx, id, into gid.ID) error {
	held := map[gid.ID]*ent.Proposal{}
	for _, one := range []gid.ID{min(id, into), max(id, into)} { // in a fixed order, to prevent deadlocks
		p, err := holdProposal(ctx, tx, one)
		if err != nil {
			return err
		}
		held[one] = p
	}
	goes, stays := held[id], held[into]
	if goes.MergedIntoID != nil && *goes.MergedIntoID == into {
		return nil
	}
	to, err := Merging.Next(goes.State)
	if err != nil {
		return err
	}
	if err := stateIn(stays.State, absorbing...); err != nil {
		return err
	}
	if stays.Edges.Conference.HeldOrder > goes.Edges.Conference.HeldOrder {
		return fault.BadInput.With("reason", "into: "+registry.OutOfOrder)
	}
	if err := tx.Proposal.UpdateOneID(id).SetState(to).SetStateAt(store.Now(ctx)).SetMergedIntoID(into).
		Exec(ctx); err != nil {
		return err
	}
	there := proposers(stays)
	joining := slices.DeleteFunc(proposers(goes), func(u gid.ID) bool { return slices.Contains(there, u) })
	if len(joining) > 0 {
		if err := tx.Proposal.Update().Where(proposal.ID(into)).AddSponsorIDs(joining...).
			Exec(ctx); err != nil {
			return err
		}
	}
	return tellMerged(ctx, tx, goes, stays, len(joining) > 0)
}

// publishMerge publishes to each conference its own proposal only: its subscribers may not see the other one.
func tellMerged(ctx context.Context, tx *ent.Tx, goes, stays *ent.Proposal, joined bool) error {
	merged, err := tellProposal(ctx, tx, goes.ID)
	if err != nil {
		return err
	}
	into, err := tellProposal(ctx, tx, stays.ID)
	if err != nil {
		return err
	}
	told := journal.ProposalMerged{Proposal: merged}
	if stays.ConferenceID == goes.ConferenceID {
		told.Into = &into
	} else if joined {
		journal.Append(ctx, journal.OfConference(stays.ConferenceID), journal.ProposalSponsored{
			Proposal: into,
		})
	}
	journal.Append(ctx, journal.OfConference(goes.ConferenceID), told)
	return nil
}
