package graph

import (
	"fmt"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	entconference "thidua/ent/conference"
)

// grouping makes a query of rows one of groups of them.
type grouping struct {
	s           *sql.Selector
	columns     []sql.Querier
	conferences *sql.SelectTable // the conferences of the rows, if they were joined
	hasKeys     bool
}

// selectGroups makes a query of rows one of a page of their groups.
func (p groupPage) selectGroups(group func(*grouping)) func(*sql.Selector) {
	return func(s *sql.Selector) {
		g := &grouping{s: s}
		group(g)
		g.column("total", "COUNT(*) OVER ()")
		g.column("row_count", "COUNT(*)")
		s.SelectExpr(g.columns...)
		if !g.hasKeys {
			s.Having(sql.ExprP("COUNT(*) > 0")) // otherwise no rows would be a group
		}
		s.Limit(p.first).Offset(p.skip)
	}
}

// groupRowsBy groups rows by keys in their order, a repeated one once, and selects the numbers of the groups.
func groupRowsBy[K comparable](
	keys []K, addKey func(*grouping, K), addNumbers func(*grouping),
) func(*grouping) {
	return func(g *grouping) {
		for i, key := range keys {
			if !slices.Contains(keys[:i], key) {
				addKey(g, key)
			}
		}
		addNumbers(g)
	}
}

// column selects an expression under a name.
func (g *grouping) column(name, expression string) {
	g.columns = append(g.columns, sql.Raw(expression+" AS "+name))
}

// count selects the number of rows that meet a condition.
func (g *grouping) count(name, condition string) { g.number(name, "COUNT", condition, "1") }

// number selects an aggregate of an expression over the rows that meet a condition.
func (g *grouping) number(name, function, condition, expression string) {
	g.column(name, fmt.Sprintf("%s(CASE WHEN %s THEN %s END)", function, condition, expression))
}

// key groups by an expression, and orders the groups by another one that depends on it, if there is one, and
// then by the key.
func (g *grouping) key(name, expression, order string) {
	g.hasKeys = true
	g.column(name, expression)
	g.s.GroupBy(expression)
	if order != "" {
		g.s.OrderExpr(sql.Raw(order + " NULLS FIRST"))
	}
	g.s.OrderExpr(sql.Raw(expression + " NULLS FIRST"))
}

// objectKey groups by the row of a table with an id, which may be null, and orders by a column of the table.
func (g *grouping) objectKey(name, table, id, order string) {
	t := g.leftJoin(table, "id", id)
	g.key(name, t.C("id"), t.C(order))
}

// conference returns the table of the conferences of the rows, and joins it once.
func (g *grouping) conference() *sql.SelectTable {
	if g.conferences == nil {
		g.conferences = g.leftJoin(entconference.Table, entconference.FieldID, g.s.C("conference_id"))
	}
	return g.conferences
}

// conferenceKey groups by the conferences of the rows.
func (g *grouping) conferenceKey() {
	g.key("conference_id", g.conference().C(entconference.FieldID), g.conference().C(entconference.FieldCode))
}

// leftJoin joins the rows of a table whose column equals an expression.
func (g *grouping) leftJoin(table, column, expression string) *sql.SelectTable {
	t := sql.Dialect(g.s.Dialect()).Table(table)
	g.s.LeftJoin(t).OnP(sql.P(func(b *sql.Builder) {
		b.WriteString(t.C(column) + " = " + expression)
	}))
	return t
}

// quoted returns values as a list of SQL strings; they are constants of the program.
func quoted[S ~string](values ...S) string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = "'" + string(v) + "'"
	}
	return strings.Join(list, ", ")
}
