package graph_test

import (
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"thidua/graph"
	"thidua/internal/guard"
)

// estimateCost returns the estimated cost of a valid operation.
func estimateCost(t testing.TB, query string, variables map[string]any) int {
	t.Helper()
	doc, errs := gqlparser.LoadQueryWithRules(graph.Schema(), query, rules.NewDefaultRules())
	if len(errs) > 0 {
		t.Fatalf("%s: %v", query, errs)
	}
	return guard.EstimateCost(doc.Operations[0], variables).Cost
}
