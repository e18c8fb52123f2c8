package graph_test

import (
	"fmt"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A fragment on another type, or on a union, lends nothing to a field of the same name and takes nothing
// away.
func TestSelection_FragmentsOnOtherTypes(t *testing.T) {
	eachDataset(t, func(a api) {
		page := func(n int) string { return fmt.Sprintf(`(first: %d) { totalCount edges { node { id } } }`, n) }
		ids := a.data(`{ unit(code: "nam-dinh") { id } cluster(number: 2) { id } }`, nil)
		unit, cluster := at(ids, "unit", "id").(string), at(ids, "cluster", "id").(string)
		alone := a.data(`{ unit(code: "nam-dinh") { name shortName m: memberships`+page(1)+` }
			cluster(number: 2) { number m: memberships`+page(4)+` years { head { code } } } }`, nil)
		names := map[string]any{
			"name": at(alone, "unit", "name"), "shortName": at(alone, "unit", "shortName"),
		}
		ofUnit, ofCluster := at(alone, "unit", "m"), at(alone, "cluster", "m")
		for query, want := range map[string]any{
			`{ v: node(id: "` + unit + `") { ... on SearchResult { ... on Unit { name shortName } } } }`: names,
			`{ v: search(text: "nam dinh", in: [UNITS], first: 1) {
				... on SearchResult { ... on Unit { name shortName } } } }`: []any{names},
			`{ v: nodes(ids: ["` + unit + `", "` + cluster + `"]) { ... on Unit { m: ` +
				`memberships` + page(1) + ` } ... on Cluster { m: memberships` + page(4) + ` } } }`: []any{
				map[string]any{"m": ofUnit}, map[string]any{"m": ofCluster}},
			`{ v: unit(code: "nam-dinh") { ... on Node { ... on Cluster { m: ` +
				`memberships` + page(4) + ` } } m: memberships` + page(1) + ` } }`: map[string]any{"m": ofUnit},
			`{ v: unit(code: "nam-dinh") { m: memberships` + page(1) + ` ... on Node { ... on Cluster { m: ` +
				`memberships` + page(4) + ` } } } }`: map[string]any{"m": ofUnit},
			`{ v: cluster(number: 2) { ... on Node { ... on Unit { m: ` +
				`memberships` + page(1) + ` } } m: memberships` + page(4) + ` number } }`: map[string]any{"m": ofCluster,
				"number": at(alone, "cluster", "number")},
		} {
			if diff := cmp.Diff(want, a.data(query, nil)["v"]); diff != "" {
				a.t.Errorf("%s\n%s", query, diff)
			}
		}
	})
}

// What two aliases of a field select together is collected anew for every read: memory that one read gives
// back may hold the next one's selection.
func TestSelection_TwoAliases(t *testing.T) {
	eachDataset(t, func(a api) {
		defer debug.SetGCPercent(debug.SetGCPercent(1))
		const standings = `cluster(number: 2) { standings(indicator: "graduation-exam-average", schoolYear: ` +
			`"2023-2024") { items { %s } } }`
		fields := []string{"name", "shortName", "kind", "code"}
		want := map[string]any{}
		for _, f := range fields {
			want[f] = at(
				a.data(fmt.Sprintf("{ "+standings+" }", "unit { "+f+" }"), nil), "cluster", "standings", "items", 0,
				"unit", f,
			)
		}
		for range 8 {
			var b strings.Builder
			for i := range 30 {
				fmt.Fprintf(
					&b, "c%d: "+standings+"\n", i,
					fmt.Sprintf("a: unit { %s } b: unit { %s }", fields[i%4], fields[(i/4+i+1)%4]),
				)
			}
			got := a.data("{ "+b.String()+" }", nil)
			for i := range 30 {
				for alias, f := range map[string]string{"a": fields[i%4], "b": fields[(i/4+i+1)%4]} {
					if v := at(got, fmt.Sprint("c", i), "standings", "items", 0, alias, f); v != want[f] {
						a.t.Fatalf("%s beside another alias is %v, not %v", f, v, want[f])
					}
				}
			}
		}
	})
}
