package report

import (
	"context"

	"thidua/ent/movement"
	"thidua/internal/command"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/vi"
)

// PutMovement creates or updates an emulation movement with its participating clusters. Called by the loader.
// Errors: those of command.RunForOperator, and UNKNOWN_CODE.
func PutMovement(ctx context.Context, s *store.Store, in Movement) error {
	return command.RunForOperator(ctx, s, in, checkMovement, putMovement)
}

func checkMovement(in Movement, c *command.Validator) {
	c.Code("code", in.Code)
	c.Text("name", in.Name)
	c.OptionalText("period", in.Period)
	command.RequireDistinct(c, "clusters", in.Clusters)
	registry.ValidateCites(c, in.Cites)
}

func putMovement(ctx context.Context, tx *store.Tx, in Movement) error {
	var refs command.Refs
	unit := command.OptionalRef(&refs, "launchedBy", registry.UnitID, in.LaunchedBy)
	person := command.OptionalRef(&refs, "launcher", registry.PersonID, in.Launcher)
	clusters := command.RequireRefs(&refs, "clusters", registry.ClusterID, in.Clusters)
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	id := MovementID(in.Code)
	err := tx.Movement.Create().SetID(id).SetCode(in.Code).SetName(in.Name).SetSortKey(vi.SortKey(in.Name)).
		SetNillablePeriodStated(command.NilIfZero(in.Period)).SetNillableLaunchedByID(unit).
		SetNillableLauncherID(person).
		OnConflict(command.UpsertAll(movement.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	if err := tx.Movement.UpdateOneID(id).ClearClusters().AddClusterIDs(clusters...).Exec(ctx); err != nil {
		return err
	}
	return registry.PutCitations(ctx, tx, id, in.Cites)
}
