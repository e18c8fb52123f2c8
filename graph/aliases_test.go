package graph_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// aliasCases put two selections of one field beside each other; %s is where the field goes.
var aliasCases = []struct {
	around string
	fields [2]string
}{
	{
		`memberships(first: 3) { edges { node { %s } } }`,
		[2]string{`a: cluster { name }`, `b: cluster { number }`},
	},
	{`proposals(first: 5) { edges { node { %s } } }`, [2]string{`unit { shortName }`, `x: unit { kind code }`}},
	{`nominations(first: 3) { edges { node { %s } } }`, [2]string{
		`x: unit { memberships(where: {schoolYear: "2020-2021"}) { totalCount edges { node { schoolYear } } } }`,
		`y: unit { memberships(where: {schoolYear: "2023-2024"}) { totalCount edges { node { schoolYear } } } }`}},
	{
		`indicator(code: "schools-at-national-standard-primary") { %s }`,
		[2]string{`a: whole { parts { code } }`, `b: whole { parts { name whole { code } } }`},
	},
	{
		`cluster(number: 2) { standings(indicator: "graduation-exam-average", schoolYear: "2023-2024") { items ` +
			`{ %s } } }`,
		[2]string{`v: indicatorValue { report { title } }`, `w: indicatorValue { report { schoolYear period } citations { locator } }`},
	},
	{
		`cluster(number: 2) { standings(indicator: "graduation-exam-average", schoolYear: "2023-2024") { items ` +
			`{ %s } } }`,
		[2]string{
			`a: unit { offices(first: 1) { edges { node { schoolYear } } } }`,
			`b: unit { province { kind } offices(first: 5) { edges { node { schoolYear role } } } }`,
		},
	},
	{
		`unit(code: "quang-ninh") { trends { %s } }`,
		[2]string{
			`points { indicatorValue { indicator { code } } }`,
			`p: points { indicatorValue { indicator { name } report { title } } schoolYear }`,
		},
	},
	{
		`units(first: 3) { %s }`,
		[2]string{
			`a: edges { node { code memberships { totalCount } } }`,
			`b: edges { cursor n: node { name posts { edges { node { title } } } } }`,
		},
	},
	{`units(first: 2) { %s }`, [2]string{`n: totalCount`, `p: pageInfo { more: hasNextPage endCursor }`}},
	{
		`cluster(number: 2) { %s }`,
		[2]string{
			`a: memberships(first: 2) { n: totalCount e: edges { n: node { unit { code } } } }`,
			`b: memberships(last: 1) { totalCount edges { node { unit { name } } } }`,
		},
	},
	{
		`conference(code: "c2-2023-2024-final") { %s }`,
		[2]string{`a: citations { locator }`, `b: citations { document { code } confidence }`},
	},
	{
		`documents(first: 2) { edges { node { quotes(first: 30) { edges { node { %s } } } } } }`,
		[2]string{
			`a: fact { id ... on Office { unit { code } } }`,
			`b: fact { __typename ... on Office { unit { name province { name } } role } }`,
		},
	},
	{
		`cluster(number: 2) { years { %s } }`,
		[2]string{
			`a: head { code offices(first: 1) { edges { node { role } } } }`,
			`b: head { name offices(last: 1) { edges { node { schoolYear } } } }`,
		},
	},
}

// TestAliases_Independent checks that a field has the same value alone and beside another alias, in one
// selection or in two fragments.
func TestAliases_Independent(t *testing.T) {
	eachDataset(t, func(a api) {
		for _, f := range aliasCases {
			apart := []map[string]any{}
			for _, field := range f.fields {
				apart = append(apart, a.data(fmt.Sprintf(`{ `+f.around+` }`, field), nil))
			}
			for _, beside := range []string{strings.Join(f.fields[:], " "), f.fields[1] + " " + f.fields[0]} {
				together := a.data(fmt.Sprintf(`{ `+f.around+` }`, beside), nil)
				if diff := cmp.Diff(mergeValues(apart[0], apart[1]), any(map[string]any(map[string]any(together)))); diff != "" {
					a.t.Errorf(f.around+"\n%s", beside, diff)
				}
			}
		}
	})
}

// mergeValues lays one answer over another of the same shape.
func mergeValues(a, b any) any {
	switch a := a.(type) {
	case map[string]any:
		b, _ := b.(map[string]any)
		out := map[string]any{}
		for k, v := range a {
			out[k] = v
			if w, both := b[k]; both {
				out[k] = mergeValues(v, w)
			}
		}
		for k, w := range b {
			if _, both := a[k]; !both {
				out[k] = w
			}
		}
		return out
	case []any:
		b, _ := b.([]any)
		out := make([]any, len(a))
		for i := range a {
			out[i] = mergeValues(a[i], b[i])
		}
		return out
	}
	return a
}

// TestPages_AfterAndBefore checks that a page between two cursors holds the rows between them, from either
// end.
func TestPages_AfterAndBefore(t *testing.T) {
	eachDataset(t, func(a api) {
		for _, order := range []string{``, `orderBy: [{field: NAME, direction: DESC}]`} {
			edges := at(a.data(`{ units(first: 20 `+order+`) { edges { cursor node { code `+
				`} } } }`, nil), "units", "edges").([]any)
			cursor := func(i int) string { b, _ := json.Marshal(at(edges[i], "cursor")); return string(b) }
			for args, want := range map[string][2]int{
				`first: 3, after: ` + cursor(4) + `, before: ` + cursor(12): {5, 8},
				`last: 3, after: ` + cursor(4) + `, before: ` + cursor(12):  {9, 12},
				`first: 50, after: ` + cursor(4) + `, before: ` + cursor(7): {5, 7},
				`before: ` + cursor(5): {0, 5}, `last: 2, before: ` + cursor(5): {3, 5},
				`first: 2, before: ` + cursor(5): {0, 2},
			} {
				got := at(
					a.data(`{ units(`+args+` `+order+`) { edges { cursor node { code } } } }`, nil), "units", "edges",
				)
				if diff := cmp.Diff(any(edges[want[0]:want[1]]), got); diff != "" {
					a.t.Errorf("%s %s: %s", args, order, diff)
				}
			}
		}
	})
}
