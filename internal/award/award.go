package award

import (
	"cmp"
	"context"

	"thidua/ent/award"
	"thidua/internal/command"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/store"
)

// PutAward creates or updates an award; the nomination it follows, if any, must exist. Called by the loader.
// Errors: those of command.RunForOperator, and UNKNOWN_CODE.
func PutAward(ctx context.Context, s *store.Store, in Award) error {
	return command.RunForOperator(ctx, s, in, checkAward, putAward)
}

func checkAward(in Award, v *command.Validator) {
	v.Text("kind", in.Kind)
	v.Text("unit", in.Unit)
	v.Year("school_year", in.SchoolYear)
	state := cmp.Or(in.State, award.DefaultState)
	v.Enum("state", award.StateValidator(state))
	v.OptionalText("decision_number", in.DecisionNumber)
	if state != award.StateProposed {
		v.Require(in.DecisionNumber != "", "decision_number", command.ReasonMissing)
		v.Require(!in.DecidedOn.IsZero(), "decided_on", command.ReasonMissing)
	}
	v.NotBefore("presented_on", in.DecidedOn, in.PresentedOn)
	registry.ValidateCites(v, in.Cites)
}

func putAward(ctx context.Context, tx *store.Tx, in Award) error {
	key := Key{in.Kind, in.Unit, in.SchoolYear}
	var refs command.Refs
	kind := command.RequireRef(&refs, "kind", KindID, in.Kind)
	unit := command.RequireRef(&refs, "unit", registry.UnitID, in.Unit)
	cluster := command.OptionalRef(&refs, "cluster", registry.ClusterID, in.Cluster)
	var nomination *gid.ID
	if in.Nominated {
		nomination = command.OptionalRef(&refs, "nominated", NominationID, key)
	}
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	err := tx.Award.Create().SetID(ID(key)).SetAwardKindID(kind).SetUnitID(unit).SetSchoolYear(in.SchoolYear).
		SetState(cmp.Or(in.State, award.DefaultState)).
		SetNillableDecisionNumber(command.NilIfZero(in.DecisionNumber)).
		SetDecidedOn(in.DecidedOn).SetPresentedOn(in.PresentedOn).
		SetNillableClusterID(cluster).SetNillableNominationID(nomination).
		OnConflict(command.UpsertAll(award.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	return registry.PutCitations(ctx, tx, ID(key), in.Cites)
}
