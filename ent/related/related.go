// Package related has the conditions that filters of clients need and ent does not write: on related rows
// (HasRelated), negations that include null (Not), and those of lists below parents
// (WithoutIndexBelowParents).
//
// ent writes a condition on related rows as a correlated EXISTS where the row holds the key of the related
// one. That is right for access rules, which are evaluated on the few rows of a page. The filter of a client
// is evaluated on every row of a list until a page is full; SQLite would evaluate EXISTS for each of them
// again, which took 250 to 470 ms on 50 000 rows. The uncorrelated IN that is written here is evaluated once,
// and an index can serve it.
package related

import (
	"context"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/sqlgraph"
)

// HasRelated adds the condition that a row has a row along an edge that passes. It selects the same rows as
// sqlgraph.HasNeighborsWith.
func HasRelated(q *sql.Selector, s *sqlgraph.Step, passes func(*sql.Selector)) {
	if !s.FromEdgeOwner() { // ent writes IN for the other edges
		sqlgraph.HasNeighborsWith(q, s, passes)
		return
	}
	builder := sql.Dialect(q.Dialect())
	to := builder.Table(s.To.Table).Schema(s.To.Schema)
	matches := builder.Select(to.C(s.To.Column)).From(to)
	matches.WithContext(q.Context())
	passes(matches)
	key := q.C(s.Edge.Columns[0])
	// Without the first condition, the second one is NULL for a row without a related row, and so is its
	// negation.
	q.Where(sql.And(sql.NotNull(key), sql.In(key, matches)))
}

// Not negates a filter: it selects the rows for which the filter is false or, because a value is
// null, unknown.
func Not[P ~func(*sql.Selector)](filter P) func(*sql.Selector) {
	return func(q *sql.Selector) { wrap(q, filter, "NOT COALESCE(", ", FALSE)") }
}

// wrap adds the conditions of a filter as one, between two texts.
func wrap[P ~func(*sql.Selector)](q *sql.Selector, filter P, before, after string) {
	q.CollectPredicates()
	filter(q)
	conditions := q.CollectedPredicates()
	q.UncollectedPredicates()
	if len(conditions) == 0 {
		return
	}
	q.Where(sql.P(func(b *sql.Builder) {
		b.WriteString(before)
		b.Join(sql.And(conditions...))
		b.WriteString(after)
	}))
}

type parentKeysKey struct{}

// WithParentKeys returns a context in which rows are selected by the keys of their parents.
func WithParentKeys(ctx context.Context) context.Context {
	return context.WithValue(ctx, parentKeysKey{}, true)
}

func isBelowParents(q *sql.Selector) bool {
	below, _ := q.Context().Value(parentKeysKey{}).(bool)
	return below
}

// OrderBelowParents orders by a column of which term is the usual order. In a list below one parent
// PostgreSQL must not read the rows in the order of an index: it expects to find those of the parent soon,
// but reads the rows of all parents. COALESCE hides the column from the choice of an index.
func OrderBelowParents[P ~func(*sql.Selector)](term P, column string, descending bool) func(*sql.Selector) {
	return func(q *sql.Selector) {
		if !isBelowParents(q) || q.Dialect() != dialect.Postgres {
			term(q)
			return
		}
		q.OrderExpr(sql.ExprFunc(func(b *sql.Builder) {
			b.WriteString("COALESCE(").Ident(q.C(column)).Comma().Ident(q.C(column)).WriteString(")")
			if descending {
				b.WriteString(" DESC")
			}
		}))
	}
}

// WithoutIndexBelowParents makes a condition the filter of a list. In a list below parents SQLite must not
// serve it by an index: without statistics it expects few rows of every filter, so it read all rows that pass
// rather than those of the parents. The cost estimate of a list assumes the rows of the parents.
func WithoutIndexBelowParents[P ~func(*sql.Selector)](filter P) func(*sql.Selector) {
	return func(q *sql.Selector) {
		if !isBelowParents(q) || q.Dialect() != dialect.SQLite {
			filter(q)
			return
		}
		wrap(q, filter, "+(", ")") // the unary plus hides the condition from the choice of an index
	}
}
