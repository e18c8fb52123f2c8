package guard_test

import (
	"fmt"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"thidua/internal/fault"
	"thidua/internal/guard"
)

// A document is checked before it is parsed and validated, so that a hostile one costs little.
func ExampleLimits_Check() {
	limits := guard.DefaultLimits()
	limits.Aliases = 2

	counted, err := limits.Check(`{ a: viewer { kind } b: viewer { kind } }`, nil)
	fmt.Println(counted.RootFields, counted.Aliases, err)

	_, err = limits.Check(`{ a: viewer { kind } b: viewer { kind } c: viewer { kind } }`, nil)
	rejected, _ := fault.FromError(err)
	fmt.Println(rejected.Code(), rejected.Params())
	// Output:
	// 2 2 <nil>
	// OPERATION_TOO_COMPLEX map[limit:aliases max:2 value:3]
}

// Pages within pages multiply.
func ExampleEstimateCost() {
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: `
		type Query { units(first: Int): UnitConnection! }
		type UnitConnection { edges: [Edge!]! }
		type Edge { node: Unit! }
		type Unit { name: String!, units(first: Int): UnitConnection! }`})
	estimate := func(query string) int {
		document := gqlparser.MustLoadQueryWithRules(schema, query, rules.NewDefaultRules())
		return guard.EstimateCost(document.Operations[0], nil).Cost
	}
	page := `units(first: 100) { edges { node { name } } }`
	pages := `units(first: 100) { edges { node { ` + page + ` } } }`
	small, large := estimate(`{`+page+`}`), estimate(`{`+pages+`}`)
	fmt.Println("at least five times as much:", large > 5*small)
	// Output: at least five times as much: true
}
