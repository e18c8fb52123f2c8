package report

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"thidua/ent"
	"thidua/ent/indicatorvalue"
	"thidua/internal/command"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/vi"
)

// DecimalOf returns the stated value of a figure, or nil.
func DecimalOf(v *ent.IndicatorValue) *vi.Decimal {
	if v.ValueMicros == nil || v.ValueScale == nil {
		return nil
	}
	d := vi.DecimalOf(*v.ValueMicros, uint8(*v.ValueScale))
	return &d
}

// FigureOf returns the figure as input of Reconcile.
func FigureOf(v *ent.IndicatorValue) Figure {
	return Figure{
		Numerator: v.Numerator, Denominator: v.Denominator, Value: DecimalOf(v),
		Bounded: v.Approximation != indicatorvalue.ApproximationExact,
	}
}

// PointOf returns the figure as a Point for TrendOf and RankUnits.
func PointOf(v *ent.IndicatorValue) Point {
	p := Point{
		Figure: v.ID, SchoolYear: v.SchoolYear, Value: DecimalOf(v), Approximation: v.Approximation,
		Rank: v.NationalRank, RankAtMost: v.NationalRankAtMost,
	}
	if subject := cmp.Or(v.UnitID, v.ClusterID); subject != nil {
		p.Subject = *subject
	}
	return p
}

func putValues(ctx context.Context, tx *store.Tx, report gid.ID, in Report) error {
	creates, err := createValues(ctx, tx, report, in)
	if err != nil {
		return err
	}
	given := map[gid.ID]bool{}
	for _, v := range in.Values {
		given[in.figureKey(v).ID()] = true
	}
	had, err := tx.IndicatorValue.Query().Where(indicatorvalue.ReportID(report)).IDs(ctx)
	if err != nil {
		return err
	}
	gone := slices.DeleteFunc(had, func(id gid.ID) bool { return given[id] })
	for some := range slices.Chunk(gone, command.BatchSize) {
		if err := command.RemoveParts(ctx, "values", tx.IndicatorValue.Delete().
			Where(indicatorvalue.IDIn(some...))); err != nil {
			return err
		}
	}
	for some := range slices.Chunk(creates, command.BatchSize) {
		err := tx.IndicatorValue.CreateBulk(some...).
			OnConflict(command.UpsertAll(indicatorvalue.Columns)...).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}

func createValues(
	ctx context.Context, tx *store.Tx, report gid.ID, in Report,
) ([]*ent.IndicatorValueCreate, error) {
	var refs command.Refs
	var creates []*ent.IndicatorValueCreate
	for i, v := range in.Values {
		v = in.withDefaults(v)
		path := fmt.Sprintf("values[%d].", i)
		c := tx.IndicatorValue.Create().SetID(in.figureKey(v).ID()).SetReportID(report).
			SetSchoolYear(v.SchoolYear).SetOrdinal(i + 1).
			SetIndicatorID(command.RequireRef(&refs, path+"indicator", IndicatorID, v.Indicator)).
			SetNillableUnitID(command.OptionalRef(&refs, path+"unit", registry.UnitID, v.Unit)).
			SetNillableClusterID(command.OptionalRef(&refs, path+"cluster", registry.ClusterID, v.Cluster)).
			SetNillableNumerator(v.Numerator).SetNillableDenominator(v.Denominator).
			SetNillableNationalRank(v.NationalRank).SetNillableNationalRankAtMost(v.RankAtMost).
			SetRankOrder(rankOrder(v.NationalRank, v.RankAtMost)).SetValueOrder(valueOrder(v.Value)).
			SetNillableValueStated(command.NilIfZero(v.Stated)).SetNillableNote(command.NilIfZero(v.Note)).
			SetApproximation(cmp.Or(v.Approximation, indicatorvalue.DefaultApproximation))
		if v.Value != nil {
			c.SetValueMicros(v.Value.Micros()).SetValueScale(int(v.Value.Scale()))
		}
		creates = append(creates, c)
	}
	return creates, refs.Check(ctx, tx)
}

// rankOrder returns the sort column of a rank or its bound; figures with neither sort last. The column is
// never null.
func rankOrder(rank, atMost *int) int {
	if known := cmp.Or(rank, atMost); known != nil {
		return *known
	}
	return math.MaxInt
}

// valueOrder returns the sort column of a value; figures without one sort first.
func valueOrder(value *vi.Decimal) int64 {
	if value == nil {
		return math.MinInt64
	}
	return value.Micros()
}
