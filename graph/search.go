package graph

import (
	"cmp"
	"context"
	"slices"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"thidua/ent"
	"thidua/graph/view"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/vi"
)

// searchHit is a matching row with its sort keys. No other columns were read.
type searchHit struct {
	scope     int // index of its type in searchScopes
	relevance int // 0 is best
	sortKey   string
	id        gid.ID
}

// searchScope is a type that can be searched.
type searchScope struct {
	name view.SearchScope
	// rank reads the sort keys of the best matches.
	rank func(ctx context.Context, text searchText, first int) ([]searchHit, error)
	// load reads rows with the selected fields.
	load func(ctx context.Context, ids []gid.ID) (map[gid.ID]ent.Noder, error)
}

func (r *Resolver) searchScopes() []searchScope {
	return []searchScope{
		{view.SearchScopeUnits, r.rankUnits, r.loadUnits},
		{view.SearchScopePeople, r.rankPeople, r.loadPeople},
		{view.SearchScopeIndicators, r.rankIndicators, r.loadIndicators},
		{view.SearchScopeProposals, r.rankProposals, r.loadProposals},
	}
}

// search returns the rows that match a text, best first. One statement per type ranks, and one per type on
// the page loads the selected fields.
func (r *Resolver) search(
	ctx context.Context, text string, in []view.SearchScope, first int,
) ([]ent.Noder, error) {
	at := graphql.WithPathContext(ctx, graphql.NewPathWithField("text"))
	parsed, err := parseSearchText(at, text)
	if err != nil {
		return nil, err
	}
	if n := utf8.RuneCountInString(parsed.folded); n < minSearchLength {
		return nil, graphql.ErrorOnPath(at, fault.BadInput.With("reason", "TEXT_LENGTH",
			"min", minSearchLength, "max", maxSearchLength, "value", n))
	}
	if first < 0 || first > ent.MaxPageSize {
		return nil, fault.PageSize.With("argument", "first", "min", 0, "max", ent.MaxPageSize, "value", first)
	}
	hits, err := r.rankAll(ctx, parsed, in, first)
	if err != nil {
		return nil, err
	}
	return r.loadHits(ctx, hits)
}

// rankAll returns the best matches of all scopes, at most first.
func (r *Resolver) rankAll(
	ctx context.Context, text searchText, in []view.SearchScope, first int,
) ([]searchHit, error) {
	var hits []searchHit
	for i, scope := range r.searchScopes() {
		if first == 0 || in != nil && !slices.Contains(in, scope.name) {
			continue
		}
		found, err := scope.rank(ctx, text, first)
		if err != nil {
			return nil, err
		}
		for _, h := range found {
			h.scope = i
			hits = append(hits, h)
		}
	}
	slices.SortStableFunc(hits, func(a, b searchHit) int {
		return cmp.Or(cmp.Compare(a.relevance, b.relevance), cmp.Compare(a.scope, b.scope),
			cmp.Compare(a.sortKey, b.sortKey), cmp.Compare(a.id, b.id))
	})
	return hits[:min(first, len(hits))], nil
}

// loadHits loads the selected fields of the hits, in order.
func (r *Resolver) loadHits(ctx context.Context, hits []searchHit) ([]ent.Noder, error) {
	nodes := make([]ent.Noder, len(hits))
	for i, scope := range r.searchScopes() {
		places := map[gid.ID]int{}
		var ids []gid.ID
		for place, h := range hits {
			if h.scope == i {
				places[h.id] = place
				ids = append(ids, h.id)
			}
		}
		if len(ids) == 0 {
			continue
		}
		rows, err := scope.load(ctx, ids)
		if err != nil {
			return nil, err
		}
		for id, row := range rows {
			nodes[places[id]] = row
		}
	}
	// A row may have been removed between the two statements.
	return slices.DeleteFunc(nodes, func(n ent.Noder) bool { return n == nil }), nil
}

// toHits converts rows with their sort keys to hits.
func toHits[Row any](
	rows []Row, err error, text searchText, keys func(Row) (id gid.ID, searchKey, sortKey string),
) ([]searchHit, error) {
	hits := make([]searchHit, len(rows))
	for i, row := range rows {
		id, searchKey, sortKey := keys(row)
		hits[i] = searchHit{relevance: vi.Relevance(searchKey, text.folded), sortKey: sortKey, id: id}
	}
	return hits, err
}

// nodesByID indexes rows of one type by id, as nodes.
func nodesByID[Row ent.Noder](rows []Row, err error, id func(Row) gid.ID) (map[gid.ID]ent.Noder, error) {
	nodes := make(map[gid.ID]ent.Noder, len(rows))
	for _, row := range rows {
		nodes[id(row)] = row
	}
	return nodes, err
}
