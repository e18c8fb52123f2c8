package graph_test

import (
	"fmt"
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

// TestEstimate_FieldOfInterface checks that a node of an event costs the same by a fragment on the interface
// as by one on the type.
func TestEstimate_FieldOfInterface(t *testing.T) {
	const events = `subscription { conferenceEvents(conference: "hall") { change { ... on %s { site { id } } } } }`
	byType := estimateCost(t, fmt.Sprintf(events, "SiteCheckedIn"), nil)
	byInterface := estimateCost(t, fmt.Sprintf(events, "SiteChange"), nil)
	if byType != byInterface || byType < 100 {
		t.Errorf("%d units by the type, %d by the interface", byType, byInterface)
	}
}
