package graph

import (
	"context"

	"thidua/ent"
	"thidua/ent/indicator"
	"thidua/ent/person"
	"thidua/ent/proposal"
	"thidua/ent/unit"
	"thidua/internal/gid"
)

func (r *Resolver) rankUnits(ctx context.Context, text searchText, first int) ([]searchHit, error) {
	rows, err := r.Reader.Unit.Query().Where(wordConditions(text.words, unit.SearchKeyContains)...).
		Order(ent.ByRelevance(unit.FieldSearchKey, text.folded), unit.BySortKey(), unit.ByID()).Limit(first).
		Select(unit.FieldSearchKey, unit.FieldSortKey).All(ctx)
	return toHits(rows, err, text, func(row *ent.Unit) (gid.ID, string, string) {
		return row.ID, row.SearchKey, row.SortKey
	})
}

func (r *Resolver) loadUnits(ctx context.Context, ids []gid.ID) (map[gid.ID]ent.Noder, error) {
	rows, err := collectMany(ctx, r.Reader.Unit.Query().Where(unit.IDIn(ids...)))
	return nodesByID(rows, err, func(row *ent.Unit) gid.ID { return row.ID })
}

func (r *Resolver) rankPeople(ctx context.Context, text searchText, first int) ([]searchHit, error) {
	rows, err := r.Reader.Person.Query().Where(wordConditions(text.words, person.SearchKeyContains)...).
		Order(ent.ByRelevance(person.FieldSearchKey, text.folded), person.BySortKey(), person.ByID()).
		Limit(first).
		Select(person.FieldSearchKey, person.FieldSortKey).All(ctx)
	return toHits(rows, err, text, func(row *ent.Person) (gid.ID, string, string) {
		return row.ID, row.SearchKey, row.SortKey
	})
}

func (r *Resolver) loadPeople(ctx context.Context, ids []gid.ID) (map[gid.ID]ent.Noder, error) {
	rows, err := collectMany(ctx, r.Reader.Person.Query().Where(person.IDIn(ids...)))
	return nodesByID(rows, err, func(row *ent.Person) gid.ID { return row.ID })
}

func (r *Resolver) rankIndicators(ctx context.Context, text searchText, first int) ([]searchHit, error) {
	rows, err := r.Reader.Indicator.Query().Where(wordConditions(text.words, indicator.SearchKeyContains)...).
		Order(ent.ByRelevance(indicator.FieldSearchKey, text.folded), indicator.BySortKey(),
			indicator.ByID()).Limit(first).
		Select(indicator.FieldSearchKey, indicator.FieldSortKey).All(ctx)
	return toHits(rows, err, text, func(row *ent.Indicator) (gid.ID, string, string) {
		return row.ID, row.SearchKey, row.SortKey
	})
}

func (r *Resolver) loadIndicators(ctx context.Context, ids []gid.ID) (map[gid.ID]ent.Noder, error) {
	rows, err := collectMany(ctx, r.Reader.Indicator.Query().Where(indicator.IDIn(ids...)))
	return nodesByID(rows, err, func(row *ent.Indicator) gid.ID { return row.ID })
}

func (r *Resolver) rankProposals(ctx context.Context, text searchText, first int) ([]searchHit, error) {
	rows, err := r.Reader.Proposal.Query().Where(wordConditions(text.words, proposal.SearchKeyContains)...).
		Order(ent.ByRelevance(proposal.FieldSearchKey, text.folded), proposal.BySortKey(), proposal.ByID()).
		Limit(first).
		Select(proposal.FieldSearchKey, proposal.FieldSortKey).All(ctx)
	return toHits(rows, err, text, func(row *ent.Proposal) (gid.ID, string, string) {
		return row.ID, row.SearchKey, row.SortKey
	})
}

func (r *Resolver) loadProposals(ctx context.Context, ids []gid.ID) (map[gid.ID]ent.Noder, error) {
	rows, err := collectMany(ctx, r.Reader.Proposal.Query().Where(proposal.IDIn(ids...)))
	return nodesByID(rows, err, func(row *ent.Proposal) gid.ID { return row.ID })
}
