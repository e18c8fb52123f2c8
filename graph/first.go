package graph

import (
	"entgo.io/ent/dialect/sql"

	"thidua/internal/fault"
	"thidua/internal/gid"
)

// askable refuses to give fewer rows than one, or more than there may be: PAGE_SIZE.
func askable(first, most int) error {
	if first < 1 || first > most {
		return fault.PageSize.With("argument", "first", "max", most)
	}
	return nil
}

// ranking is an order in which the first rows of each part of a table are wanted.
type ranking func(*sql.Selector, *sql.WindowBuilder)

// newest is the order of what was last added.
func newest(s *sql.Selector, w *sql.WindowBuilder) {
	w.OrderExpr(sql.DescExpr(sql.Raw(s.C("ordinal"))))
}

// inOrder is the order of what was first added.
func inOrder(s *sql.Selector, w *sql.WindowBuilder) { w.OrderBy(s.C("ordinal")) }

// firstOf are the first rows of each part of a table, among those of some conferences that pass: so that one statement reads
// the lists of many boards, each as long as was asked for and no longer.
func firstOf[P ~func(*sql.Selector)](table string, first int, by ranking, passes func(*sql.Selector), conferences []gid.ID, parts ...string) P {
	return func(s *sql.Selector) {
		t := sql.Dialect(s.Dialect()).Select("id").From(sql.Dialect(s.Dialect()).Table(table))
		columns := make([]string, len(parts))
		for i, part := range parts {
			columns[i] = t.C(part)
		}
		window := sql.RowNumber()
		window.SetDialect(s.Dialect())
		window.PartitionBy(columns...)
		by(t, window)
		t.AppendSelectExprAs(window, "place")
		ids := make([]any, len(conferences))
		for i, id := range conferences {
			ids[i] = int64(id)
		}
		t.Where(sql.In(t.C("conference_id"), ids...))
		if passes != nil {
			passes(t)
		}
		ranked := sql.Dialect(s.Dialect()).Select("id").From(t.As("ranked")).Where(sql.LTE("place", first))
		s.Where(sql.In(s.C("id"), ranked))
	}
}
