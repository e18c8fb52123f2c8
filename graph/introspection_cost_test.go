package graph_test

import (
	"fmt"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"thidua/graph"
	"thidua/internal/guard"
)

// TestGuard_IntrospectionListsAreCovered checks that the cost of introspection of one type counts at least as
// many elements as the longest list of the schema has: a client can select that type.
func TestGuard_IntrospectionListsAreCovered(t *testing.T) {
	longest := map[string]int{}
	schema := graph.Schema()
	for _, d := range schema.Types {
		fields := "fields"
		if d.IsInputType() {
			fields = "inputFields"
		}
		longest[fields] = max(longest[fields], len(d.Fields))
		longest["enumValues"] = max(longest["enumValues"], len(d.EnumValues))
		longest["interfaces"] = max(longest["interfaces"], len(d.Interfaces))
		longest["possibleTypes"] = max(longest["possibleTypes"], len(schema.PossibleTypes[d.Name]))
		for _, f := range d.Fields {
			longest["args"] = max(longest["args"], len(f.Arguments))
		}
	}
	for list, length := range longest {
		selection := fmt.Sprintf(`%s { name }`, list)
		if list == "args" {
			selection = `fields { args { name } }`
		}
		doc, errs := gqlparser.LoadQueryWithRules(schema, `{ __type(name: "X") { `+selection+` } }`,
			rules.NewDefaultRules())
		if len(errs) > 0 {
			t.Fatal(list, errs)
		}
		counted := guard.EstimateCost(doc.Operations[0], nil).SchemaFields
		if list == "args" {
			counted /= longest["fields"]
		}
		if counted < length {
			t.Errorf("a list of %s has %d elements, and %d are charged", list, length, counted)
		}
	}
	t.Log(longest)
}
