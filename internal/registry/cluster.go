package registry

import (
	"context"

	"thidua/ent/cluster"
	"thidua/internal/command"
	"thidua/internal/store"
)

// PutCluster creates or updates a cluster. Called by the loader. Errors: those of command.RunForOperator, and
// UNKNOWN_CODE.
func PutCluster(ctx context.Context, s *store.Store, in Cluster) error {
	return command.RunForOperator(ctx, s, in, checkCluster, putCluster)
}

func checkCluster(in Cluster, v *command.Validator) {
	v.Positive("number", in.Number)
	v.Enum("kind", cluster.KindValidator(in.Kind))
	v.Text("name", in.Name)
	v.OptionalText("region", in.Region)
	ValidateCites(v, in.Cites)
}

func putCluster(ctx context.Context, tx *store.Tx, in Cluster) error {
	id := ClusterID(in.Number)
	err := tx.Cluster.Create().SetID(id).SetNumber(in.Number).SetKind(in.Kind).
		SetName(in.Name).SetNillableRegion(command.NilIfZero(in.Region)).
		OnConflict(command.UpsertAll(cluster.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	return PutCitations(ctx, tx, id, in.Cites)
}
