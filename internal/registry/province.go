package registry

import (
	"context"

	"thidua/ent/province"
	"thidua/internal/command"
	"thidua/internal/store"
)

// PutProvince creates or updates a province; its successor must exist. Called by the loader. Errors: those of
// command.RunForOperator, and UNKNOWN_CODE.
func PutProvince(ctx context.Context, s *store.Store, in Province) error {
	return command.RunForOperator(ctx, s, in, checkProvince, putProvince)
}

func checkProvince(in Province, v *command.Validator) {
	v.Code("code", in.Code)
	v.Text("name", in.Name)
	v.Enum("kind", province.KindValidator(in.Kind))
	v.NotBefore("valid_to", in.ValidFrom, in.ValidTo)
	v.Require(in.Successor != in.Code, "successor", command.ReasonItself)
	ValidateCites(v, in.Cites)
}

func putProvince(ctx context.Context, tx *store.Tx, in Province) error {
	var refs command.Refs
	successor := command.OptionalRef(&refs, "successor", ProvinceID, in.Successor)
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	id := ProvinceID(in.Code)
	err := tx.Province.Create().SetID(id).SetCode(in.Code).SetName(in.Name).
		SetSortKey(codedSortKey(in.Name, in.Code)).
		SetKind(in.Kind).SetValidFrom(in.ValidFrom).SetValidTo(in.ValidTo).SetNillableSuccessorID(successor).
		OnConflict(command.UpsertAll(province.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	return PutCitations(ctx, tx, id, in.Cites)
}
