package graph

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"thidua/internal/conference"
	"thidua/internal/store"
	"thidua/internal/vi"
)

// dayOrToday returns the requested day, or today in Vietnam if it is nil.
func dayOrToday(on *vi.Date) vi.Date {
	if on != nil {
		return *on
	}
	return conference.Today(store.Now())
}

// checkFullDay rejects a date that is not a certain day, such as a month or an inferred day.
func checkFullDay(ctx context.Context, on *vi.Date) error {
	return addFullDayFilter(ctx, on, func(vi.Date) {})
}

func stateArgs[S ~string](all []S) []any {
	values := make([]any, len(all))
	for i, s := range all {
		values[i] = string(s)
	}
	return values
}

// dueOnColumn is the column of the due date of both proposals and tasks.
const dueOnColumn = "due_on"

// writeDueDay writes an SQL expression of the last day that a due date may mean, so that due dates compare as
// text: 2024 becomes 2024-12-31, and the 31st stands for the end of any month. It corresponds to
// conference.IsPastDue.
func writeDueDay(b *sql.Builder, column string) { writeDay(b, column, "-12-31", "-31") }

// dueDayText returns the same expression as text.
func dueDayText(s *sql.Selector, column string) string {
	var b sql.Builder
	b.SetDialect(s.Dialect())
	writeDueDay(&b, column)
	return b.String()
}

// orderByDueDay orders the longest overdue first.
func orderByDueDay(s *sql.Selector) { s.OrderExpr(dueDayExpr(s)) }

// dueDayOrder is the same order within a partition.
func dueDayOrder(s *sql.Selector, w *sql.WindowBuilder) {
	w.OrderExpr(dueDayExpr(s)).OrderBy(s.C("id"))
}

// dueDayExpr resolves the column immediately, because the table may have another alias when the expression is
// written.
func dueDayExpr(s *sql.Selector) sql.Querier {
	column := s.C(dueOnColumn)
	return sql.ExprFunc(func(b *sql.Builder) { writeDueDay(b, column) })
}

// overduePredicate selects the rows in one of the states that were due before a day. The plain comparison
// lets an index on state and due date serve it: no text of a past due date sorts after the day, and no date
// without a year sorts before it.
func overduePredicate(state string, in []any, day vi.Date) func(*sql.Selector) {
	return func(s *sql.Selector) {
		column := s.C(dueOnColumn)
		s.Where(sql.And(
			sql.In(s.C(state), in...), sql.LT(column, day.String()),
			sql.P(func(b *sql.Builder) {
				writeDueDay(b, column)
				b.WriteString(" < ").Arg(day.String())
			}),
		))
	}
}
