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
func Record(ctx context.Context, s *store.Store, in Award) error {
	return registry.Write(ctx, s, in, checkAward, record)
}

func checkAward(in Award, c *registry.Check) {
	c.Text("kind", in.Kind)
	c.Text("unit", in.Unit)
	c.Year("school_year", in.SchoolYear)
	state := cmp.Or(in.State, award.DefaultState)
	c.Value("state", award.StateValidator(state))
	c.MaybeText("decision_number", in.DecisionNumber)
	if state != award.StateProposed {
		c.That(in.DecisionNumber != "", "decision_number", registry.Missing)
		c.That(!in.DecidedOn.IsZero(), "decided_on", registry.Missing)
	}
	c.Following("presented_on", in.DecidedOn, in.PresentedOn)
	c.Cites(in.Cites)
}

func record(ctx context.Context, tx *ent.Tx, in Award) error {
	key := Key{in.Kind, in.Unit, in.SchoolYear}
	var refs registry.Refs
	kind := registry.Ref(&refs, KindID, in.Kind)
	unit := registry.Ref(&refs, registry.UnitID, in.Unit)
	cluster := registry.MaybeRef(&refs, registry.ClusterID, in.Cluster)
	var nomination *gid.ID
	if in.Nominated {
		nomination = registry.MaybeRef(&refs, NominationID, key)
	}
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	err := tx.Award.Create().SetID(ID(key)).SetKindID(kind).SetUnitID(unit).SetSchoolYear(in.SchoolYear).
		SetState(cmp.Or(in.State, award.DefaultState)).
		SetNillableDecisionNumber(registry.Given(in.DecisionNumber)).
		SetDecidedOn(in.DecidedOn).SetPresentedOn(in.PresentedOn).
		SetNillableClusterID(cluster).SetNillableNominationID(nomination).
		OnConflict(registry.Overwrite(award.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	return registry.PutCites(ctx, tx, ID(key), in.Cites)
}
