package award

import (
	"cmp"
	"context"

	"thidua/ent/nomination"
	"thidua/internal/command"
	"thidua/internal/registry"
	"thidua/internal/store"
)

// PutNomination creates or updates a nomination. Called by the loader. Errors: those of
// command.RunForOperator, and UNKNOWN_CODE.
func PutNomination(ctx context.Context, s *store.Store, in Nomination) error {
	return command.RunForOperator(ctx, s, in, checkNomination, putNomination)
}

func checkNomination(in Nomination, v *command.Validator) {
	v.Text("kind", in.Kind)
	v.Text("unit", in.Unit)
	v.Year("school_year", in.SchoolYear)
	v.Positive("ordinal", in.Ordinal)
	v.Enum("state", nomination.StateValidator(cmp.Or(in.State, nomination.DefaultState)))
	registry.ValidateCites(v, in.Cites)
}

func putNomination(ctx context.Context, tx *store.Tx, in Nomination) error {
	var refs command.Refs
	kind := command.RequireRef(&refs, "kind", KindID, in.Kind)
	unit := command.RequireRef(&refs, "unit", registry.UnitID, in.Unit)
	cluster := command.OptionalRef(&refs, "cluster", registry.ClusterID, in.Cluster)
	conference := command.OptionalRef(&refs, "conference", registry.ConferenceID, in.Conference)
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	id := NominationID(Key{in.Kind, in.Unit, in.SchoolYear})
	err := tx.Nomination.Create().SetID(id).SetAwardKindID(kind).SetUnitID(unit).SetSchoolYear(in.SchoolYear).
		SetOrdinal(in.Ordinal).SetState(cmp.Or(in.State, nomination.DefaultState)).
		SetNillableClusterID(cluster).SetNillableConferenceID(conference).
		OnConflict(command.UpsertAll(nomination.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	return registry.PutCitations(ctx, tx, id, in.Cites)
}
