package graph

import (
	"entgo.io/ent/dialect/sql"

	"thidua/internal/fault"
	"thidua/internal/gid"
)

// checkFirst fails with PAGE_SIZE if first is less than one or greater than most.
func checkFirst(first, most int) error {
	if first < 1 || first > most {
		return fault.PageSize.With("argument", "first", "min", 1, "max", most, "value", first)
	}
	return nil
}

// partitionOrder orders the rows within each partition of a table.
type partitionOrder func(*sql.Selector, *sql.WindowBuilder)

// newestOrdinalFirst orders by descending ordinal.
func newestOrdinalFirst(s *sql.Selector, w *sql.WindowBuilder) {
	w.OrderExpr(sql.DescExpr(sql.Raw(s.C("ordinal"))))
}

// ordinalOrder orders by ordinal.
func ordinalOrder(s *sql.Selector, w *sql.WindowBuilder) { w.OrderBy(s.C("ordinal")) }

// topNPerPartition selects the first rows of each partition of a table, among the rows of the given
// conferences that pass an optional condition. One statement thus reads the lists of many boards, each
// limited to the requested length.
func topNPerPartition[P ~func(*sql.Selector)](
	table string, first int, by partitionOrder, passes func(*sql.Selector), conferences []gid.ID,
	parts ...string,
) P {
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
