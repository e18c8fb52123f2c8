package access

import (
	"context"

	entgo "entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"thidua/ent"
	"thidua/ent/intercept"
	"thidua/internal/viewer"
)

// Install puts the rules on a client; the store's Reader is made with it. The anonymous reader sees what is published.
func Install(reader *ent.Client) { reader.Intercept(intercept.TraverseFunc(restrict)) }

// InstallPrivate is Install for a server that shows nothing to the anonymous reader.
func InstallPrivate(reader *ent.Client) {
	reader.Intercept(intercept.TraverseFunc(func(ctx context.Context, q intercept.Query) error {
		if viewer.From(ctx).Kind() == viewer.KindAnonymous {
			nobody(viewer.Viewer{}, q)
			return nil
		}
		return restrict(ctx, q)
	}))
}

// restrict narrows a query to the rows that the viewer may see. The operator sees all. It adds no statement: what a rule
// asks, it asks inside the query.
func restrict(ctx context.Context, q intercept.Query) error {
	v := viewer.From(ctx)
	if v.IsOperator() || seenByParent(ctx, q.Type()) {
		return nil
	}
	rule, ok := rules[q.Type()]
	if !ok {
		rule = nobody
	}
	rule(v, q)
	return nil
}

// HasRule tells whether there is a rule for a type. What has none is seen by the operator alone.
func HasRule(typ string) bool { return rules[typ] != nil }

// rule narrows a query to the rows of its type that a viewer may see.
type rule func(viewer.Viewer, intercept.Query)

// everybody may see every row of the type: it is all part of the published record.
func everybody(viewer.Viewer, intercept.Query) {}

// nobody may see any row of the type.
func nobody(_ viewer.Viewer, q intercept.Query) {
	q.WhereP(func(s *sql.Selector) { s.Where(sql.False()) })
}

// record lets those rows be seen that are published or in the viewer's scopes, and all of them by who sees the record.
func record[P ~func(*sql.Selector)](passes func(sight) P) rule {
	return func(v viewer.Viewer, q intercept.Query) {
		if !v.SeesRecord() {
			q.WhereP(withoutIndex(passes(sightOf(v))))
		}
	}
}

// withoutIndex keeps SQLite from using an index for a rule. Nearly all rows satisfy the rule, so the index of
// the order of a page is better; without statistics SQLite does not know that, and would sort all rows for a
// page. Counts have no order, and PostgreSQL has statistics.
func withoutIndex[P ~func(*sql.Selector)](passes P) P {
	return func(s *sql.Selector) {
		q := entgo.QueryFromContext(s.Context())
		if s.Dialect() != dialect.SQLite || q == nil || q.Op == entgo.OpQueryCount || q.Op == entgo.OpQueryGroupBy {
			passes(s)
			return
		}
		s.CollectPredicates()
		passes(s)
		rule := s.CollectedPredicates()
		s.UncollectedPredicates()
		s.Where(sql.P(func(b *sql.Builder) {
			b.WriteString("+").Wrap(func(b *sql.Builder) { b.Join(sql.And(rule...)) })
		}))
	}
}

// own lets the rows be seen that are the viewer's own. They are no part of the record: who sees all of it does not see
// them.
func own[P ~func(*sql.Selector)](passes func(viewer.Viewer) P) rule {
	return func(v viewer.Viewer, q intercept.Query) {
		if v.Account() == 0 {
			nobody(v, q)
			return
		}
		q.WhereP(passes(v))
	}
}
