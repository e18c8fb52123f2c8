package conference

import (
	"context"

	"thidua/ent/conference"
	"thidua/internal/command"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// SetQuorum sets or clears the share of the roll that has to be present. Called by the API. Errors:
// NOT_FOUND, FORBIDDEN, BAD_INPUT, WRONG_STATE.
func SetQuorum(ctx context.Context, s *store.Store, in NewQuorum) (gid.ID, error) {
	c, err := findAsConductor(ctx, s, conference.Code(in.Conference))
	if err != nil {
		return 0, err
	}
	err = command.Validate(in, func(in NewQuorum, v *command.Validator) {
		checkQuorum("quorumPercent", in.QuorumPercent, v)
	})
	if err != nil {
		return 0, err
	}
	return c.ID, s.Tx(store.WithResultIDs(ctx, c.ID), func(ctx context.Context, tx *store.Tx) error {
		if err := lockInState(ctx, tx, c.ID, unendedStates...); err != nil {
			return err
		}
		current, err := tx.Conference.Get(ctx, c.ID)
		if err != nil || deref(current.QuorumPercent) == in.QuorumPercent {
			return err
		}
		percent := command.NilIfZero(in.QuorumPercent)
		update := tx.Conference.UpdateOneID(c.ID).SetNillableQuorumPercent(percent)
		if percent == nil {
			update.ClearQuorumPercent()
		}
		journal.Append(tx, journal.ConferenceStream(c.ID), journal.QuorumSet{QuorumPercent: percent})
		return update.Exec(ctx)
	})
}

// checkQuorum checks a percentage; 0 means no quorum.
func checkQuorum(field string, percent int, v *command.Validator) {
	v.NonNegative(field, percent)
	v.AtMost(field, percent, 100)
}
