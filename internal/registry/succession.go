package registry

import (
	"context"

	"thidua/ent/succession"
	"thidua/internal/command"
	"thidua/internal/store"
)

// PutSuccession records that a unit was merged into another. Called by the loader. Errors: those of
// command.RunForOperator, and UNKNOWN_CODE.
func PutSuccession(ctx context.Context, s *store.Store, in Succession) error {
	return command.RunForOperator(ctx, s, in, checkSuccession, putSuccession)
}

func checkSuccession(in Succession, v *command.Validator) {
	v.Text("predecessor", in.Predecessor)
	v.Text("successor", in.Successor)
	v.Require(in.Predecessor != in.Successor, "successor", command.ReasonItself)
	v.Enum("kind", succession.KindValidator(in.Kind))
	v.Require(!in.EffectiveOn.IsZero(), "effective_on", command.ReasonMissing)
	v.Text("legal_basis", in.LegalBasis)
	ValidateCites(v, in.Cites)
}

func putSuccession(ctx context.Context, tx *store.Tx, in Succession) error {
	var refs command.Refs
	predecessor, successor := command.RequireRef(&refs, "predecessor", UnitID, in.Predecessor),
		command.RequireRef(&refs, "successor", UnitID, in.Successor)
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	id := SuccessionID(in.Predecessor, in.Successor)
	err := tx.Succession.Create().SetID(id).SetPredecessorID(predecessor).SetSuccessorID(successor).
		SetKind(in.Kind).SetEffectiveOn(in.EffectiveOn).SetLegalBasis(in.LegalBasis).
		OnConflict(command.UpsertAll(succession.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	return PutCitations(ctx, tx, id, in.Cites)
}
