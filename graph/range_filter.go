package graph

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"thidua/ent"
	"thidua/ent/indicatorvalue"
	"thidua/ent/predicate"
	"thidua/internal/vi"
)

// rangeFilter is a filter to which conditions on ranges are added.
type rangeFilter[P any] interface{ AddPredicates(...P) }

// filterFromDay selects rows whose date is certainly on a day or later: a month counts if all its days do. A
// row without a date, or with a date without a year, is not selected. Errors: BAD_DATE if it is no full day.
func filterFromDay[P ~func(*sql.Selector)](
	ctx context.Context, where rangeFilter[P], column string, day *vi.Date,
) error {
	return addFullDayFilter(ctx, day, func(from vi.Date) {
		where.AddPredicates(dayPredicate(column, "-01-01", "-01", " >= ", from.String()))
	})
}

// filterToDay selects rows whose date is certainly on a day or earlier, like filterFromDay. The last day of a
// month is compared as the 31st, which writeDay adds to a month.
func filterToDay[P ~func(*sql.Selector)](
	ctx context.Context, where rangeFilter[P], column string, day *vi.Date,
) error {
	return addFullDayFilter(ctx, day, func(to vi.Date) {
		bound := to.String()
		if day, ok := to.Latest(); ok && day.AddDate(0, 0, 1).Day() == 1 {
			bound = bound[:len("2006-01-")] + "31"
		}
		where.AddPredicates(dayPredicate(column, "-12-31", "-31", " <= ", bound))
	})
}

// dayPredicate compares a date, completed to a full day, with a day. A date without a year begins with XXXX,
// and sorts after all years.
func dayPredicate(column, afterYear, afterMonth, operator, bound string) func(*sql.Selector) {
	return func(s *sql.Selector) {
		name := s.C(column)
		s.Where(sql.And(sql.LT(name, "X"), sql.P(func(b *sql.Builder) {
			writeDay(b, name, afterYear, afterMonth)
			b.WriteString(operator).Arg(bound)
		})))
	}
}

// writeDay writes an SQL expression of a date as a full day, so that dates compare as text: what follows a
// year, or a month, is added.
func writeDay(b *sql.Builder, column, afterYear, afterMonth string) {
	stated := func() { b.WriteString("RTRIM(").Ident(column).WriteString(", '?')") }
	b.WriteString("CASE LENGTH(")
	stated()
	b.WriteString(") WHEN 4 THEN ")
	stated()
	b.WriteString(" || '" + afterYear + "' WHEN 7 THEN ")
	stated()
	b.WriteString(" || '" + afterMonth + "' ELSE ")
	stated()
	b.WriteString(" END")
}

// filterByValue selects figures whose exact value passes a comparison. A figure without a value, or with a
// bound or an approximate one, is not selected.
func filterByValue(
	where *ent.IndicatorValueWhereInput, compare func(int64) predicate.IndicatorValue, value *vi.Decimal,
) error {
	if value != nil {
		where.AddPredicates(indicatorvalue.ApproximationEQ(indicatorvalue.ApproximationExact),
			compare(value.Micros()))
	}
	return nil
}
