package graph_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"thidua/ent"
	"thidua/ent/proposal"
	"thidua/graph"
	"thidua/internal/gid"
)

// Proposals like another are looked for among the newest ones: by school year, then as conferences list them.
func TestSimilarProposals_NewestOnly(t *testing.T) {
	eachDataset(t, func(a api) {
		all := a.store.Reader().Proposal.Query().AllX(operatorContext(a))
		slices.SortFunc(all, func(a, b *ent.Proposal) int {
			return cmp.Or(
				cmp.Compare(b.SchoolYear, a.SchoolYear), cmp.Compare(a.Ordinal, b.Ordinal), cmp.Compare(a.ID, b.ID),
			)
		})
		for _, n := range []int{1, 3, len(all) - 1, len(all) + 1} {
			var want []gid.ID
			for _, p := range all[:min(n, len(all))] {
				want = append(want, p.ID)
			}
			slices.Sort(want)
			if got := a.store.Reader().Proposal.Query().Where(graph.NewestProposals(n)).Order(proposal.ByID()).
				IDsX(operatorContext(a)); !slices.Equal(
				got, want,
			) {
				a.t.Errorf("the newest %d: %v, want %v", n, got, want)
			}
		}
		c := a.countStatements(`{ similarProposals(text: "biên chế giáo viên") { percent } }`, "")
		if !slices.ContainsFunc(
			c.Statements(),
			func(text string) bool { return strings.Contains(text, "LIMIT 5000)") },
		) {
			a.t.Errorf("all proposals are looked through: %s", c)
		}
	})
}
