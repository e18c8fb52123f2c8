package conference

import (
	"context"
	"fmt"
	"slices"

	"thidua/ent"
	"thidua/ent/membership"
	"thidua/ent/succession"
	"thidua/ent/unit"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/vi"
)

// onlyMembers refuses units that are not of a cluster in one of some years: BAD_INPUT. Who goes on for a unit that was is: next
// year's members may not be on record yet when this year's conference sets its tasks.
func onlyMembers(ctx context.Context, tx *ent.Tx, cluster gid.ID, units []gid.ID, years ...vi.SchoolYear) error {
	member := unit.HasMembershipsWith(membership.ClusterID(cluster), membership.SchoolYearIn(years...))
	members, err := tx.Unit.Query().Where(unit.IDIn(units...), unit.Or(member, unit.HasOriginsWith(succession.HasPredecessorWith(member)))).IDs(ctx)
	if err != nil {
		return err
	}
	return registry.Checked(units, func(units []gid.ID, c *registry.Check) {
		for i, id := range units {
			c.That(slices.Contains(members, id), fmt.Sprintf("units[%d]", i), registry.NotMember)
		}
	})
}
