package graph_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"thidua/ent"
	"thidua/ent/proposal"
	"thidua/ent/unit"
	"thidua/internal/gid"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

// relevanceCase is a list with a text filter, and what its rows have to be ordered by.
type relevanceCase struct {
	list, text string
	keys       func(a api) []searchable
}

// searchable is a row with the keys by which a text filter orders it.
type searchable struct {
	id      gid.ID
	search  string
	sortKey string
}

func operatorContext(a api) context.Context {
	return viewer.NewContext(a.t.Context(), viewer.Operator())
}

func unitKeys(a api) []searchable {
	return keysOf(
		a.store.Reader().Unit.Query().AllX(operatorContext(a)),
		func(u *ent.Unit) searchable { return searchable{u.ID, u.SearchKey, u.SortKey} },
	)
}

func personKeys(a api) []searchable {
	return keysOf(
		a.store.Reader().Person.Query().AllX(operatorContext(a)),
		func(p *ent.Person) searchable { return searchable{p.ID, p.SearchKey, p.SortKey} },
	)
}

func indicatorKeys(a api) []searchable {
	return keysOf(
		a.store.Reader().Indicator.Query().AllX(operatorContext(a)),
		func(i *ent.Indicator) searchable { return searchable{i.ID, i.SearchKey, i.SortKey} },
	)
}

func proposalKeys(a api) []searchable {
	return keysOf(a.store.Reader().Proposal.Query().AllX(operatorContext(a)), keyOfProposal)
}

func keyOfProposal(p *ent.Proposal) searchable { return searchable{p.ID, p.SearchKey, p.SortKey} }

func keysOf[Row any](rows []Row, key func(Row) searchable) []searchable {
	keys := make([]searchable, len(rows))
	for i, row := range rows {
		keys[i] = key(row)
	}
	return keys
}

// bestMatches are the ids of the rows that have all words of a text, the best match first.
func bestMatches(keys []searchable, text string) (ids []string) {
	folded := vi.Fold(text)
	keys = slices.DeleteFunc(keys, func(k searchable) bool {
		return slices.ContainsFunc(
			strings.Fields(folded), func(word string) bool { return !strings.Contains(k.search, word) },
		)
	})
	slices.SortFunc(keys, func(a, b searchable) int {
		return cmp.Or(
			cmp.Compare(vi.Relevance(a.search, folded), vi.Relevance(b.search, folded)),
			cmp.Compare(a.sortKey, b.sortKey), cmp.Compare(a.id, b.id),
		)
	})
	for _, k := range keys {
		ids = append(ids, k.id.String())
	}
	return ids
}

// Every list with a text filter comes by relevance if no order is given, page by page from either end.
func TestTextFilter_OrdersByRelevance(t *testing.T) {
	eachDataset(t, func(a api) {
		for _, r := range []relevanceCase{
			{"units", "hà", unitKeys}, {"units", "g n", unitKeys}, {"people", "ng", personKeys},
			{"people", "g", personKeys},
			{"indicators", "học sinh", indicatorKeys}, {"indicators", "h", indicatorKeys},
			{"proposals", "giáo viên", proposalKeys}, {"proposals", "t", proposalKeys},
		} {
			want := bestMatches(r.keys(a), r.text)
			if len(want) < 2 {
				a.t.Errorf("%s with %q: only %d rows", r.list, r.text, len(want))
			}
			a.checkPages(fmt.Sprintf("{ %s(%%s, where: {text: %q}) %%s }", r.list, r.text), want, r.list)
		}
		first := a.data(`{ units(where: {text: "hà"}, first: 1) { edges { node { shortName } } } }`, nil)
		if name := at(first, "units", "edges", 0, "node", "shortName"); !strings.HasPrefix(
			fmt.Sprint(name), "Hà ",
		) {
			a.t.Errorf("the best match of hà is %v", name)
		}
	})
}

// So does every list below another row, of one or of many.
func TestTextFilter_OrdersEdgesByRelevance(t *testing.T) {
	eachDataset(t, func(a api) {
		units := a.store.Reader().Unit.Query().Where(
			unit.HasAddressedProposalsWith(proposal.SearchKeyContains("giao vien")),
		).WithAddressedProposals().AllX(operatorContext(a))
		if len(units) == 0 {
			a.t.Fatal("nobody was asked for anything")
		}
		many := a.data(`{ units(first: 100, where: {kind: MINISTRY}) { edges { node { id
			addressedProposals(first: 4, where: {text: "giáo viên"}) { edges { node { id } } } } } } }`, nil)
		pages := map[string][]string{}
		for _, edge := range at(many, "units", "edges").([]any) {
			pages[at(edge, "node", "id").(string)] = nodeIDs(at(edge, "node", "addressedProposals"))
		}
		for _, u := range units {
			want := bestMatches(keysOf(u.Edges.AddressedProposals, keyOfProposal), "giáo viên")
			a.checkPages(
				fmt.Sprintf("{ unit(code: %q) { addressedProposals(%%s, where: {text: \"giáo viên\"}) %%s } }", u.Code),
				want, "unit", "addressedProposals",
			)
			if page, ok := pages[u.ID.String()]; ok && !slices.Equal(page, want[:min(4, len(want))]) {
				a.t.Errorf("beside others, %s: %v, want %v", u.Code, page, want)
			}
		}
	})
}

// checkPages reads a list by pages of three from both ends. The query has a place for the page and one for
// the selection; path is where the list is in the answer.
func (a api) checkPages(query string, want []string, path ...any) {
	a.t.Helper()
	for _, end := range []struct{ count, from, more, cursor string }{
		{"first", "after", "hasNextPage", "endCursor"}, {"last", "before", "hasPreviousPage", "startCursor"},
	} {
		var got []string
		for place, more := "", true; more && len(got) <= len(want); {
			page := end.count + ": 3"
			if place != "" {
				page += fmt.Sprintf(", %s: %q", end.from, place)
			}
			list := at(
				a.data(
					fmt.Sprintf(
						query, page, "{ pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { node { id } } }",
					),
					nil,
				),
				path...)
			ids := nodeIDs(list)
			if end.count == "first" {
				got = append(got, ids...)
			} else {
				got = append(ids, got...)
			}
			more, _ = at(list, "pageInfo", end.more).(bool)
			place, _ = at(list, "pageInfo", end.cursor).(string)
		}
		if !slices.Equal(got, want) {
			a.t.Errorf("%s from its %s rows on:\n%v, want\n%v", query, end.count, got, want)
		}
	}
}
