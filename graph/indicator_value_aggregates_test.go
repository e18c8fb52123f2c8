package graph_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"thidua/internal/access"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// eachUnlimitedDataset is eachDataset without the limits of costs, which are those of 50 000 figures.
func eachUnlimitedDataset(t *testing.T, body func(api)) {
	t.Helper()
	published.Each(
		t, func(t *testing.T, s *store.Store) { body(serve(t, s, viewer.Anonymous(), withoutCostLimit())) },
		store.WithReadRules(access.InstallReadRules),
	)
}

// listedFigure is a figure as a client reads it from the list of figures.
type listedFigure struct {
	SchoolYear, Approximation string
	Value                     *string
	Numerator, Denominator    *int
	Indicator                 struct{ Code, Kind, Aggregation string }
	Report                    struct{ Period string }
	Cluster                   *struct{ Number int }
	Unit                      *struct {
		Code, Kind string
		Cluster    *struct{ Number int }
	}
}

func (f listedFigure) scope() string {
	switch {
	case f.Cluster != nil:
		return "CLUSTER"
	case f.Unit.Kind == "MINISTRY":
		return "NATION"
	}
	return "UNIT"
}

// cluster returns the number of the cluster of the figure, or of its unit in its school year; "" if there is none.
func (f listedFigure) cluster(memberships map[string]int) string {
	if f.Cluster != nil {
		return fmt.Sprint(f.Cluster.Number)
	}
	if number, ok := memberships[f.Unit.Code+" "+f.SchoolYear]; ok {
		return fmt.Sprint(number)
	}
	return ""
}

// listedGroup is a group of figures as the API returns it.
type listedGroup struct {
	Indicator                 struct{ Code string }
	SchoolYear, Period, Scope *string
	Cluster                   *struct{ Number int }
	Unit                      *struct{ Code string }
	Count                     int
	BasedOn                   int `json:"basedOnCount"`
	Missing                   int `json:"missingCount"`
	Sum, Percent              *string
	Numerator, Denominator    *int
	Minimum, Maximum          *string
	Obstacle                  *string
}

func decodeAt[T any](t *testing.T, data responseData, path ...any) (value T) {
	t.Helper()
	text, err := json.Marshal(at(data, path...))
	if err == nil {
		err = json.Unmarshal(text, &value)
	}
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// listFigures returns all figures, and the cluster of each unit and school year.
func (a api) listFigures() (figures []listedFigure, memberships map[string]int) {
	a.t.Helper()
	for after := "null"; ; {
		data := a.data(fmt.Sprintf(`{ indicatorValues(first: 100, after: %s) { pageInfo { hasNextPage endCursor }
			edges { node { schoolYear approximation value numerator denominator indicator { code kind aggregation }
				report { period } cluster { number } unit { code kind } } } } }`, after), nil)
		for _, e := range decodeAt[[]struct{ Node listedFigure }](a.t, data, "indicatorValues", "edges") {
			figures = append(figures, e.Node)
		}
		if at(data, "indicatorValues", "pageInfo", "hasNextPage") != true {
			break
		}
		after = fmt.Sprintf("%q", at(data, "indicatorValues", "pageInfo", "endCursor"))
	}
	memberships = map[string]int{}
	data := a.data(`{ memberships(first: 100) { edges { node { schoolYear unit { code } cluster { number } } } } }`, nil)
	for _, e := range decodeAt[[]struct {
		Node struct {
			SchoolYear string
			Unit       struct{ Code string }
			Cluster    struct{ Number int }
		}
	}](a.t, data, "memberships", "edges") {
		memberships[e.Node.Unit.Code+" "+e.Node.SchoolYear] = e.Node.Cluster.Number
	}
	return figures, memberships
}

// Groups of figures have the counts that a client gets by grouping all figures itself, for each combination
// of keys.
func TestIndicatorValueAggregates_Counts(t *testing.T) {
	eachUnlimitedDataset(t, func(a api) {
		figures, memberships := a.listFigures()
		keys := []string{"SCHOOL_YEAR", "PERIOD", "SCOPE", "CLUSTER", "UNIT"}
		for chosen := range 1 << len(keys) {
			var groupBy []string
			for i, key := range keys {
				if chosen>>i&1 == 1 {
					groupBy = append(groupBy, key)
				}
			}
			want := map[string][3]int{}
			for _, f := range figures {
				name := f.Indicator.Code
				for _, key := range groupBy {
					name += "|" + map[string]func() string{
						"SCHOOL_YEAR": func() string { return f.SchoolYear },
						"PERIOD":      func() string { return f.Report.Period },
						"SCOPE":       f.scope,
						"CLUSTER":     func() string { return f.cluster(memberships) },
						"UNIT": func() string {
							if f.Unit == nil {
								return ""
							}
							return f.Unit.Code
						},
					}[key]()
				}
				counts := want[name]
				counts[0]++
				based := f.Value != nil && f.Approximation == "EXACT"
				if f.Indicator.Aggregation == "RATIO_OF_SUMS" {
					based = f.Numerator != nil && f.Denominator != nil && f.Approximation == "EXACT"
				}
				if based {
					counts[1]++
				} else {
					counts[2]++
				}
				want[name] = counts
			}
			a.checkGroups(groupBy, want)
		}
	})
}

// checkGroups compares the groups that the API returns, page by page, with the expected counts by name.
func (a api) checkGroups(groupBy []string, want map[string][3]int) {
	a.t.Helper()
	seen := map[string]bool{}
	for skip := 0; ; skip += 40 {
		data := a.data(fmt.Sprintf(`{ indicatorValueAggregates(groupBy: [%s], first: 40, skip: %d) { totalCount groups {
			indicator { code } schoolYear period scope cluster { number } unit { code } count basedOnCount missingCount } } }`,
			strings.Join(groupBy, " "), skip), nil)
		groups := decodeAt[[]listedGroup](a.t, data, "indicatorValueAggregates", "groups")
		total := fmt.Sprint(at(data, "indicatorValueAggregates", "totalCount"))
		if total != fmt.Sprint(len(want)) && len(groups) > 0 {
			a.t.Errorf("%v: %s groups, want %d", groupBy, total, len(want))
		}
		for _, g := range groups {
			name := g.name(groupBy)
			if got := [3]int{g.Count, g.BasedOn, g.Missing}; got != want[name] || seen[name] {
				a.t.Errorf("%v: %s has %v, want %v (repeated: %v)", groupBy, name, got, want[name], seen[name])
			}
			seen[name] = true
		}
		if len(groups) == 0 {
			break
		}
	}
	if len(seen) != len(want) {
		a.t.Errorf("%v: %d groups on all pages, want %d", groupBy, len(seen), len(want))
	}
}

func (g listedGroup) name(groupBy []string) string {
	name := g.Indicator.Code
	text := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	for _, key := range groupBy {
		value := ""
		switch key {
		case "SCHOOL_YEAR":
			value = text(g.SchoolYear)
		case "PERIOD":
			value = text(g.Period)
		case "SCOPE":
			value = text(g.Scope)
		case "CLUSTER":
			if g.Cluster != nil {
				value = fmt.Sprint(g.Cluster.Number)
			}
		case "UNIT":
			if g.Unit != nil {
				value = g.Unit.Code
			}
		}
		name += "|" + value
	}
	return name
}

// Sums and ratios are those of the figures themselves, with the decimals that they state; what cannot be
// combined says why.
func TestIndicatorValueAggregates_Sums(t *testing.T) {
	eachUnlimitedDataset(t, func(a api) {
		figures, _ := a.listFigures()
		data := a.data(`{ indicatorValueAggregates(groupBy: [SCHOOL_YEAR, PERIOD, SCOPE, UNIT], first: 100) { groups {
			indicator { code } schoolYear period scope unit { code } count basedOnCount sum percent numerator
			denominator minimum maximum obstacle } } }`, nil)
		obstacles := map[string]int{}
		for _, g := range decodeAt[[]listedGroup](t, data, "indicatorValueAggregates", "groups") {
			if g.Count != 1 || g.Unit == nil {
				continue
			}
			i := slices.IndexFunc(figures, func(f listedFigure) bool {
				return f.Indicator.Code == g.Indicator.Code && f.SchoolYear == *g.SchoolYear &&
					f.Report.Period == *g.Period && f.Unit != nil && f.Unit.Code == g.Unit.Code
			})
			f := figures[i]
			switch {
			case g.Obstacle != nil:
				obstacles[*g.Obstacle]++
				if g.Sum != nil || g.Percent != nil || g.Numerator != nil || g.Denominator != nil {
					t.Errorf("%s of %s: %+v", g.Indicator.Code, g.Unit.Code, g)
				}
			case f.Indicator.Aggregation == "SUM" && (g.Sum == nil || *g.Sum != *f.Value):
				t.Errorf("%s of %s: the sum of one figure is %+v, want %s", g.Indicator.Code, g.Unit.Code, g, *f.Value)
			case f.Indicator.Aggregation == "RATIO_OF_SUMS" && (g.Percent == nil || *g.Numerator != *f.Numerator ||
				*g.Denominator != *f.Denominator):
				t.Errorf("%s of %s: the ratio of one figure is %+v", g.Indicator.Code, g.Unit.Code, g)
			}
			if exact := f.Value != nil && f.Approximation == "EXACT"; exact != (g.Minimum != nil) ||
				exact && (*g.Minimum != *f.Value || *g.Maximum != *f.Value) {
				t.Errorf("%s of %s: from %v to %v", g.Indicator.Code, g.Unit.Code, g.Minimum, g.Maximum)
			}
		}
		if obstacles["NO_WEIGHTS"] == 0 {
			t.Errorf("scores without weights are combined: %v", obstacles)
		}
	})
}

// A filter selects the figures, and figures that would be counted twice are not summed.
func TestIndicatorValueAggregates_FilterAndObstacles(t *testing.T) {
	eachUnlimitedDataset(t, func(a api) {
		const fields = `{ totalCount groups { indicator { code } count sum obstacle } }`
		all := decodeAt[[]listedGroup](t, a.data(`{ indicatorValueAggregates(groupBy: []) `+fields+` }`, nil),
			"indicatorValueAggregates", "groups")
		found := map[string]bool{}
		for _, g := range all {
			if g.Obstacle != nil {
				found[*g.Obstacle] = true
			}
			one := a.data(fmt.Sprintf(`{ indicatorValueAggregates(where: {hasIndicatorWith: [{code: %q}]}, groupBy: []) %s }`,
				g.Indicator.Code, fields), nil)
			groups := decodeAt[[]listedGroup](t, one, "indicatorValueAggregates", "groups")
			if len(groups) != 1 || groups[0].Count != g.Count || groups[0].Indicator.Code != g.Indicator.Code {
				t.Errorf("%s alone: %+v, want %+v", g.Indicator.Code, groups, g)
			}
		}
		for _, want := range []string{"RANK", "NO_WEIGHTS", "SEVERAL_SCOPES"} {
			if !found[want] {
				t.Errorf("no indicator has the obstacle %s: %v", want, found)
			}
		}
		none := a.data(`{ indicatorValueAggregates(where: {hasIndicatorWith: [{code: "nope"}]}) `+fields+` }`, nil)
		if total := at(none, "indicatorValueAggregates", "totalCount"); fmt.Sprint(total) != "0" {
			t.Errorf("%v groups of no figures", total)
		}
		beyond := a.data(`{ indicatorValueAggregates(groupBy: [], skip: 10000) `+fields+` }`, nil)
		if total := at(beyond, "indicatorValueAggregates", "totalCount"); total != nil {
			t.Errorf("%v groups, seen from beyond the last one; want null", total)
		}
	})
}

// Arguments outside their bounds are refused, and one statement aggregates.
func TestIndicatorValueAggregates_Arguments(t *testing.T) {
	eachUnlimitedDataset(t, func(a api) {
		a.checkRefused(`{ indicatorValueAggregates(first: 101) { totalCount } }`, "PAGE_SIZE")
		a.checkRefused(`{ indicatorValueAggregates(first: -1) { totalCount } }`, "PAGE_SIZE")
		a.checkRefused(`{ indicatorValueAggregates(skip: -1) { totalCount } }`, "BAD_INPUT")
		a.checkRefused(`{ indicatorValueAggregates(where: {or: []}) { totalCount } }`, "BAD_INPUT")
		a.checkRefused(`{ indicatorValueAggregates(groupBy: [NOPE]) { totalCount } }`, "GRAPHQL_VALIDATION_FAILED")
		if c := a.countStatements(`{ indicatorValueAggregates(groupBy: [UNIT, CLUSTER]) { totalCount groups { count } } }`,
			""); c.Count() != 1 {
			t.Errorf("numbers alone take %s", c)
		}
		if c := a.countStatements(`{ indicatorValueAggregates(groupBy: [UNIT, CLUSTER]) { groups { indicator { name }
			unit { name } cluster { number } count } } }`, ""); c.Count() > 4 {
			t.Errorf("with the names of the keys: %s", c)
		}
	})
}
