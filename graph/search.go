package graph

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"thidua/ent"
	"thidua/ent/indicator"
	"thidua/ent/person"
	"thidua/ent/proposal"
	"thidua/ent/unit"
	"thidua/graph/view"
	"thidua/internal/fault"
	"thidua/internal/vi"
)

// Bounds of the text to search for, in characters.
const searchMin, searchMax = 2, 100

// hit is what search found, with what it is ordered by.
type hit struct {
	node    ent.Noder
	match   int    // 0 is the best
	scope   int    // place of its type in the order of scopes
	sortKey string // collation key of its name
}

// search finds rows by a folded piece of text, the best first.
func (r *Resolver) search(ctx context.Context, text string, in []view.SearchScope, first int) ([]ent.Noder, error) {
	key, tooLong := "", utf8.RuneCountInString(text) > searchMax
	if !tooLong { // folding takes longer than counting
		key = vi.Fold(text)
	}
	if tooLong || utf8.RuneCountInString(key) < searchMin {
		return nil, graphql.ErrorOnPath(graphql.WithPathContext(ctx, graphql.NewPathWithField("text")), fault.BadInput.With("reason", "TEXT_LENGTH"))
	}
	if first < 0 || first > ent.PageAskable {
		return nil, fault.PageSize.With("argument", "first", "max", ent.PageMax)
	}
	first = min(first, ent.PageMax)
	if len(in) == 0 {
		in = view.AllSearchScope
	}
	var hits []hit
	for scope, find := range []struct {
		in   view.SearchScope
		find func(context.Context, string) ([]hit, error)
	}{
		{view.SearchScopeUnits, r.searchUnits}, {view.SearchScopePeople, r.searchPeople},
		{view.SearchScopeIndicators, r.searchIndicators}, {view.SearchScopeProposals, r.searchProposals},
	} {
		if !slices.Contains(in, find.in) {
			continue
		}
		found, err := find.find(ctx, key)
		if err != nil {
			return nil, err
		}
		for _, h := range found {
			h.scope = scope
			hits = append(hits, h)
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.match, b.match), cmp.Compare(a.scope, b.scope), cmp.Compare(a.sortKey, b.sortKey))
	})
	nodes := make([]ent.Noder, min(first, len(hits)))
	for i := range nodes {
		nodes[i] = hits[i].node
	}
	return nodes, nil
}

// words asks for rows whose search key holds every word of the text.
func words[P any](text string, holds func(string) P) (all []P) {
	for word := range strings.FieldsSeq(text) {
		all = append(all, holds(word))
	}
	return all
}

// match says how well a search key fits the text looked for: whole, from its start, from the start of a word to the end
// of one, from the start of a word, anywhere, or only its words apart.
func match(searchKey, text string) int {
	padded := " " + searchKey + " "
	for i, fits := range []bool{
		searchKey == text, strings.HasPrefix(searchKey, text), strings.Contains(padded, " "+text+" "),
		strings.Contains(padded, " "+text), strings.Contains(searchKey, text),
	} {
		if fits {
			return i
		}
	}
	return 5
}

// searchLimit is how many rows of a type are ranked; beyond it the text is too short to say anything.
const searchLimit = 500

// found ranks rows. They were read with all that the operation selects, and with the keys that rank them.
func found[Row ent.Noder](rows []Row, err error, keys func(Row) (searchKey, sortKey string), text string) ([]hit, error) {
	hits := make([]hit, len(rows))
	for i, row := range rows {
		searchKey, sortKey := keys(row)
		hits[i] = hit{node: row, match: match(searchKey, text), sortKey: sortKey}
	}
	return hits, err
}

func (r *Resolver) searchUnits(ctx context.Context, text string) ([]hit, error) {
	rows, err := many(ctx, r.Reader.Unit.Query().Where(words(text, unit.SearchKeyContains)...).Limit(searchLimit).
		Order(unit.BySortKey(), unit.ByID()), unit.FieldSearchKey, unit.FieldSortKey)
	return found(rows, err, func(u *ent.Unit) (string, string) { return u.SearchKey, u.SortKey }, text)
}

func (r *Resolver) searchPeople(ctx context.Context, text string) ([]hit, error) {
	rows, err := many(ctx, r.Reader.Person.Query().Where(words(text, person.SearchKeyContains)...).Limit(searchLimit).
		Order(person.BySortKey(), person.ByID()), person.FieldSearchKey, person.FieldSortKey)
	return found(rows, err, func(p *ent.Person) (string, string) { return p.SearchKey, p.SortKey }, text)
}

func (r *Resolver) searchIndicators(ctx context.Context, text string) ([]hit, error) {
	rows, err := many(ctx, r.Reader.Indicator.Query().Where(words(text, indicator.SearchKeyContains)...).Limit(searchLimit).
		Order(indicator.BySortKey(), indicator.ByID()), indicator.FieldSearchKey, indicator.FieldSortKey)
	return found(rows, err, func(i *ent.Indicator) (string, string) { return i.SearchKey, i.SortKey }, text)
}

func (r *Resolver) searchProposals(ctx context.Context, text string) ([]hit, error) {
	rows, err := many(ctx, r.Reader.Proposal.Query().Where(words(text, proposal.SearchKeyContains)...).Limit(searchLimit).
		Order(proposal.BySortKey(), proposal.ByID()), proposal.FieldSearchKey, proposal.FieldSortKey)
	return found(rows, err, func(p *ent.Proposal) (string, string) { return p.SearchKey, p.SortKey }, text)
}
