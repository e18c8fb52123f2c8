package graph_test

import (
	"context"
	"strings"
	"testing"

	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// TestInheritedAccess_NoRepeatedQuery checks that the parts of a row are loaded without querying that row
// again.
func TestInheritedAccess_NoRepeatedQuery(t *testing.T) {
	eachAPI(t, func(a api) {
		a.createRows(0, 1)
		counter := a.countStatements(`{ conferences { edges { node { proposals { totalCount edges { node {
			code } } } } } } reports { edges { node { indicatorValues { edges { node { valueStated } } } } } } }`, "")
		asked := 0
		for _, text := range counter.Statements() {
			text = strings.ReplaceAll(text, "`", `"`)
			if part := strings.Contains(text, `"proposals"."id"`) ||
				strings.Contains(text, `"indicator_values"."id"`); part ||
				strings.Contains(text, "COUNT") {
				asked++
				if exists := strings.Contains(text, "EXISTS"); exists == part { // a count is a query of its own
					t.Errorf("EXISTS is %v in %s", exists, text)
				}
			}
		}
		if asked != 3 {
			t.Errorf("%d of the three statements were found: %s", asked, counter)
		}
	})
}

// TestInheritedAccess_EndsAtOtherRows checks that access is checked again for rows beyond a part, also of the
// same type: a visible proposal does not lead to a hidden one.
func TestInheritedAccess_EndsAtOtherRows(t *testing.T) {
	eachAPI(t, func(a api) {
		a.createRows(0, 1)
		a.createHiddenRows()
		seen, hidden := registry.ProposalID("proposal-"+unitCode(0)), registry.ProposalID(secret)
		err := a.store.Tx(
			viewer.NewContext(t.Context(), viewer.Operator()),
			func(ctx context.Context, tx *store.Tx) error {
				return tx.Proposal.UpdateOneID(hidden).SetMergedIntoID(seen).Exec(ctx)
			},
		)
		if err != nil {
			t.Fatal(err)
		}
		const way = `{ conferences { edges { node { proposals { edges { node { mergedProposals { code mergedInto { code ` +
			`} } unit { proposals { totalCount edges { node { code } } } } } } } } } } }`
		if answer := string(a.responseBody(way, nil)); strings.Contains(answer, secret) ||
			!strings.Contains(answer, `"mergedProposals":[]`) ||
			!strings.Contains(answer, `"totalCount":1`) {
			t.Errorf("an anonymous reader gets %s", answer)
		}
		operator := serve(t, a.store, viewer.Operator())
		if answer := string(operator.responseBody(way, nil)); !strings.Contains(answer, secret) ||
			!strings.Contains(answer, `"totalCount":2`) {
			t.Errorf("the operator gets %s", answer)
		}
	})
}
