package conference

import (
	"context"
	"slices"

	"thidua/ent"
	"thidua/internal/command"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
)

// SponsorProposal adds a unit, by code, to the sponsors of a proposal. Idempotent. Called by the API. Errors:
// NOT_FOUND, FORBIDDEN, UNKNOWN_CODE, WRONG_STATE.
func SponsorProposal(ctx context.Context, s *store.Store, id gid.ID, unit string) (gid.ID, error) {
	c, err := findConference(ctx, s, hasProposal(id))
	if err != nil {
		return 0, err
	}
	if err := requireProposer(ctx, s, c, unit); err != nil {
		return 0, err
	}
	return id, s.Tx(store.WithResultIDs(ctx, id), func(ctx context.Context, tx *store.Tx) error {
		var refs command.Refs
		sponsor := command.RequireRef(&refs, "unit", registry.UnitID, unit)
		if err := refs.Check(ctx, tx); err != nil {
			return err
		}
		p, err := lockProposal(ctx, tx, id)
		if err != nil {
			return err
		}
		if slices.Contains(proposerIDs(p), sponsor) {
			return nil
		}
		if err := requireState(p.State, sponsorableStates...); err != nil {
			return err
		}
		if err := tx.Proposal.UpdateOneID(id).AddSponsorIDs(sponsor).Exec(ctx); err != nil {
			return err
		}
		state, err := readProposalState(ctx, tx, id)
		if err == nil {
			journal.Append(tx, journal.ConferenceStream(p.ConferenceID), journal.ProposalSponsored{
				Entry: state,
			})
		}
		return err
	})
}

// proposerIDs returns the sponsors of a proposal and the unit that made it, if it was not a whole cluster.
func proposerIDs(p *ent.Proposal) []gid.ID {
	ids := sponsorIDs(p)
	if p.UnitID != nil {
		ids = append(ids, *p.UnitID)
	}
	return ids
}
