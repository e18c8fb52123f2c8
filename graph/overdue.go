package graph

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"thidua/internal/conference"
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

// longestOverdue is the same order in each part of a table.
func longestOverdue(s *sql.Selector, w *sql.WindowBuilder) {
	w.OrderExpr(dueDayOf(s)).OrderBy(s.C("id"))
}

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
