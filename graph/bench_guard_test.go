package graph_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"thidua/graph"
	"thidua/internal/guard"
)

// Documents just within the limits must also be cheap to validate; these were the most expensive before each
// limit existed.
func BenchmarkGuard_AtLimits(b *testing.B) {
	const people = `code name shortName id `
	for name, text := range map[string]string{
		"unknown fields": "{ units { edges { node { " + repeatFormat(20, "nam%d ") + "} } } }",
		"pairs":          "{ units { edges { node { " + strings.Repeat("parent { "+people+"} ", 34) + "} } } }",
		"fragments in pairs": "{ units { edges { node { " + repeatFormat(33,
			"...F%d ") + "} } } }" + repeatFormat(33, " fragment F%d on Unit { "+people+"}"),
		"a chain": "{ units { edges { node { ...F0 } } } }" + deepQuery(12) + " fragment F12 on " +
			"Unit { id }",
		"operations": repeatFormat(20, "query Q%d { units { edges { node { ...A "+
			"} } } } ") + "fragment A on Unit { " + strings.Repeat("... on Unit { code } ", 17) + "}",
		"a wide view": "{ units { edges { node { " + repeatFormat(99, "a%d: parent { "+people+"} ") + "} } } }",
		"variables":   "query(" + repeatFormat(499, "$v%d: Int ") + ") { viewer { kind } }",
	} {
		b.Run(name, func(b *testing.B) {
			if _, err := guard.DefaultLimits().Check(text, graph.Schema()); err != nil {
				b.Fatal(err)
			}
			schema := graph.Schema()
			b.ReportAllocs()
			for b.Loop() {
				_, _ = gqlparser.LoadQueryWithRules(schema, text, rules.NewDefaultRules())
			}
		})
	}
}

func deepQuery(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(
			strings.NewReplacer(
				"FROM", strconv.Itoa(i), "TO", strconv.Itoa(i+1),
			).Replace(" fragment FFROM on Unit { ...FTO code name }"),
		)
	}
	return b.String()
}
