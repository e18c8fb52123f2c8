package main

import (
	"fmt"
	"strconv"
	"strings"
)

// expensiveOperation is a named document that is expensive on purpose: an anonymous caller may send it to use
// as much of a server as the limits allow.
type expensiveOperation struct{ name, document string }

// expensiveOperations returns those that reviews in 2026 found: fields whose work is out of proportion to
// their response, most of them under 64 aliases. conference is the code of one with a long journal.
func expensiveOperations(conference string) []expensiveOperation {
	const fragment = ` fragment r on Unit { reports(first: 100) { edges { node { id
		indicatorValues(first: 100) { edges { node { id value valueStated } } } } } } }`
	return []expensiveOperation{
		{name: "search, first: 0, deep fragments",
			document: aliasedOperation(`search(text: "ng", first: 0) { ...r }`) +
				fragment},
		{name: "sort of all figures by value", document: aliasedOperation(
			`indicatorValues(first: 1, orderBy: [{field: VALUE}]) { edges { node { id } } }`)},
		{name: "conferenceAt over a long journal", document: aliasedOperation(
			fmt.Sprintf(`conferenceAt(conference: %q) { position }`, conference))},
		{name: "count of all figures",
			document: aliasedOperation(`indicatorValues(first: 0) { totalCount }`)},
		{name: "search, 24 words", document: aliasedOperation(
			fmt.Sprintf(`search(text: %q) { ... on Node { id } }`,
				strings.TrimSpace(strings.Repeat("n g ", 24))))},
		{name: "text filter and count of reports", document: aliasedOperation(
			`reports(first: 1) { totalCount edges { node { id } } }`)},
		{name: "filter on edges that passes on nearly all figures", document: `{ indicatorValues(first: 1,
			orderBy: [{field: ORDINAL, direction: DESC}], where: {hasIndicatorWith: [{text: "n"}, {ordinalGTE: 2}],
			hasUnitWith: [{codeNotIn: ["mau-01"]}]}) { edges { node { id } } } }`},
		{name: "filter three edges deep that passes on none", document: `{ indicatorValues(first: 1,
			where: {hasReportWith: [{hasUnitWith: [{hasProvinceWith: [{codeIn: ["x"]}]}]}]}) { edges { node { id } } }
			}`},
		{
			name: "two counts with a range",
			document: `{ a: indicatorValues(first: 0, where: {ordinalGT: 0}) { totalCount }
			b: indicatorValues(first: 0, where: {schoolYearGT: "1990-1991"}) { totalCount } }`,
		},
		{name: "450 unknown fields", document: unknownFields(450)},
	}
}

// maxRootFields is how many root fields the default limits allow.
const maxRootFields = 64

// aliasedOperation returns an operation that selects a field as often as the default limits allow.
func aliasedOperation(field string) string {
	var b strings.Builder
	b.WriteString("{ ")
	for i := range maxRootFields {
		fmt.Fprintf(&b, "a%d: %s ", i, field)
	}
	b.WriteString("}")
	return b.String()
}

// unknownFields returns an operation with n fields, each of which is a validation error.
func unknownFields(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s ", strconv.FormatInt(int64(i+370), 36))
	}
	return "{ cluster(number: 2) { f" + strings.ReplaceAll(strings.TrimSpace(b.String()), " ", " f") + " } }"
}
