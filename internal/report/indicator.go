package report

import (
	"context"

	"thidua/ent/indicator"
	"thidua/internal/command"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/vi"
)

// PutIndicator creates or updates an indicator; the one that it is a part of must exist. Called by the
// loader. Errors: those of command.RunForOperator, and UNKNOWN_CODE.
func PutIndicator(ctx context.Context, s *store.Store, in Indicator) error {
	return command.RunForOperator(ctx, s, in, checkIndicator, putIndicator)
}

func checkIndicator(in Indicator, c *command.Validator) {
	c.Code("code", in.Code)
	c.Text("name", in.Name)
	c.Text("name_en", in.NameEn)
	c.Enum("level", indicator.LevelValidator(in.Level))
	c.Enum("kind", indicator.KindValidator(in.Kind))
	c.Text("unit_of_measure", in.UnitOfMeasure)
	c.Enum("aggregation", indicator.AggregationValidator(in.Aggregation))
	c.Positive("ordinal", in.Ordinal)
	registry.ValidateCites(c, in.Cites)
	c.Require(in.Whole != in.Code, "whole", command.ReasonItself)
}

func putIndicator(ctx context.Context, tx *store.Tx, in Indicator) error {
	var refs command.Refs
	whole := command.OptionalRef(&refs, "whole", IndicatorID, in.Whole)
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	id := IndicatorID(in.Code)
	err := tx.Indicator.Create().SetID(id).SetCode(in.Code).SetName(in.Name).SetNameEn(in.NameEn).
		SetLevel(in.Level).SetKind(in.Kind).SetUnitOfMeasure(in.UnitOfMeasure).SetAggregation(in.Aggregation).
		SetOrdinal(in.Ordinal).SetNillableWholeID(whole).
		SetSortKey(vi.SortKey(in.Name)).SetSearchKey(vi.Fold(in.Name + " " + in.NameEn)).
		OnConflict(command.UpsertAll(indicator.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	return registry.PutCitations(ctx, tx, id, in.Cites)
}
