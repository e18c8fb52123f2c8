package access

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"thidua/ent"
	"thidua/ent/intercept"
	"thidua/internal/viewer"
)

// Install puts the rules on a client; the store's Reader is made with it.
func Install(reader *ent.Client) { reader.Intercept(intercept.TraverseFunc(restrict)) }

// restrict narrows a query to the rows that the viewer may see. The operator sees all.
func restrict(ctx context.Context, q intercept.Query) error {
	if viewer.From(ctx).IsOperator() {
		return nil
	}
	rule, ok := rules[q.Type()]
	if !ok {
		rule = nobody
	}
	rule(q)
	return nil
}

// rule narrows a query to the rows of its type that are public.
type rule func(intercept.Query)

// everybody may see every row of the type: it is all part of the published record.
func everybody(intercept.Query) {}

// nobody may see any row of the type.
func nobody(q intercept.Query) {
	q.WhereP(func(s *sql.Selector) { s.Where(sql.False()) })
}

// where lets the rows be seen that pass.
func where[P ~func(*sql.Selector)](passes P) rule {
	return func(q intercept.Query) { q.WhereP(passes) }
}
