package graph_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"thidua/graph"
	"thidua/internal/guard"
	"thidua/internal/web"
)

// introspections are what tools ask for by themselves: GraphiQL with all its options, Relay's compiler, Apollo's.
func introspections(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../internal/guard/testdata/introspection/*.graphql")
	if err != nil || len(files) < 3 {
		t.Fatal("no introspections: ", err)
	}
	all := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(file)] = string(text)
	}
	return all
}

// What frontends, tools and the playground ask for has room to grow: none of it takes more than half of a limit that
// counts what grows.
func TestTheGuardLeavesRoom(t *testing.T) {
	most := guard.Defaults()
	wanted := introspections(t)
	for name, query := range views {
		wanted[name] = query
	}
	for _, e := range web.Examples() {
		wanted[e.Name] = e.Query
	}
	for name, query := range wanted {
		doc, errs := gqlparser.LoadQueryWithRules(graph.Schema(), query, rules.NewDefaultRules())
		if len(errs) > 0 {
			t.Fatalf("%s: %v", name, errs)
		}
		report, err := most.Check(query)
		cost, _ := guard.Cost(doc.Operations[0], nil)
		t.Logf("%-24s cost %8d, %+v", name, cost, report)
		if err != nil {
			t.Errorf("%s is refused: %v", name, err)
		}
		for limit, half := range map[string]bool{
			"bytes": 2*report.Bytes <= most.Bytes, "tokens": 2*report.Tokens <= most.Tokens, "expanded": 2*report.Expanded <= most.Expanded,
			"cost": 2*cost <= most.Cost, "root-fields": 2*report.RootFields <= most.RootFields, "repeated": 2*report.Repeated <= most.Repeated,
		} {
			if !half {
				t.Errorf("%s takes more than half of %s", name, limit)
			}
		}
	}
	_ = strings.Repeat
}
