package registry

import (
	"context"
	"errors"

	"thidua/ent"
	"thidua/ent/membership"
	"thidua/internal/command"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/store"
)

// PutMembership sets all members of a cluster in a school year, in document order; units that are not given
// are no longer members. Called by the loader. Errors: those of command.RunForOperator, UNKNOWN_CODE, and
// CONFLICT for a unit that is in another cluster that year.
func PutMembership(ctx context.Context, s *store.Store, in Membership) error {
	return command.RunForOperator(ctx, s, in, checkMembership, putMembership)
}

func checkMembership(in Membership, v *command.Validator) {
	v.Positive("cluster", in.Cluster)
	v.Year("school_year", in.SchoolYear)
	v.Require(len(in.Units) > 0, "units", command.ReasonEmpty)
	command.RequireDistinct(v, "units", in.Units)
	ValidateCites(v, in.Cites)
}

func putMembership(ctx context.Context, tx *store.Tx, in Membership) error {
	var refs command.Refs
	cluster := command.RequireRef(&refs, "cluster", ClusterID, in.Cluster)
	units := command.RequireRefs(&refs, "units", UnitID, in.Units)
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	if err := requireNoOtherCluster(ctx, tx, cluster, units, in); err != nil {
		return err
	}
	members := membership.And(membership.ClusterID(cluster), membership.SchoolYear(in.SchoolYear))
	if err := tx.Membership.Update().Where(members).AddOrdinal(command.OrdinalOffset).Exec(ctx); err != nil {
		return err
	}
	err := tx.Membership.MapCreateBulk(in.Units, func(c *ent.MembershipCreate, i int) {
		c.SetID(MembershipID(in.Units[i], in.SchoolYear)).SetSchoolYear(in.SchoolYear).SetOrdinal(i + 1).
			SetClusterID(cluster).SetUnitID(units[i])
	}).OnConflict(command.UpsertAll(membership.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	if err := command.RemoveParts(ctx, "units", tx.Membership.Delete().
		Where(members, membership.OrdinalGT(len(in.Units)))); err != nil {
		return err
	}
	var cites Citations
	for _, code := range in.Units {
		cites.Add(MembershipID(code, in.SchoolYear), in.Cites)
	}
	return cites.Put(ctx, tx)
}

// requireNoOtherCluster rejects units of another cluster that year. Writing them would silently move the
// membership, because a unit has one a year.
func requireNoOtherCluster(
	ctx context.Context, tx *store.Tx, cluster gid.ID, units []gid.ID, in Membership,
) error {
	elsewhere, err := tx.Membership.Query().
		Where(membership.UnitIDIn(units...), membership.SchoolYear(in.SchoolYear),
			membership.ClusterIDNEQ(cluster)).Exist(ctx)
	if err == nil && elsewhere {
		return fault.Conflict.Wrap(errors.New("registry: a unit is in another cluster that year"))
	}
	return err
}
