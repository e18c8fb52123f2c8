package registry

import (
	"cmp"
	"context"

	"thidua/ent/office"
	"thidua/internal/command"
	"thidua/internal/store"
)

// PutOffice sets the unit that is head or deputy head of a cluster in a school year. Called by the loader.
// Errors: those of command.RunForOperator, UNKNOWN_CODE, and CONFLICT if the cluster has another head that
// year, or the unit the other office.
func PutOffice(ctx context.Context, s *store.Store, in Office) error {
	return command.RunForOperator(ctx, s, in, checkOffice, putOffice)
}

func checkOffice(in Office, v *command.Validator) {
	v.Positive("cluster", in.Cluster)
	v.Year("school_year", in.SchoolYear)
	v.Enum("role", office.RoleValidator(in.Role))
	v.Text("unit", in.Unit)
	v.Enum("came_by", office.SelectionMethodValidator(cmp.Or(in.CameBy, office.DefaultSelectionMethod)))
	ValidateCites(v, in.Cites)
}

func putOffice(ctx context.Context, tx *store.Tx, in Office) error {
	var refs command.Refs
	cluster := command.RequireRef(&refs, "cluster", ClusterID, in.Cluster)
	unit := command.RequireRef(&refs, "unit", UnitID, in.Unit)
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	id := OfficeID(in.Cluster, in.SchoolYear, in.Role, in.Unit)
	err := tx.Office.Create().SetID(id).SetClusterID(cluster).SetSchoolYear(in.SchoolYear).SetRole(in.Role).
		SetUnitID(unit).SetSelectionMethod(cmp.Or(in.CameBy, office.DefaultSelectionMethod)).
		OnConflict(command.UpsertAll(office.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	return PutCitations(ctx, tx, id, in.Cites)
}
