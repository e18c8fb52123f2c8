//go:build !race

package graph_test

import (
	"fmt"
	"testing"

	"thidua/internal/store"
)

// keyedFilters select figures by keys, some of them none at all, which PostgreSQL does not expect: it must
// not read all figures in the order of an index to find a page of those.
var keyedFilters = []string{
	`hasIndicatorWith: [{code: "none"}]`,
	`hasUnitWith: [{codeIn: ["mau-01", "none"]}], nationalRankGT: 1000`,
	`hasIndicatorWith: [{code: "mau-chi-so-01"}], hasUnitWith: [{code: "none"}]`,
	`hasIndicatorWith: [{codeIn: ["mau-chi-so-01", "mau-chi-so-02"]}], hasUnitWith: [{code: "mau-01"}], ` +
		`ordinalLT: 0`,
}

// citedTypes are the lists whose rows have citations: with them PostgreSQL reads the facts behind a citation
// one by one, or all facts of the record at once.
var citedTypes = []string{
	"units",
	"reports",
	"conferences",
	"people",
	"proposals",
	"speeches",
	"awards",
	"documents",
}

// orderedBelowOne are pages below one parent, in orders that an index has: PostgreSQL must read the rows of
// the parent, and not those of all parents in the order of the index.
var orderedBelowOne = []string{
	`reports(first: 1) { nodes { indicatorValues(first: 1, orderBy: [{field: NATIONAL_RANK, direction: DESC}]) {
	nodes { id } } } }`,
	`reports(first: 1) { nodes { indicatorValues(first: 1, orderBy: [{field: SCHOOL_YEAR}]) { nodes { id } } } }`,
	`reports(last: 1) { nodes { indicatorValues(first: 1) { nodes { id } } } }`,
	`units(first: 1) { nodes { indicatorValues(last: 1, orderBy: [{field: ORDINAL, direction: DESC}]) { nodes {
	id } } } }`,
	`indicators(last: 1) { nodes { indicatorValues(first: 1, orderBy: [{field: ORDINAL}]) { nodes { id } } } }`,
	`reports(first: 1) { nodes { indicatorValues(first: 1, where: {hasReportWith: [{hasUnitWith: [{
	code: "mau-42"}]}]}) { nodes { id } } } }`,
	`indicatorValues(first: 42) { nodes { citations { __typename } } }`,
	`conferences(first: 1) { nodes { attendances(first: 1) { nodes { id } } } }`,
	`topics(last: 1) { nodes { proposals(first: 1) { nodes { id } } } }`,
	`unit(code: "mau-01") { speeches(first: 1) { nodes { id } } reports(first: 1) { nodes { id } } }`,
}

// TestCostOnPostgres_MatchesWork compares the costs with the work that PostgreSQL has: what takes SQLite
// little may take PostgreSQL much, because of another plan or of the time that planning takes.
func TestCostOnPostgres_MatchesWork(t *testing.T) {
	b := newWorkbench(t, store.Postgres)
	t.Run("fields", b.checkFields)
	t.Run("orders", b.checkOrders)
	t.Run("filters", b.checkFilters)
	t.Run("random filters", b.checkRandomFilters)
	t.Run("keyed filters", b.checkKeyedFilters)
	t.Run("orders below one parent", func(t *testing.T) {
		for _, query := range orderedBelowOne {
			b.check(t, query, "{ "+query+" }")
		}
	})
	t.Run("citations", b.checkCitations)
	t.Run("attacks", b.checkAttacks)
}

// checkKeyedFilters checks filters by keys in several orders, and their counts.
func (b *costBench) checkKeyedFilters(t *testing.T) {
	for _, filter := range keyedFilters {
		for _, order := range []string{"", ", orderBy: [{field: VALUE}]", ", orderBy: [{field: ORDINAL, " +
			"direction: DESC}]"} {
			query := `{ indicatorValues(first: 1, where: {%s}%s) { totalCount edges { node { id } } } }`
			b.check(t, filter+order, fmt.Sprintf(query, filter, order))
		}
	}
}

// checkCitations checks the citations of one row and of large pages.
func (b *costBench) checkCitations(t *testing.T) {
	for _, list := range citedTypes {
		for _, size := range []int{1, 100} {
			query := fmt.Sprintf(`{ %s(first: %d) { edges { node { citations { locator } } } } }`, list, size)
			b.check(t, fmt.Sprintf("citations of %d %s", size, list), query)
		}
	}
	for _, size := range []int{1, 50} {
		query := fmt.Sprintf(
			`{ documents(first: %d) { edges { node { quotes(first: 1) { edges { node { id } } } } } } }`, size,
		)
		b.check(t, fmt.Sprintf("quotes of %d documents", size), query)
	}
}
