package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"thidua/internal/storetest"
	"thidua/internal/vi"
)

// TestPages_EveryRowOnce checks that a list, page by page from either end in any order, returns every row
// once and in order.
func TestPages_EveryRowOnce(t *testing.T) {
	eachDataset(t, func(a api) {
		for _, order := range []string{``, `orderBy: [{field: NAME}]`, `orderBy: [{field: NAME, ` +
			`direction: DESC}]`} {
			whole := a.listNames(`first: 100`, order)
			forward, backward := a.walkPages("first", "after", order), a.walkPages("last", "before", order)
			slices.Reverse(backward)
			var back []string
			for _, page := range backward {
				back = append(back, page...)
			}
			if got := slices.Concat(forward...); !slices.Equal(got, whole) {
				a.t.Errorf("%q forward: %d of %d rows", order, len(got), len(whole))
			}
			if !slices.Equal(back, whole) {
				a.t.Errorf("%q backward: %d of %d rows", order, len(back), len(whole))
			}
		}
	})
}

// walkPages reads all units of 2024 in pages of seven.
func (a api) walkPages(count, cursor, order string) (pages [][]string) {
	a.t.Helper()
	for at1 := ""; ; {
		var from string
		if at1 != "" {
			from = fmt.Sprintf("%s: %q", cursor, at1)
		}
		page := at(
			a.data(
				fmt.Sprintf(`{ units(%s: 7, %s %s, where: {validOn: "2024-08-17"}) { pageInfo { hasNextPage
					hasPreviousPage startCursor endCursor } edges { node { shortName } } } }`, count, from, order),
				nil,
			),
			"units",
		)
		pages = append(pages, shortNamesOf(page))
		more, end := at(page, "pageInfo", "hasNextPage"), at(page, "pageInfo", "endCursor")
		if count == "last" {
			more, end = at(page, "pageInfo", "hasPreviousPage"), at(page, "pageInfo", "startCursor")
		}
		if more != true {
			return pages
		}
		at1 = end.(string)
	}
}

func (a api) listNames(page, order string) []string {
	a.t.Helper()
	return shortNamesOf(
		at(
			a.data(
				fmt.Sprintf(
					`{ units(%s, %s, where: {validOn: "2024-08-17"}) { edges { node { shortName } } } }`, page, order,
				),
				nil,
			),
			"units",
		),
	)
}

func shortNamesOf(page any) (names []string) {
	for _, e := range at(page, "edges").([]any) {
		names = append(names, at(e, "node", "shortName").(string))
	}
	return names
}

// TestNames_VietnameseOrder checks the Vietnamese order of names on both databases: Đ after D, diacritics
// after the plain letter.
func TestNames_VietnameseOrder(t *testing.T) {
	eachDataset(t, func(a api) {
		names := a.listNames(`first: 100`, `orderBy: [{field: NAME}]`)
		if !slices.IsSortedFunc(names, vi.CompareNames) {
			a.t.Errorf("not in order: %v", names)
		}
		if d, dd := slices.Index(names, "Điện Biên"), slices.Index(names, "Hà Nội"); d < 0 || dd < 0 || d > dd {
			a.t.Errorf("Đ is not between D and H: %v", names)
		}
	})
}

// TestPages_Size checks that a page has 20 rows by default and at most 100, and that rows are counted only if
// selected.
func TestPages_Size(t *testing.T) {
	eachAPI(t, func(a api) {
		a.createRows(0, 3)
		a.createRows(3, 120)
		for page, want := range map[string]int{``: 20, `(first: 100)`: 100, `(last: 100)`: 100, `(first: 0)`: 0,
			`(last: 3)`: 3} {
			got := a.data(
				`{ clusters`+page+` { totalCount edges { node { id } } } cluster(number: 1) { `+
					`memberships`+page+` { totalCount edges { node { id } } } } }`,
				nil,
			)
			for _, list := range []any{at(got, "clusters"), at(got, "cluster", "memberships")} {
				if n := len(at(list, "edges").([]any)); n != want {
					a.t.Errorf("%q: a page of %d, want %d", page, n, want)
				}
				if total := fmt.Sprint(at(list, "totalCount")); total != "121" && total != "120" {
					a.t.Errorf("%q: in all %s", page, total)
				}
			}
		}
		for _, page := range []string{`(first: 101)`, `(last: 101)`, `(first: 2147483647)`, `(first: -1)`} {
			a.checkRefused(`{ clusters`+page+` { totalCount } }`, "PAGE_SIZE")
			a.checkRefused(`{ cluster(number: 1) { memberships`+page+` { edges { node { id } } } } }`, "PAGE_SIZE")
		}
		a.checkRefused(`{ search(text: "cluster", first: 101) { __typename } }`, "PAGE_SIZE")
		counted := func(c *storetest.Counter) bool {
			return slices.ContainsFunc(c.Statements(), func(s string) bool { return strings.Contains(s, "COUNT(") })
		}
		if c := a.countStatements(`{ clusters { pageInfo { hasNextPage endCursor } edges { node { id } } } `+
			`cluster(number: 1) { memberships { pageInfo { hasNextPage } } } }`, ""); counted(
			c,
		) {
			a.t.Errorf("counted without being asked:\n%s", c)
		}
		if c := a.countStatements(`{ clusters { totalCount } }`, ""); !counted(c) {
			a.t.Errorf("the count was not taken:\n%s", c)
		}
		got := a.data(
			`{ cluster(number: 1) { memberships { pageInfo { hasNextPage hasPreviousPage startCursor } } } }`, nil,
		)
		if at(got, "cluster", "memberships", "pageInfo", "hasNextPage") != true ||
			at(got, "cluster", "memberships", "pageInfo", "startCursor") == nil {
			a.t.Errorf("pageInfo alone says %v", got)
		}
	})
}
