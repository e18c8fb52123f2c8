package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"thidua/internal/vi"
)

// Search gives the best matches of all types, the same as ranking every row would.
func TestSearch_RanksEveryRow(t *testing.T) {
	eachDataset(t, func(a api) {
		for _, text := range []string{"hà", "ng", "giáo viên", "so gd", "t l"} {
			var want []string
			for rank := range 6 {
				for _, keys := range []func(api) []searchable{unitKeys, personKeys, indicatorKeys, proposalKeys} {
					fits := slices.DeleteFunc(
						keys(a), func(k searchable) bool { return vi.Relevance(k.search, vi.Fold(text)) != rank },
					)
					want = append(want, bestMatches(fits, text)...)
				}
			}
			for _, first := range []int{1, 7, 100} {
				got := nodeIDs(
					at(
						a.data(fmt.Sprintf(`{ search(text: %q, first: %d) { ... on Node { id } } }`, text, first), nil),
						"search",
					),
				)
				if !slices.Equal(got, want[:min(first, len(want))]) {
					a.t.Errorf("the first %d of %q: %v, want %v", first, text, got, want)
				}
			}
		}
	})
}

// Search ranks by one statement for each type and loads the page alone: what is below it is loaded for the
// rows on it.
func TestSearch_LoadsOnlyThePage(t *testing.T) {
	eachDataset(t, func(a api) {
		const below = `{ ... on Unit { code memberships { edges { node { cluster { number } } } } } }`
		if c := a.countStatements(`{ search(text: "ng", first: 0) `+below+` }`, ""); c.Count() != 0 {
			a.t.Errorf("a search for no rows takes %s", c)
		}
		// ranks, units, memberships, clusters
		if c := a.countStatements(`{ search(text: "ng", in: [UNITS], first: 3) `+below+` }`, ""); c.Count() > 4 {
			a.t.Errorf("a search for three units takes %s", c)
		} else if rank, load := c.Statements()[0], c.Statements()[1]; strings.Contains(rank, "code") ||
			!strings.Contains(rank, "LIMIT 3") || strings.Count(load, ",") != 3 {
			a.t.Errorf("ranks are read by %s\nand the page by %s", rank, load)
		}
		// Words that are given again, or are part of another, are looked for once.
		if c := a.countStatements(`{ search(text: "`+strings.Repeat("n g ng ", 14)+`", in: [UNITS], first: 1) { `+
			`__typename } }`, ""); strings.Count(
			c.Statements()[0], "search_key",
		) > 8 {
			a.t.Errorf("one word is looked for by %s", c.Statements()[0])
		}
	})
}

// A text of too many words is refused with the number of them and the most that there may be.
func TestSearch_TooManyWords(t *testing.T) {
	eachAPI(t, func(a api) {
		text := "a1 b1 c1 d1 e1 g1 h1 i1 k1 l1 m1 n1 o1"
		for _, query := range []string{`{ search(text: %q) { __typename } }`, `{ units(where: {text: %q}) { ` +
			`totalCount } }`, `{ people(where: {not: {text: %q}}) { totalCount } }`} {
			got := a.ask(fmt.Sprintf(query, text), nil)
			if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != "TOO_MANY_WORDS" ||
				fmt.Sprintf(
					"%v %v", got.Errors[0].Extensions.Params["max"], got.Errors[0].Extensions.Params["value"],
				) != "12 13" {
				a.t.Errorf("%s: %+v", query, got.Errors)
			}
			a.data(fmt.Sprintf(query, strings.TrimSuffix(text, " o1")), nil)
		}
	})
}
