package graph

import (
	"context"

	"thidua/ent"
	"thidua/ent/indicator"
	"thidua/ent/indicatorvalue"
	"thidua/graph/view"
	"thidua/internal/gid"
	"thidua/internal/report"
	"thidua/internal/vi"
)

// figureKey identifies a figure. A whole and its parts differ only in the indicator.
type figureKey struct {
	report, subject, indicator gid.ID
	year                       vi.SchoolYear
}

func figureKeyOf(v *ent.IndicatorValue, of gid.ID) figureKey {
	return figureKey{report: v.ReportID, subject: report.PointOf(v).Subject, indicator: of,
		year: v.SchoolYear}
}

// reconciliation compares a figure with other figures of the same report. It returns nil if nothing can be
// compared.
func (r *Resolver) reconciliation(ctx context.Context, v *ent.IndicatorValue) (*view.Reconciliation, error) {
	return loadBatch(
		ctx,
		siblingKeysOf(v, func(v *ent.IndicatorValue) *ent.IndicatorValue { return v }),
		func(ctx context.Context, wholes []*ent.IndicatorValue) (map[*ent.IndicatorValue]*view.Reconciliation,
			error) {
			indicators := idsOf(wholes, func(w *ent.IndicatorValue) gid.ID { return w.IndicatorID })
			reports := idsOf(wholes, func(w *ent.IndicatorValue) gid.ID { return w.ReportID })
			measured, err := r.Reader.Indicator.Query().Where(indicator.IDIn(indicators...)).All(ctx)
			if err != nil {
				return nil, err
			}
			parts, err := r.partIndicators(withSelectionOf(ctx, "missingIndicators"), indicators)
			if err != nil {
				return nil, err
			}
			partIDs := idsOf(parts, func(p *ent.Indicator) gid.ID { return p.ID })
			stated, err := r.loadFigures(ctx, "parts", indicatorvalue.ReportIDIn(reports...),
				indicatorvalue.IndicatorIDIn(partIDs...))
			if err != nil {
				return nil, err
			}
			figures := make(map[figureKey]*ent.IndicatorValue, len(stated))
			for _, v := range stated {
				figures[figureKeyOf(v, v.IndicatorID)] = v
			}
			partsOf := map[gid.ID][]*ent.Indicator{}
			for _, p := range parts {
				partsOf[*p.WholeID] = append(partsOf[*p.WholeID], p)
			}
			byID := make(map[gid.ID]*ent.Indicator, len(measured))
			for _, m := range measured {
				byID[m.ID] = m
			}
			found := make(map[*ent.IndicatorValue]*view.Reconciliation, len(wholes))
			for _, w := range wholes {
				if m := byID[w.IndicatorID]; m != nil {
					found[w] = reconcile(w, m, partsOf[m.ID], figures)
				}
			}
			return found, nil
		},
	)
}

// partIndicators returns the parts of indicators, in the order of the catalogue.
func (r *Resolver) partIndicators(ctx context.Context, wholes []gid.ID) ([]*ent.Indicator, error) {
	return collectMany(ctx, r.Reader.Indicator.Query().Where(indicator.WholeIDIn(wholes...)).
		Order(indicator.ByOrdinal(), indicator.ByID()), indicator.FieldWholeID)
}

// reconcile compares a figure with the figures of the parts of its indicator.
func reconcile(
	whole *ent.IndicatorValue, measured *ent.Indicator, parts []*ent.Indicator,
	figures map[figureKey]*ent.IndicatorValue,
) *view.Reconciliation {
	out := &view.Reconciliation{Parts: []*ent.IndicatorValue{}, MissingIndicators: []*ent.Indicator{}}
	byID := make(map[gid.ID]*ent.Indicator, len(parts))
	held := make([]report.Part, 0, len(parts))
	for _, p := range parts {
		part := report.Part{Indicator: p.ID}
		if v := figures[figureKeyOf(whole, p.ID)]; v != nil {
			part.Figure = report.FigureOf(v)
			out.Parts = append(out.Parts, v)
		}
		byID[p.ID], held = p, append(held, part)
	}
	result := report.Reconcile(report.Aggregation(measured.Aggregation), report.FigureOf(whole), held)
	if len(out.Parts) == 0 && result.Percent == nil {
		return nil
	}
	for _, id := range result.Missing {
		out.MissingIndicators = append(out.MissingIndicators, byID[id])
	}
	out.NumeratorCheck, out.DenominatorCheck = newSumCheck(result.Numerator), newSumCheck(result.Denominator)
	if p := result.Percent; p != nil {
		out.PercentCheck = &view.PercentCheck{Stated: p.Stated, Computed: p.Computed, FromParts: p.FromParts}
	}
	out.Agreement = view.Agreement(result.Agreement)
	return out
}

func newSumCheck(s *report.SumCheck) *view.SumCheck {
	if s == nil {
		return nil
	}
	return &view.SumCheck{Stated: s.Stated, Summed: s.Summed, Difference: s.Difference}
}
