package registry_test

import (
	"testing"

	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

func discrepancy(change func(*registry.Discrepancy)) registry.Discrepancy {
	in := registry.Discrepancy{
		Code: "x01", Ordinal: 1, Kind: "SUM_MISMATCH", Severity: "ERROR",
		Summary: "Tổng khác các phần", SummaryEn: "A total differs from its parts",
		Treatment: "Both are kept",
	}
	change(&in)
	return in
}

func TestPutDiscrepancy(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		registrytest.PutBase(t, s)
		in := discrepancy(func(d *registry.Discrepancy) {
			d.Figures, d.Posts = "4.081 / 3.996", []registry.PostKey{{Person: "nguyen-the-son", Ordinal: 1}}
			d.Cites = []registry.Cite{{Document: "s0", Place: "L31", Confidence: "DOUBTFUL",
				Aspect: "figures", Note: "xem lại"}}
		})
		registrytest.PutTwice(t, s, registry.PutDiscrepancy, in)
		d := registrytest.GetRow(t, s.Reader().Discrepancy.Get, registry.DiscrepancyID("x01"))
		eq(t, "post", d.QueryPosts().OnlyIDX(t.Context()), in.Posts[0].ID())
		eq(t, "figures", text(d.Figures), in.Figures)

		registrytest.PutTwice(t, s, registry.PutDiscrepancy,
			discrepancy(func(d *registry.Discrepancy) { d.Kind = "NOT_AN_ERROR" }))
		d = registrytest.GetRow(t, s.Reader().Discrepancy.Get, registry.DiscrepancyID("x01"))
		if d.QueryPosts().ExistX(t.Context()) || d.Figures != nil || d.Kind != "NOT_AN_ERROR" {
			t.Errorf("left over: %v", d)
		}

		report := registry.ReportKey{Cluster: 2, SchoolYear: year, Period: "FINAL"}
		for _, c := range []struct {
			kind, code string
			change     func(*registry.Discrepancy)
		}{
			{"Report", "cluster:2/2023-2024/FINAL",
				func(d *registry.Discrepancy) { d.Reports = []registry.ReportKey{report} }},
			{"Conference", "c9", func(d *registry.Discrepancy) { d.Conferences = []string{"c9"} }},
			{"Proposal", "k9", func(d *registry.Discrepancy) { d.Proposals = []string{"k9"} }},
			{"Post", "nguyen-the-son/7",
				func(d *registry.Discrepancy) { d.Posts = []registry.PostKey{{Person: "nguyen-the-son", Ordinal: 7}} }},
			{"Speech", "c9/2", func(d *registry.Discrepancy) {
				d.Speeches = []registry.SpeechKey{{Conference: "c9",
					Ordinal: 2}}
			}},
			{"IndicatorValue", "cluster:2/2023-2024/FINAL/schools/cluster:2/2023-2024",
				func(d *registry.Discrepancy) {
					d.Values = []registry.FigureKey{{Report: report, Indicator: "schools"}}
				}},
		} {
			registrytest.RequireRejected(t, s, registry.PutDiscrepancy, discrepancy(c.change),
				registrytest.UnknownCode(c.kind, c.code))
		}
		registrytest.RequireRejected(t, s, registry.PutDiscrepancy,
			discrepancy(func(d *registry.Discrepancy) { d.Ordinal = 0 }),
			registrytest.BadInput("ordinal", "NOT_POSITIVE"))
		registrytest.RequireRejected(t, s, registry.PutDiscrepancy, discrepancy(func(d *registry.Discrepancy) {
			d.Values = []registry.FigureKey{{Report: report, Indicator: "a"},
				{Report: report, Indicator: "a"}}
		}), registrytest.BadInput("values[1]", "REPEATED"))
		registrytest.RequireRejected(t, s, registry.PutDiscrepancy, discrepancy(func(d *registry.Discrepancy) {
			d.Conferences = []string{"c1", "c1"}
		}), registrytest.BadInput("conferences[1]", "REPEATED"))
	})
}
