package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"thidua/internal/gid"
)

// TestErrors_OfExecution checks that a response lists 50 errors of execution and the number of all, where an
// invalid argument fails for each parent.
func TestErrors_OfExecution(t *testing.T) {
	eachDataset(t, func(a api) {
		got := a.ask(`{ units(first: 60) { nodes { code cluster(schoolYear: "2000-2009") { id } } } }`, nil)
		if len(got.Errors) != 51 || len(at(got.Data, "units", "nodes").([]any)) != 60 {
			a.t.Fatalf("%d errors", len(got.Errors))
		}
		first, last := got.Errors[0], got.Errors[50]
		if first.Extensions.Code != "BAD_SCHOOL_YEAR" || last.Extensions.Code != "TOO_MANY_ERRORS" ||
			fmt.Sprint(last.Extensions.Params) != "map[max:50 value:60]" {
			a.t.Errorf("%+v, and %+v", first, last)
		}
	})
}

// TestErrors_OfRows checks that the errors that a cursor causes below each of many rows are counted, and that
// the listed ones have their paths.
func TestErrors_OfRows(t *testing.T) {
	eachDataset(t, func(a api) {
		foreign := at(a.data(`{ clusters(first: 1) { pageInfo { endCursor } } }`, nil), "clusters", "pageInfo", "endCursor")
		for name, field := range map[string]string{
			"no rows": fmt.Sprintf(`reports(after: %q) { __typename }`, foreign),
			"rows":    fmt.Sprintf(`reports(after: %q) { nodes { id } }`, foreign),
		} {
			got := a.ask(`{ units(first: 90) { nodes { code `+field+` } } }`, nil)
			if len(got.Errors) != 51 {
				a.t.Fatalf("%s: %d errors", name, len(got.Errors))
			}
			paths := map[string]bool{}
			for _, err := range got.Errors[:50] {
				paths[fmt.Sprint(err.Path)] = len(err.Path) == 4 && err.Extensions.Code == got.Errors[0].Extensions.Code
			}
			if last := got.Errors[50].Extensions; len(paths) != 50 || last.Code != "TOO_MANY_ERRORS" ||
				fmt.Sprint(last.Params) != "map[max:50 value:90]" {
				a.t.Errorf("%s: %d paths, %+v", name, len(paths), last)
			}
		}
	})
}

// TestErrors_InvalidInput checks that invalid input fails with a code that names the argument and reveals
// nothing else.
func TestErrors_InvalidInput(t *testing.T) {
	vinhPhuc := gid.Derive(gid.Unit, "vinh-phuc").String()
	foreign := func(a api, list string) string { // a cursor of another list, or of another order
		return fmt.Sprint(
			at(a.data(`{ `+list+` { pageInfo { endCursor } } }`, nil), strings.SplitN(list, "(", 2)[0], "pageInfo",
				"endCursor"),
		)
	}
	eachDataset(t, func(a api) {
		byNumber := foreign(a, `clusters(first: 1)`)
		byYear := foreign(a, `proposals(first: 1, orderBy: [{field: SCHOOL_YEAR}])`)
		unordered := foreign(a, `successions(first: 1)`)
		descending := foreign(a, `units(first: 1, orderBy: [{field: NAME, direction: DESC}])`)
		relevance := foreign(a, `units(first: 1, where: {text: "hà"})`)
		members := fmt.Sprint(at(a.data(`{ cluster(number: 2) { memberships(first: 1) { pageInfo { endCursor } } } }`,
			nil), "cluster", "memberships", "pageInfo", "endCursor"))
		for _, tc := range []struct {
			name, query    string
			variables      map[string]any
			code, argument string
		}{
			{"a school year that skips one", `{ cluster(number: 2) { head(schoolYear: "2023-2025") { ` +
				`id } } }`, nil, "BAD_SCHOOL_YEAR", "schoolYear"},
			{"a school year in a variable", `query($y: SchoolYear!) { cluster(number: 2) { head(schoolYear: $y) { ` +
				`id } } }`, map[string]any{"y": "năm nay"}, "BAD_SCHOOL_YEAR", "schoolYear"},
			{"a school year in a filter", `{ proposals(where: {schoolYear: "1-2"}) { ` +
				`totalCount } }`, nil, "BAD_SCHOOL_YEAR", "where.schoolYear"},
			{"a day that is none", `{ units(where: {validOn: "2025-02-30"}) { ` +
				`totalCount } }`, nil, "BAD_DATE", "where.validOn"},
			{"a day too coarse", `{ units(where: {validOn: "2025"}) { ` +
				`totalCount } }`, nil, "BAD_DATE", "where.validOn"},
			{"no cluster", `{ cluster(number: 99) { id } }`, nil, "NOT_FOUND", "number"},
			{"no unit", `{ unit(code: "atlantis") { id } }`, nil, "NOT_FOUND", ""},
			{"no indicator", `{ unit(code: "vinh-phuc") { trends(indicators: ["luck"]) { points { schoolYear ` +
				`} } } }`, nil, "UNKNOWN_CODE", ""},
			{"an indicator nobody has", `{ cluster(number: 2) { standings(indicator: "luck", schoolYear: ` +
				`"2023-2024") { knownCount } } }`, nil, "UNKNOWN_CODE", ""},
			{"a forged id", `{ node(id: "'; DROP TABLE units; --") { id } }`, nil, "BAD_ID", "id"},
			{"an id of nobody's", `{ node(id: "` + gid.Derive(gid.Unit, "atlantis").String() + `") { id } }`, nil,
				"NOT_FOUND", ""},
			{"a forged id in a list", `{ nodes(ids: ["` + vinhPhuc + `", "x"]) { id } }`, nil, "BAD_ID", "ids[1]"},
			{"a forged id in a filter", `{ units(where: {id: "x"}) { totalCount } }`, nil, "BAD_ID", "where.id"},
			{"a unit's id in a filter of reports", `{ reports(where: {id: "` + vinhPhuc + `"}) { totalCount } }`, nil,
				"BAD_ID", "where.id"},
			{"a unit's id in a list of a filter", `query($w: ReportWhereInput) { reports(where: $w) { totalCount } }`,
				map[string]any{"w": map[string]any{"not": map[string]any{"idIn": []string{
					gid.Derive(gid.Report, "a").String(), vinhPhuc}}}}, "BAD_ID", "where.not.idIn[1]"},
			{"a unit's id in a filter within a filter", `{ units(where: {hasProvinceWith: [{idNotIn: ["` + vinhPhuc +
				`"]}]}) { totalCount } }`, nil, "BAD_ID", "where.hasProvinceWith[0].idNotIn[0]"},
			{"a unit's id in the filter of an edge", `{ units(first: 1) { edges { node { reports(where: {id: "` +
				vinhPhuc + `"}) { totalCount } } } } }`, nil, "BAD_ID", "where.id"},
			{"too many ids", `query($ids: [ID!]!) { nodes(ids: $ids) ` +
				`{ id } }`, map[string]any{"ids": strings.Split(strings.Repeat(vinhPhuc+" ", 101),
				" ")[:101]}, "PAGE_SIZE", ""},
			{"a page of minus one", `{ units(first: -1) { totalCount } }`, nil, "PAGE_SIZE", "first"},
			{"a last page of minus one", `{ units(last: -1) { totalCount } }`, nil, "PAGE_SIZE", "last"},
			{"a page of a million", `{ units(first: 1000000) { edges { node { id } } } }`, nil, "PAGE_SIZE", "first"},
			{"a page of a million within", `{ clusters { edges { node { memberships(first: 1000000) { totalCount } ` +
				`} } } }`, nil, "PAGE_SIZE", "first"},
			{"a page from both ends", `{ units(first: 1, last: 1) { totalCount } }`, nil, "BAD_INPUT", "last"},
			{"a cursor that is none", `{ units(after: "%%%") { edges { node { id } } } }`, nil, "BAD_CURSOR", "after"},
			{"a cursor of nothing", `{ units(after: "") { edges { node { id } } } }`, nil, "BAD_CURSOR", "after"},
			{"a cursor within that is none", `{ clusters { edges { node { memberships(after: "zzzz") { edges { ` +
				`node { id } } } } } } }`, nil, "BAD_CURSOR", "after"},
			{"a cursor of another list", `query($c: Cursor) { units(after: $c) { edges { node { id ` +
				`} } } }`, map[string]any{"c": byNumber}, "BAD_CURSOR", "after"},
			{"a cursor of another order", `query($c: Cursor) { proposals(before: $c) { edges { node { id ` +
				`} } } }`, map[string]any{"c": byYear}, "BAD_CURSOR", "before"},
			{"a cursor without an order", `query($c: Cursor) { units(after: $c) { edges { node { id ` +
				`} } } }`, map[string]any{"c": unordered}, "BAD_CURSOR", "after"},
			{"a cursor of the other direction", `query($c: Cursor) { units(after: $c) { nodes { id } } }`,
				map[string]any{"c": descending}, "BAD_CURSOR", "after"},
			{"a cursor of another relevance", `query($c: Cursor) { units(after: $c, where: {text: "hòa"}) { nodes { ` +
				`id } } }`, map[string]any{"c": relevance}, "BAD_CURSOR", "after"},
			{"a cursor of another connection of the type", `query($c: Cursor) { memberships(after: $c) { nodes { ` +
				`id } } }`, map[string]any{"c": members}, "BAD_CURSOR", "after"},
			{"a cursor of another connection within", `query($c: Cursor) { clusters { nodes { offices(before: $c) { ` +
				`totalCount nodes { id } } } } }`, map[string]any{"c": members}, "BAD_CURSOR", "before"},
			{"a cursor of an earlier version", `{ units(after: "gqFpzwMdMZPfzOEToXaRo2Fh4buR") { nodes { id } } }`, nil,
				"BAD_CURSOR", "after"},
			{"the same order twice", `{ units(orderBy: [{field: NAME}, {field: NAME}]) { ` +
				`totalCount } }`, nil, "BAD_INPUT", "orderBy"},
			{"an empty filter within", `{ units(where: {not: {}}) { totalCount } }`, nil, "BAD_INPUT", "where"},
			{"too short a search", `{ search(text: "a") { __typename } }`, nil, "BAD_INPUT", "text"},
			{"too long a search", `{ search(text: "` + strings.Repeat("a", 101) + `") { __typename } }`, nil,
				"BAD_INPUT", ""},
			{"a search for nothing", `{ search(text: "?!  ") { __typename } }`, nil, "BAD_INPUT", ""},
			{"a search of minus one", `{ search(text: "sở", first: -1) { __typename } }`, nil, "PAGE_SIZE", ""},
			{"a filter by too long a text",
				`{ units(where: {text: "` + strings.Repeat("a ",
					51) + `"}) { totalCount } }`, nil, "BAD_INPUT", "where.text"},
			{"a filter by a bomb of words", `query($w: ProposalWhereInput) { proposals(where: $w) { ` +
				`totalCount } }`, map[string]any{"w": map[string]any{"text": strings.Repeat("a ",
				30000)}}, "BAD_INPUT", "where.text"},
			{"a filter by no text", `{ units(where: {text: " "}) { totalCount } }`, nil, "BAD_INPUT", "where.text"},
			{"a word for a number", `query($n: Int!) { cluster(number: $n) ` +
				`{ id } }`, map[string]any{"n": "two"}, "GRAPHQL_VALIDATION_FAILED", "n"},
			{"a variable that is missing", `query($n: Int!) { cluster(number: $n) ` +
				`{ id } }`, nil, "GRAPHQL_VALIDATION_FAILED", "n"},
			{"a text with a NUL", `{ conference(code: "a\u0000b") { id } }`, nil, "BAD_INPUT", "code"},
			{"a number for a text", `query($c: String!) { unit(code: $c) ` +
				`{ id } }`, map[string]any{"c": 5}, "BAD_INPUT", "code"},
			{"a filter by no alternatives", `{ units(where: {or: []}) { totalCount } }`, nil, "BAD_INPUT", "where"},
			{"a filter by no province", `{ units(where: {hasProvinceWith: []}) { ` +
				`totalCount } }`, nil, "BAD_INPUT", "where"},
			{"@defer", `{ units(first: 1) { edges { node { code ... @defer { kind } ` +
				`} } } }`, nil, "GRAPHQL_VALIDATION_FAILED", ""},
			{"a filter that would tell of what is planned", `{ reports(where: {hasConferenceWith: [{state: ` +
				`PLANNED}]}) { totalCount } }`, nil, "GRAPHQL_VALIDATION_FAILED", ""},
			{"a field that is none", `{ cluster(number: 2) { password } }`, nil, "GRAPHQL_VALIDATION_FAILED", ""},
			{"no GraphQL", `{ cluster(`, nil, "GRAPHQL_PARSE_FAILED", ""},
		} {
			a.t.Run(tc.name, func(t *testing.T) {
				a := a
				a.t = t
				got := a.ask(tc.query, tc.variables)
				if len(got.Errors) == 0 {
					t.Fatalf("got %+v", got)
				}
				refused := got.Errors[0] // within a list every row refuses the same
				argument, _ := refused.Extensions.Params["argument"].(string)
				if variable, ok := refused.Extensions.Params["variable"].(string); ok {
					argument = variable
				}
				if refused.Extensions.Code != tc.code || tc.argument != "" && argument != tc.argument {
					t.Errorf("got %+v, want %s of %s", refused, tc.code, tc.argument)
				}
				for _, leak := range []string{"SELECT", "sql:", "pq:", "panic", "goroutine", ".go:", "DROP TABLE",
					"msgpack", "ent:"} {
					if strings.Contains(refused.Message, leak) {
						t.Errorf("the message tells %q: %s", leak, refused.Message)
					}
				}
			})
		}
	})
}

// TestErrors_Language checks that errors are in the client's language.
func TestErrors_Language(t *testing.T) {
	eachAPI(t, func(a api) {
		const query = `{ cluster(number: 99) { id } }`
		for language, word := range map[string]string{"vi-VN,vi;q=0.9": "Không", "en": "Not found",
			"fr": "Not found", "": "Not found"} {
			if got := a.ask(query, nil, "Accept-Language", language); len(got.Errors) != 1 ||
				!strings.Contains(got.Errors[0].Message, word) {
				a.t.Errorf("%q: got %+v", language, got.Errors)
			}
		}
	})
}

// TestFilters_Semantics checks that a list of filters of an edge matches any of them, and that an empty list
// of values matches nothing.
func TestFilters_Semantics(t *testing.T) {
	eachDataset(t, func(a api) {
		for where, want := range map[string]string{
			`{hasTopicsWith: [{code: "salary"}, {code: "staffing"}]}`:                   "5",
			`{and: [{hasTopicsWith: [{code: "staffing"}]}, {schoolYear: "2022-2023"}]}`: "1",
			`{hasTopicsWith: [{code: "no such topic"}]}`:                                "0",
			`{codeIn: []}`:                  "0",
			`{codeNotIn: []}`:               "10",
			`{}`:                            "10",
			`{not: {codeIn: ["k1", "k2"]}}`: "8",
		} {
			data := a.data(`{ proposals(where: `+where+`) { totalCount } }`, nil)
			if got := fmt.Sprint(at(data, "proposals", "totalCount")); got != want {
				a.t.Errorf("%s: %s, want %s", where, got, want)
			}
		}
	})
}

// TestSearch_FindsWords checks that search finds words at any position, with and without diacritics.
func TestSearch_FindsWords(t *testing.T) {
	eachDataset(t, func(a api) {
		for text, first := range map[string]string{
			"vinh phuc": "vinh-phuc", "VĨNH PHÚC": "vinh-phuc", "Vĩnh Phúc Sở": "vinh-phuc",
			"Sở Giáo dục và Đào tạo Vĩnh Phúc": "vinh-phuc",
			"điện biên": "dien-bien", "dien bien": "dien-bien", "thế sơn nguyễn": "nguyen-the-son", "bien che": "k9",
		} {
			got := a.data(
				`query($t: String!) { search(text: $t, first: 1) { ... on Unit { code } ... on Person { code } ... on `+
					`Proposal { code } } }`,
				map[string]any{"t": text},
			)
			if code := at(got, "search", 0, "code"); code != first {
				a.t.Errorf("%q finds %v first, want %s", text, code, first)
			}
		}
		for _, text := range []string{"%%", "__", "vinh%phuc", "'; --"} {
			if found, _ := at(a.ask(`query($t: String!) { search(text: $t) { `+
				`__typename } }`, map[string]any{"t": text}).Data, "search").([]any); text[:2] != "vi" &&
				len(found) > 0 {
				a.t.Errorf("%q finds %v", text, found)
			}
		}
	})
}
