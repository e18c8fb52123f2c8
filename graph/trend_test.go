package graph_test

import (
	"fmt"
	"slices"
	"testing"

	entreport "thidua/ent/report"
	"thidua/internal/access"
	reports "thidua/internal/report"
	"thidua/internal/store"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

// A cluster and the nation have trends as a unit does: the schools of cluster 5 grew from 4081 to 4256. The
// change of a rate is in percentage points only.
func TestTrends_ClusterAndNation(t *testing.T) {
	published.Each(t, func(t *testing.T, s *store.Store) {
		operator := viewer.NewContext(t.Context(), viewer.Operator())
		figure := func(in reports.Report, schools, rate string) {
			t.Helper()
			count, err := vi.ParseDecimal(schools)
			if err != nil {
				t.Fatal(err)
			}
			percent, err := vi.ParseDecimal(rate)
			if err != nil {
				t.Fatal(err)
			}
			in.Period, in.State, in.Title = entreport.PeriodFinal, entreport.StatePublished, "Báo cáo"
			in.Values = []reports.Value{{Indicator: "schools", Value: &count},
				{Indicator: "graduation-rate", Value: &percent}}
			if err := reports.FileReport(operator, s, in); err != nil {
				t.Fatal(err)
			}
		}
		earlier, later := thisYear-2, thisYear-1
		for _, of := range []reports.Report{{Cluster: 5}, {Unit: "bo-gddt"}} {
			of.SchoolYear = earlier
			figure(of, "4081", "98.50")
			of.SchoolYear = later
			figure(of, "4256", "99.25")
		}
		a := serve(t, s, viewer.Anonymous())
		const selected = `(indicators: ["schools", "graduation-rate"]) { indicator { code }
			points { schoolYear since valueChange percentChange indicatorValue { value } } }`
		data := a.data(`{ cluster(number: 5) { trends`+selected+` } nationalTrends`+selected+`
			clusters(first: 2) { nodes { number trends(indicators: ["schools"]) { points { schoolYear } } } } }`, nil)
		for name, trends := range map[string]any{
			"cluster": at(data, "cluster", "trends"), "nation": at(data, "nationalTrends"),
		} {
			got := map[string]string{}
			for _, trend := range trends.([]any) {
				code := fmt.Sprint(at(trend, "indicator", "code"))
				for _, p := range at(trend, "points").([]any) {
					if at(p, "schoolYear") == later.String() {
						got[code] = fmt.Sprint(at(p, "since"), " ", at(p, "valueChange"), " ", at(p, "percentChange"))
					}
				}
			}
			for code, want := range map[string]string{
				"schools":         earlier.String() + " 175 4.29",
				"graduation-rate": earlier.String() + " 0.75 <nil>",
			} {
				if got[code] != want {
					t.Errorf("%s: %s changed by %s, want %s", name, code, got[code], want)
				}
			}
		}
		a.checkRefused(`{ nationalTrends(indicators: ["luck"]) { points { schoolYear } } }`, "UNKNOWN_CODE")
		a.checkRefused(`{ cluster(number: 5) { trends(indicators: ["luck"]) { points { schoolYear } } } }`, "UNKNOWN_CODE")
	}, store.WithReadRules(access.InstallReadRules))
}

// The published record: the total of schools of cluster 5 was counted differently in the two years (x03), for
// an interim and a final review, and no document states the members in the later year.
func TestTrends_ComparabilityWarnings(t *testing.T) {
	published.Each(t, func(t *testing.T, s *store.Store) {
		a := serve(t, s, viewer.Anonymous())
		data := a.data(`{ cluster(number: 5) { trends(indicators: ["schools"]) {
			points { schoolYear valueChange percentChange comparabilityWarnings } } } }`, nil)
		var got []string
		for _, p := range at(at(data, "cluster", "trends").([]any)[0], "points").([]any) {
			got = append(got, fmt.Sprint(at(p, "schoolYear"), " ", at(p, "valueChange"), " ",
				at(p, "percentChange"), " ", at(p, "comparabilityWarnings")))
		}
		want := []string{
			"2022-2023 <nil> <nil> []",
			"2023-2024 175 4.29 [DIFFERENT_PERIODS MEMBERS_NOT_STATED DISCREPANCY]",
		}
		if !slices.Equal(got, want) {
			t.Errorf("the trend is %q, want %q", got, want)
		}
	}, store.WithReadRules(access.InstallReadRules))
}
