package graph_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"thidua/graph"
	"thidua/internal/access"
	"thidua/internal/sampledata"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

// sortedLists are the lists that a database may sort for a page, with the reason. All others are read in the
// order of an index, by every single field of their order and by the default one.
//
// Two orders are not in this table, and cost as many rows as the list has: one of several fields, of which
// there are too many to index; and one with a filter, where the database may choose the index of the filter
// and sort what it finds. A list below other rows is sorted for each of them.
var sortedLists = map[string]string{
	"awardKinds": "a few kinds are set down by law",
	"clusters":   "there are as many as numbers; the number is unique, but PostgreSQL does not use that",
	"provinces":  "the country has 63",
	"topics":     "they are made by hand",
	"movements":  "they are made by hand",
}

// queryPlanBench is a server whose statements are kept, and the database by which they are explained.
type queryPlanBench struct {
	api
	kept    *storetest.Counter
	db      *sql.DB
	dialect string
}

// Every list that grows is read in the order of an index, in both directions, from its beginning and from a
// cursor, by a viewer whose rows are judged one by one and by one who sees all.
func TestOrders_UseIndexes(t *testing.T) {
	for _, dialect := range []string{store.SQLite, store.Postgres} {
		t.Run(dialect, func(t *testing.T) {
			url := published.URL(t, dialect)
			s := storetest.OpenURL(t, url, store.WithReadRules(access.InstallReadRules))
			loadSampleData(t, s, sampledata.Size{Units: 9, Years: 2, Values: 9 * 2 * 2 * 3})
			driver, source := "postgres", url
			if dialect == store.SQLite {
				driver, source = "sqlite", strings.TrimPrefix(url, "sqlite:")
			}
			db, err := sql.Open(driver, source)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			db.SetMaxOpenConns(1) // settings and prepared statements are of one connection
			for _, as := range []viewer.Viewer{viewer.Anonymous(), viewer.Operator()} {
				ctx, kept := storetest.CountQueries(context.Background())
				h := graph.Handler(s)
				server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					h.ServeHTTP(w, r.WithContext(viewer.NewContext(ctx, as)))
				}))
				defer server.Close()
				p := queryPlanBench{api{t: t, url: server.URL, store: s, as: as}, kept, db, dialect}
				for list := range rootLists(t) {
					for _, found := range p.sortedOrders(list) {
						if sortedLists[list] == "" {
							t.Error(found)
						}
					}
				}
				if as.IsOperator() { // this test sees an index that is missing
					p.runQuery("DROP INDEX indicatorvalue_value_order_id")
					if len(p.sortedOrders("indicatorValues")) == 0 {
						t.Error("without its index the order is not found to be sorted")
					}
				}
			}
		})
	}
}

// sortedOrders reads a list in all its orders by one field, and tells of the statements for which the
// database sorts.
func (p queryPlanBench) sortedOrders(list string) (found []string) {
	p.t.Helper()
	orders := []string{""}
	for _, field := range orderFields(p.t, list) {
		for _, direction := range []string{"ASC", "DESC"} {
			orders = append(orders, fmt.Sprintf(", orderBy: [{field: %s, direction: %s}]", field, direction))
		}
	}
	for _, order := range orders {
		page := at(
			p.data(fmt.Sprintf(`{ %s(first: 2%s) { pageInfo { startCursor endCursor } } }`, list, order), nil), list,
			"pageInfo",
		)
		pages := []string{"first: 1", "last: 1"}
		if end, ok := at(page, "endCursor").(string); ok {
			pages = append(
				pages, fmt.Sprintf("first: 1, after: %q", end), fmt.Sprintf("last: 1, before: %q", end),
				fmt.Sprintf("last: 1, after: %q", at(page, "startCursor")),
			)
		}
		for _, page := range pages {
			p.kept.Reset()
			p.data(fmt.Sprintf(`{ %s(%s%s) { edges { node { id } } } }`, list, page, order), nil)
			for _, text := range p.kept.Statements() {
				if plan := p.explainQuery(text); strings.Contains(plan, "TEMP B-TREE") || strings.Contains(plan, "Sort") {
					found = append(found, fmt.Sprintf("%s(%s%s) is sorted:\n%s\n%s", list, page, order, text, plan))
				}
			}
		}
	}
	return found
}

// orderFields are the fields by which a list can be ordered.
func orderFields(t *testing.T, list string) (fields []string) {
	t.Helper()
	schema := parseSDL(t, "now", graph.SDL())
	if arg := schema.Query.Fields.ForName(list).Arguments.ForName("orderBy"); arg != nil {
		field := schema.Types[arg.Type.Name()].Fields.ForName("field")
		for _, v := range schema.Types[field.Type.Name()].EnumValues {
			fields = append(fields, v.Name)
		}
	}
	return fields
}

var placeholders = regexp.MustCompile(`\$\d+`)

// explainQuery gives the plan of a statement, whatever its values. PostgreSQL sorts a small table rather than
// read an index, so that is disabled: what it then sorts it has no index for.
func (p queryPlanBench) explainQuery(text string) string {
	p.t.Helper()
	explain := "EXPLAIN QUERY PLAN " + text
	values := make([]any, strings.Count(text, "?"))
	if p.dialect == store.Postgres {
		n := len(slices.Compact(slices.Sorted(slices.Values(placeholders.FindAllString(text, -1)))))
		p.runQuery("SET enable_sort = off")
		p.runQuery("SET enable_incremental_sort = off")
		p.runQuery("SET plan_cache_mode = force_generic_plan")
		p.runQuery("PREPARE explained AS " + text)
		defer p.runQuery("DEALLOCATE explained")
		explain = "EXPLAIN EXECUTE explained"
		if n > 0 {
			explain += "(" + strings.TrimSuffix(strings.Repeat("NULL, ", n), ", ") + ")"
		}
		values = nil
	}
	rows, err := p.db.QueryContext(p.t.Context(), explain, values...)
	if err != nil {
		p.t.Fatalf("%s: %v", explain, err)
	}
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var line string
		into := []any{&line}
		if p.dialect == store.SQLite {
			into = []any{new(int), new(int), new(int), &line}
		}
		if err := rows.Scan(into...); err != nil {
			p.t.Fatal(err)
		}
		plan.WriteString(line + "\n")
	}
	if err := rows.Err(); err != nil {
		p.t.Fatal(err)
	}
	return plan.String()
}

func (p queryPlanBench) runQuery(text string) {
	p.t.Helper()
	if _, err := p.db.ExecContext(p.t.Context(), text); err != nil {
		p.t.Fatalf("%s: %v", text, err)
	}
}
