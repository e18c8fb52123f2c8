package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"thidua/internal/vi"
)

// TestFilters_DateRanges compares each filter on a date with the dates of all rows: a date passes if every
// day that it may mean does.
func TestFilters_DateRanges(t *testing.T) {
	eachUnlimitedDataset(t, func(a api) {
		for _, c := range []struct{ list, field string }{
			{"conferences", "heldOn"}, {"proposals", "dueOn"}, {"tasks", "dueOn"}, {"directives", "dueOn"},
			{"awards", "decidedOn"}, {"documents", "publishedOn"},
		} {
			list := `{ ` + c.list + `(first: 100%s) { edges { node { id ` + c.field + ` } } } }`
			all := nodesAt(a.data(fmt.Sprintf(list, ""), nil), c.list)
			for _, day := range []string{"1900-01-01", "2023-02-17", "2023-02-28", "2024-02-29", "2024-04-30", "2024-08-18",
				"2024-08-19", "2024-08-31", "2030-01-01"} {
				for _, side := range []string{"From", "To"} {
					for _, not := range []bool{false, true} {
						want := idsIn(all, func(row any) bool { return certainly(at(row, c.field), side, day) != not })
						filter := fmt.Sprintf("{%s%s: %q}", c.field, side, day)
						if not {
							filter = "{not: " + filter + "}"
						}
						got := nodesAt(a.data(fmt.Sprintf(list, ", where: "+filter), nil), c.list)
						if ids := idsIn(got, func(any) bool { return true }); !slices.Equal(ids, want) {
							a.t.Errorf("%s %s selects %d of %d rows, want %d", c.list, filter, len(ids), len(all), len(want))
						}
					}
				}
			}
		}
		refused := a.ask(`{ conferences(where: {heldOnFrom: "2024-08"}) { totalCount } }`, nil)
		if len(refused.Errors) != 1 || refused.Errors[0].Extensions.Code != "BAD_DATE" {
			a.t.Errorf("a month as a bound: %+v", refused.Errors)
		}
	})
}

// certainly reports whether all days that a date may mean are from a day on, or up to it.
func certainly(date any, side, day string) bool {
	text, _ := date.(string)
	stated, err := vi.ParseDate(text)
	if text == "" || err != nil {
		return false
	}
	first, ok := stated.Earliest()
	if side == "To" {
		first, ok = stated.Latest()
	}
	bound := first.Format("2006-01-02")
	return ok && (side == "From" && bound >= day || side == "To" && bound <= day)
}

func idsIn(rows []any, pass func(any) bool) (ids []string) {
	for _, row := range rows {
		if pass(row) {
			ids = append(ids, fmt.Sprint(at(row, "id")))
		}
	}
	slices.Sort(ids)
	return ids
}

// TestFilters_Values checks that figures are selected by their exact value, and that those without one match
// no range.
func TestFilters_Values(t *testing.T) {
	eachUnlimitedDataset(t, func(a api) {
		const list = `{ indicatorValues(first: 100%s) { edges { node { id value approximation } } } }`
		all := nodesAt(a.data(fmt.Sprintf(list, ""), nil), "indicatorValues")
		for _, bound := range []string{"0", "75.6", "1000000", "-1"} {
			limit, _ := vi.ParseDecimal(bound)
			for operator, passes := range map[string]func(int) bool{
				"GTE": func(c int) bool { return c >= 0 }, "LTE": func(c int) bool { return c <= 0 },
			} {
				want := idsIn(all, func(row any) bool {
					text, _ := at(row, "value").(string)
					value, err := vi.ParseDecimal(text)
					return err == nil && at(row, "approximation") == "EXACT" && passes(value.Cmp(limit))
				})
				got := nodesAt(a.data(fmt.Sprintf(list, fmt.Sprintf(", where: {value%s: %q}", operator, bound)), nil),
					"indicatorValues")
				if ids := idsIn(got, func(any) bool { return true }); !slices.Equal(ids, want) {
					a.t.Errorf("value%s %s: %s, want %s", operator, bound, strings.Join(ids, " "), strings.Join(want, " "))
				}
			}
		}
	})
}
