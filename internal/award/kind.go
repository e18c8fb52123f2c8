package award

import (
	"context"

	"thidua/ent/awardkind"
	"thidua/internal/command"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/vi"
)

// PutKind creates or updates an award kind. Called by the loader. Errors: those of command.RunForOperator.
func PutKind(ctx context.Context, s *store.Store, in Kind) error {
	return command.RunForOperator(ctx, s, in, checkKind, putKind)
}

func checkKind(in Kind, v *command.Validator) {
	v.Code("code", in.Code)
	v.Enum("class", awardkind.ClassValidator(in.Class))
	v.Enum("level", awardkind.LevelValidator(in.Level))
	v.Text("name", in.Name)
	v.Text("name_en", in.NameEn)
	v.Positive("ordinal", in.Ordinal)
	registry.ValidateCites(v, in.Cites)
}

func putKind(ctx context.Context, tx *store.Tx, in Kind) error {
	id := KindID(in.Code)
	err := tx.AwardKind.Create().SetID(id).SetCode(in.Code).SetClass(in.Class).SetLevel(in.Level).
		SetName(in.Name).SetNameEn(in.NameEn).SetOrdinal(in.Ordinal).SetSortKey(vi.SortKey(in.Name)).
		OnConflict(command.UpsertAll(awardkind.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	return registry.PutCitations(ctx, tx, id, in.Cites)
}
