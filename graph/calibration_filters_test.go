//go:build !race

package graph_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"thidua/graph"
	"thidua/internal/gid"
	"thidua/internal/guard"
)

// filterCases are conditions on figures, by which the server was attacked or that are like these: they pass
// on all rows or on none, through an index or not.
var filterCases = map[string]string{
	"range, all":  `ordinalGT: 0`,
	"range, none": `nationalRankGT: 1000`,
	"year, all":   `schoolYearGT: "1990-1991"`,
	"years, all": `schoolYearIn: ["2011-2012", "2012-2013", "2013-2014", "2014-2015", "2015-2016", ` +
		`"2016-2017", "2017-2018", "2018-2019"]`,
	"edge, none":        `hasUnitWith: [{text: "zz0"}]`,
	"edge, all but one": `hasUnitWith: [{codeNotIn: ["mau-01"]}]`,
	"edges, nearly all": `hasIndicatorWith: [{text: "n"}, {ordinalGTE: 2}], hasUnitWith: [{codeNotIn: ` +
		`["mau-01"]}]`,
	"edges, none at all": `hasUnitWith: [{codeNotIn: ["mau-01"]}], hasReportWith: [{hasUnitWith: ` +
		`[{codeNotIn: ["mau-01"]}]}], nationalRankGT: 1000`,
	"deep":  `hasReportWith: [{hasUnitWith: [{hasProvinceWith: [{codeIn: ["x"]}]}]}]`,
	"keyed": `hasIndicatorWith: [{code: "mau-chi-so-01"}], nationalRankGT: 1000`,
	"keyed twice": `hasIndicatorWith: [{code: "mau-chi-so-01"}], hasUnitWith: [{code: "mau-01"}], ` +
		`nationalRankGT: 1000`,
	"keyed by units": `hasUnitWith: [{codeIn: ["mau-01", "mau-02", "mau-03", "mau-04", "mau-05", "mau-06", ` +
		`"mau-07", "mau-08"]}], nationalRankGT: 1000`,
	"one of five":  repeatFilter("or", 5, `{hasReportWith: [{hasUnitWith: [{text: "zz%d"}]}]}`),
	"one of eight": repeatFilter("or", 8, `{hasIndicatorWith: [{text: "zz%d"}]}`),
	"one of three": `or: [{hasUnitWith: [{text: "zzzz"}]}, {hasUnitWith: [{code: "x"}]}, {hasIndicatorWith: ` +
		`[{code: "x"}]}]`,
	"none of four": `not: {` + repeatFilter(
		"and", 4, `{not: {hasReportWith: [{hasUnitWith: [{text: "zz%d"}]}]}}`,
	) + `}`,
}

func repeatFilter(operator string, n int, filter string) string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf(filter, i))
	}
	return operator + ": [" + strings.Join(all, ", ") + "]"
}

// checkFilters checks each filter with each order of figures, for the rows and for their number.
func (b *costBench) checkFilters(t *testing.T) {
	orders := []string{""}
	for _, value := range graph.Schema().Types["IndicatorValueOrderField"].EnumValues {
		orders = append(orders, fmt.Sprintf(", orderBy: [{field: %s, direction: DESC}]", value.Name))
	}
	for name, filter := range filterCases {
		b.check(t, name+", count", fmt.Sprintf(`{ indicatorValues(first: 0, where: {%s}) { totalCount } }`, filter))
		for _, order := range orders {
			b.check(
				t, name+order,
				fmt.Sprintf(`{ indicatorValues(first: 1, where: {%s}%s) { edges { node { id } } } }`, filter, order),
			)
		}
	}
}

// randomFilters is how many random filters of root connections are checked; the seed is fixed.
const randomFilters = 150

// checkRandomFilters checks that a list with whatever filter costs no more than estimated.
func (b *costBench) checkRandomFilters(t *testing.T) {
	random, schema := rand.New(rand.NewPCG(9, 3)), graph.Schema()
	var lists []*ast.FieldDefinition
	for _, f := range schema.Query.Fields {
		if f.Arguments.ForName("where") != nil && strings.HasSuffix(f.Type.Name(), "Connection") {
			lists = append(lists, f)
		}
	}
	most := 0
	for n := 0; n < randomFilters; {
		f := lists[random.IntN(len(lists))]
		if n%2 == 0 { // the largest list is the one that filters have the most work with
			f = schema.Query.Fields.ForName("indicatorValues")
		}
		query := fmt.Sprintf("{ %s(first: 10, where: %s%s) { %sedges { node { id } } } }", f.Name,
			randomFilter(random, schema, schema.Types[f.Arguments.ForName("where").Type.Name()], 2),
			randomOrder(random, schema, f), []string{"", "totalCount "}[random.IntN(2)])
		if estimateCost(t, query, nil) > guard.DefaultLimits().AnonymousCost {
			continue
		}
		_, w := b.check(t, "random filter", query)
		most = max(most, w.cpuMicroseconds())
		n++
	}
	t.Logf("the largest takes about %d µs", most)
}

// filterValues are values that pass on many rows and on few, by type.
var filterValues = map[string][]string{
	"Int": {"0", "1", "3", "40", "1000000"}, "Boolean": {"true", "false"},
	"SchoolYear": {`"1990-1991"`, `"2011-2012"`, `"2015-2016"`, `"2030-2031"`},
	"String":     {`"zz0"`, `"n"`, `"mau-01"`, `"mau-chi-so-01"`, `"ng mau"`},
	"Date":       {`"1990-01-01"`, `"2015-05-20"`, `"2040-01-01"`},
	"Time":       {`"1990-01-01T00:00:00Z"`, `"2015-05-20T00:00:00Z"`, `"2040-01-01T00:00:00Z"`},
	"Decimal":    {`"0"`, `"50.5"`},
}

// idFor returns an id that a filter takes: that of a unit which exists, or of a row of another type which
// does not.
func idFor(input *ast.Definition) string {
	for _, kind := range gid.Kinds() {
		if kind != gid.Unit && kind.Type()+"WhereInput" == input.Name {
			return fmt.Sprintf("%q", gid.Derive(kind, "mau-01").String())
		}
	}
	return probeArguments["id"]
}

// randomFilter writes a filter of one or two conditions, and filters within it.
func randomFilter(random *rand.Rand, schema *ast.Schema, input *ast.Definition, depth int) string {
	var conditions []string
	for range 1 + random.IntN(2) {
		f := input.Fields[random.IntN(len(input.Fields))]
		target := schema.Types[f.Type.Name()]
		if strings.Contains(strings.Join(conditions, ","), f.Name+":") ||
			target.Kind == ast.InputObject && depth == 0 {
			continue
		}
		elements := 1
		if f.Type.Elem != nil {
			elements += random.IntN(4)
		}
		var values []string
		for range elements {
			switch target.Kind {
			case ast.InputObject:
				values = append(values, randomFilter(random, schema, target, depth-1))
			case ast.Enum:
				values = append(values, target.EnumValues[random.IntN(len(target.EnumValues))].Name)
			default:
				known := filterValues[target.Name]
				if target.Name == "ID" {
					known = []string{idFor(input)}
				}
				values = append(values, known[random.IntN(len(known))])
			}
		}
		value := strings.Join(values, ", ")
		if f.Type.Elem != nil {
			value = "[" + value + "]"
		}
		conditions = append(conditions, fmt.Sprintf("%s: %s", f.Name, value))
	}
	if len(conditions) == 0 {
		return randomFilter(random, schema, input, depth)
	}
	return "{" + strings.Join(conditions, ", ") + "}"
}

// randomOrder writes an order by one field, by two, or none.
func randomOrder(random *rand.Rand, schema *ast.Schema, list *ast.FieldDefinition) string {
	order := list.Arguments.ForName("orderBy")
	if order == nil {
		return ""
	}
	fields := schema.Types[schema.Types[order.Type.Name()].Fields.ForName("field").Type.Name()].EnumValues
	var terms []string
	for _, at := range random.Perm(len(fields))[:min(random.IntN(3), len(fields))] {
		terms = append(
			terms, fmt.Sprintf("{field: %s, direction: %s}", fields[at].Name, []string{"ASC", "DESC"}[random.IntN(2)]),
		)
	}
	if len(terms) == 0 {
		return ""
	}
	return ", orderBy: [" + strings.Join(terms, ", ") + "]"
}
