package registry

import (
	"context"

	"thidua/ent/unit"
	"thidua/internal/command"
	"thidua/internal/store"
	"thidua/internal/vi"
)

// PutUnit creates or updates a unit; its province and parent must exist. Called by the loader. Errors: those
// of command.RunForOperator, and UNKNOWN_CODE.
func PutUnit(ctx context.Context, s *store.Store, in Unit) error {
	return command.RunForOperator(ctx, s, in, checkUnit, putUnit)
}

func checkUnit(in Unit, v *command.Validator) {
	v.Code("code", in.Code)
	v.Enum("kind", unit.KindValidator(in.Kind))
	v.Text("name", in.Name)
	v.Text("short_name", in.ShortName)
	v.OptionalText("name_en", in.NameEn)
	v.NotBefore("valid_to", in.ValidFrom, in.ValidTo)
	v.Require(in.Parent != in.Code, "parent", command.ReasonItself)
	ValidateCites(v, in.Cites)
}

func putUnit(ctx context.Context, tx *store.Tx, in Unit) error {
	var refs command.Refs
	province := command.OptionalRef(&refs, "province", ProvinceID, in.Province)
	parent := command.OptionalRef(&refs, "parent", UnitID, in.Parent)
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	id := UnitID(in.Code)
	// Full names start alike ("Sở Giáo dục và Đào tạo tỉnh …"), so units are sorted by short name.
	err := tx.Unit.Create().SetID(id).SetCode(in.Code).SetKind(in.Kind).
		SetName(in.Name).SetShortName(in.ShortName).SetNillableNameEn(command.NilIfZero(in.NameEn)).
		SetSortKey(codedSortKey(in.ShortName, in.Code)).SetSearchKey(unitSearchKey(in)).
		SetValidFrom(in.ValidFrom).SetValidTo(in.ValidTo).
		SetNillableProvinceID(province).SetNillableParentID(parent).
		OnConflict(command.UpsertAll(unit.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	return PutCitations(ctx, tx, id, in.Cites)
}

// unitSearchKey includes all names of a unit; for a provincial department also the short form "Sở GD&ĐT" with
// its province.
func unitSearchKey(in Unit) string {
	names := in.Name + " " + in.ShortName + " " + in.NameEn + " " + in.Code
	if in.Kind == unit.KindProvincialDepartment {
		names += " Sở GD&ĐT " + in.ShortName
	}
	return vi.Fold(names)
}

// codedSortKey returns the sort key of a name that is not unique, such as a province and its successor; equal
// names sort by code. The dot sorts before every digit of a key, so longer names still come after shorter
// ones.
func codedSortKey(name, code string) string { return vi.SortKey(name) + "." + code }
