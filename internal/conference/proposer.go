package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/membership"
	"thidua/internal/fault"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// requireProposer returns FORBIDDEN if the viewer may not propose for each of the units, by code. Conductors
// of the conference may for all; a delegate for the unit that they represent; an editor for their unit, if it
// is a member, in the school year under review, of the cluster that holds the conference.
func requireProposer(ctx context.Context, s *store.Store, c *ent.Conference, units ...string) error {
	if viewer.Require(ctx, conductors.rules(c)...) == nil {
		return nil
	}
	for _, code := range units {
		unit := registry.UnitID(code)
		if viewer.Require(ctx, viewer.AllowDelegate(c.ID, unit)) == nil {
			continue
		}
		if err := viewer.Require(ctx, viewer.AllowEditor(unit, c.SchoolYear)); err != nil {
			return err
		}
		if c.ClusterID == nil { // all units take part
			continue
		}
		member, err := s.Reader().Membership.Query().
			Where(membership.UnitID(unit), membership.ClusterID(*c.ClusterID),
				membership.SchoolYear(c.SchoolYear)).Exist(ctx)
		if err != nil {
			return err
		}
		if !member {
			return fault.Forbidden.With()
		}
	}
	return nil
}
