package access

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"thidua/ent"
	"thidua/ent/intercept"
	"thidua/internal/fault"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// InstallReadRules adds the read rules to a client; the store's Reader is created with it. Anonymous viewers
// see published rows.
func InstallReadRules(reader *ent.Client) { reader.Intercept(intercept.TraverseFunc(restrict)) }

// InstallReadRulesRequiringSignIn is like InstallReadRules, but reads of anonymous viewers fail with
// UNAUTHENTICATED: an empty list would look as if there were no rows.
func InstallReadRulesRequiringSignIn(reader *ent.Client) {
	reader.Intercept(intercept.TraverseFunc(func(ctx context.Context, q intercept.Query) error {
		if viewer.FromContext(ctx).Kind() == viewer.KindAnonymous {
			return fault.Unauthenticated.With()
		}
		return restrict(ctx, q)
	}))
}

// restrict limits a query to the rows visible to the viewer; the operator sees all. Rules are part of the
// query and add no statement.
func restrict(ctx context.Context, q intercept.Query) error {
	v := viewer.FromContext(ctx)
	if v.IsOperator() || visibleViaParent(ctx, q.Type()) {
		return nil
	}
	rule, ok := rules[q.Type()]
	if !ok {
		rule = denyAll
	}
	rule(v, q)
	return nil
}

// rule limits a query to the rows of its type that a viewer may see.
type rule func(viewer.Viewer, intercept.Query)

// allowAll allows every row: the type is published as a whole.
func allowAll(viewer.Viewer, intercept.Query) {}

// denyAll allows no row.
func denyAll(_ viewer.Viewer, q intercept.Query) {
	q.WhereP(func(s *sql.Selector) { s.Where(sql.False()) })
}

// publishedOrScopedRows allows published rows and those in the viewer's scopes, and all rows to viewers who
// see the whole record. Nearly all rows are published.
func publishedOrScopedRows[P ~func(*sql.Selector)](predicate func(visibility) P) rule {
	return func(v viewer.Viewer, q intercept.Query) {
		if !v.SeesAllUnpublished() {
			q.WhereP(store.WithoutIndex(predicate(visibilityOf(v))))
		}
	}
}

// ownAccountRows allows the rows of the viewer's own account only, even to viewers who see the whole record:
// accounts are not part of it.
func ownAccountRows[P ~func(*sql.Selector)](predicate func(viewer.Viewer) P) rule {
	return func(v viewer.Viewer, q intercept.Query) {
		if v.Account() == 0 {
			denyAll(v, q)
			return
		}
		q.WhereP(predicate(v))
	}
}
