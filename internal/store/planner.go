package store

import (
	entgo "entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
)

// WithoutIndex keeps SQLite from using an index for a predicate that nearly all rows satisfy: the index of
// the page's order is better, but without statistics SQLite would sort all rows for a page. Counts have no
// order, and PostgreSQL has statistics.
func WithoutIndex[P ~func(*sql.Selector)](predicate P) P {
	return func(s *sql.Selector) {
		q := entgo.QueryFromContext(s.Context())
		if s.Dialect() != dialect.SQLite || q == nil || q.Op == entgo.OpQueryCount ||
			q.Op == entgo.OpQueryGroupBy {
			predicate(s)
			return
		}
		s.CollectPredicates()
		predicate(s)
		collected := s.CollectedPredicates()
		s.UncollectedPredicates()
		s.Where(sql.P(func(b *sql.Builder) {
			b.WriteString("+").Wrap(func(b *sql.Builder) { b.Join(sql.And(collected...)) })
		}))
	}
}

// SortWithoutIndex adds an order term that keeps PostgreSQL from reading rows in the order of an index
// until a page of them satisfies the filter: it sorts the rows that the filter selects. The term is the
// same for all rows, but PostgreSQL does not know that, and no index has it. key is a column that is never
// null.
func SortWithoutIndex(s *sql.Selector, key string) {
	if s.Dialect() == dialect.Postgres {
		s.OrderExpr(sql.Expr(s.C(key) + " IS NULL"))
	}
}
