package graph

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"thidua/ent/cluster"
	entconference "thidua/ent/conference"
	"thidua/ent/predicate"
	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/vi"
)

// today is the day to look at: the one asked for, or today in Vietnam.
func today(ctx context.Context, on *vi.Date) vi.Date {
	if on != nil {
		return *on
	}
	return conference.Today(store.Now(ctx))
}

// fullDay refuses a day that is none: a month, or one that was inferred.
func fullDay(ctx context.Context, on *vi.Date) error { return validOn(ctx, on, func(vi.Date) {}) }

// ofClusterNumber are the conferences of a cluster.
func ofClusterNumber(number int) predicate.Conference {
	return entconference.HasClusterWith(cluster.Number(number))
}

func states[S ~string](all []S) []any {
	values := make([]any, len(all))
	for i, s := range all {
		values[i] = string(s)
	}
	return values
}

// dueOn is the column by which both proposals and tasks are due.
const dueOn = "due_on"

// dueDay writes the last day that a due date may mean, so that all of them compare as texts do: 2024 is 2024-12-31, and the
// 31st stands for the end of any month. It is conference.Past, said to a database.
func dueDay(b *sql.Builder, column string) {
	stated := func() { b.WriteString("RTRIM(").Ident(column).WriteString(", '?')") }
	b.WriteString("CASE LENGTH(")
	stated()
	b.WriteString(") WHEN 4 THEN ")
	stated()
	b.WriteString(" || '-12-31' WHEN 7 THEN ")
	stated()
	b.WriteString(" || '-31' ELSE ")
	stated()
	b.WriteString(" END")
}

// byDueDay puts the longest overdue first.
func byDueDay(s *sql.Selector) { s.OrderExpr(dueDayOf(s)) }

// dueDayOf names the column at once: the rows may be called otherwise by when the expression is written.
func dueDayOf(s *sql.Selector) sql.Querier {
	column := s.C(dueOn)
	return sql.ExprFunc(func(b *sql.Builder) { dueDay(b, column) })
}

// pastDue are the rows in one of the states that were due before a day. The plain comparison is what an index on state and
// due date is for: no text of a past day comes after the day itself, and no day without a year before it.
func pastDue(state string, in []any, day vi.Date) func(*sql.Selector) {
	return func(s *sql.Selector) {
		column := s.C(dueOn)
		s.Where(sql.And(
			sql.In(s.C(state), in...), sql.LT(column, day.String()),
			sql.P(func(b *sql.Builder) {
				dueDay(b, column)
				b.WriteString(" < ").Arg(day.String())
			}),
		))
	}
}

// ranking is an order in which the first rows of each part of a table are wanted.
type ranking func(*sql.Selector, *sql.WindowBuilder)

// newest is the order of what was last added.
func newest(s *sql.Selector, w *sql.WindowBuilder) {
	w.OrderExpr(sql.DescExpr(sql.Raw(s.C("ordinal"))))
}

// inOrder is the order of what was first added.
func inOrder(s *sql.Selector, w *sql.WindowBuilder) { w.OrderBy(s.C("ordinal")) }

// longestOverdue is the order of due days.
func longestOverdue(s *sql.Selector, w *sql.WindowBuilder) {
	w.OrderExpr(dueDayOf(s)).OrderBy(s.C("id"))
}

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
