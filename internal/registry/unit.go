package registry

import (
	"context"

	"thidua/ent"
	"thidua/ent/unit"
	"thidua/internal/store"
	"thidua/internal/vi"
)

// PutUnit states a unit; its province, and the body that it belongs to, have to be stated before. The record's loader
// calls it. Refusals: those of Write, and UNKNOWN_CODE.
func PutUnit(ctx context.Context, s *store.Store, in Unit) error {
	return Write(ctx, s, in, checkUnit, putUnit)
}

func checkUnit(in Unit, c *Check) {
	c.Code("code", in.Code)
	c.Value("kind", unit.KindValidator(in.Kind))
	c.Text("name", in.Name)
	c.Text("short_name", in.ShortName)
	c.MaybeText("name_en", in.NameEn)
	c.Following("valid_to", in.ValidFrom, in.ValidTo)
	c.That(in.Parent != in.Code, "parent", Itself)
	c.Cites(in.Cites)
}

func putUnit(ctx context.Context, tx *ent.Tx, in Unit) error {
	var refs Refs
	province, parent := MaybeRef(&refs, ProvinceID, in.Province), MaybeRef(&refs, UnitID, in.Parent)
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	id := UnitID(in.Code)
	// Full names begin alike ("Sở Giáo dục và Đào tạo tỉnh …"), so lists go by the name that people say.
	err := tx.Unit.Create().SetID(id).SetCode(in.Code).SetKind(in.Kind).
		SetName(in.Name).SetShortName(in.ShortName).SetNillableNameEn(Given(in.NameEn)).
		SetSortKey(vi.SortKey(in.ShortName)).SetSearchKey(vi.Fold(in.Name + " " + in.ShortName + " " + in.NameEn)).
		SetValidFrom(in.ValidFrom).SetValidTo(in.ValidTo).
		SetNillableProvinceID(province).SetNillableParentID(parent).
		OnConflict(Overwrite(unit.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	return PutCites(ctx, tx, id, in.Cites)
}
