package award

import (
	"cmp"
	"context"

	"thidua/ent"
	"thidua/ent/award"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/store"
)

// PutAward creates or updates an award; the nomination it follows, if any, must exist. Called by the loader.
// Errors: those of command.RunForOperator, and UNKNOWN_CODE.
func PutAward(ctx context.Context, s *store.Store, in Award) error {
	return registry.RunForOperator(ctx, s, in, checkAward, putAward)
}

func checkAward(in Award, c *registry.Validator) {
	c.Text("kind", in.Kind)
	c.Text("unit", in.Unit)
	c.Year("school_year", in.SchoolYear)
	state := cmp.Or(in.State, award.DefaultState)
	c.Enum("state", award.StateValidator(state))
	c.OptionalText("decision_number", in.DecisionNumber)
	if state != award.StateProposed {
		c.Require(in.DecisionNumber != "", "decision_number", registry.ReasonMissing)
		c.Require(!in.DecidedOn.IsZero(), "decided_on", registry.ReasonMissing)
	}
	c.NotBefore("presented_on", in.DecidedOn, in.PresentedOn)
	c.Cites(in.Cites)
}

func putAward(ctx context.Context, tx *ent.Tx, in Award) error {
	key := Key{in.Kind, in.Unit, in.SchoolYear}
	var refs registry.Refs
	kind := registry.RequireRef(&refs, KindID, in.Kind)
	unit := registry.RequireRef(&refs, registry.UnitID, in.Unit)
	cluster := registry.OptionalRef(&refs, registry.ClusterID, in.Cluster)
	var nomination *gid.ID
	if in.Nominated {
		nomination = registry.OptionalRef(&refs, NominationID, key)
	}
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	err := tx.Award.Create().SetID(ID(key)).SetKindID(kind).SetUnitID(unit).SetSchoolYear(in.SchoolYear).
		SetState(cmp.Or(in.State, award.DefaultState)).
		SetNillableDecisionNumber(registry.NilIfZero(in.DecisionNumber)).
		SetDecidedOn(in.DecidedOn).SetPresentedOn(in.PresentedOn).
		SetNillableClusterID(cluster).SetNillableNominationID(nomination).
		OnConflict(registry.UpsertAll(award.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	return registry.PutCitations(ctx, tx, ID(key), in.Cites)
}
