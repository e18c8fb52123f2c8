package conference

import (
	"context"
	"fmt"
	"slices"

	"thidua/ent/membership"
	"thidua/ent/succession"
	"thidua/ent/unit"
	"thidua/internal/command"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/vi"
)

// requireMembers returns BAD_INPUT for units that are not members of a cluster in one of the years.
// Successors of members count: next year's members may not be registered yet when this year's
// conference sets its tasks.
func requireMembers(
	ctx context.Context, tx *store.Tx, cluster gid.ID, units []gid.ID, years ...vi.SchoolYear,
) error {
	member := unit.HasMembershipsWith(membership.ClusterID(cluster), membership.SchoolYearIn(years...))
	members, err := tx.Unit.Query().
		Where(unit.IDIn(units...),
			unit.Or(member, unit.HasIncomingSuccessionsWith(succession.HasPredecessorWith(member)))).IDs(ctx)
	if err != nil {
		return err
	}
	return command.Validate(units, func(units []gid.ID, v *command.Validator) {
		for i, id := range units {
			v.Require(slices.Contains(members, id), fmt.Sprintf("units[%d]", i), command.ReasonNotMember)
		}
	})
}
