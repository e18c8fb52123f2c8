package graph_test

import (
	"encoding/json"
	"fmt"
	"testing"
)

// A filter and its negation together match every row, also those whose value is null, at every nesting of
// not, and with filters of related rows.
func TestFilter_NotMatchesNull(t *testing.T) {
	eachDataset(t, func(a api) {
		for _, tc := range []struct{ list, where string }{
			{"indicatorValues", "{nationalRank: 3}"},
			{"indicatorValues", "{nationalRankGT: 3}"},
			{"indicatorValues", "{nationalRankIn: [1, 2], ordinalGTE: 0}"},
			{"indicatorValues", "{or: [{nationalRank: 3}, {nationalRankAtMost: 10}]}"},
			{"indicatorValues", "{nationalRankIsNil: true}"},
			{"indicatorValues", "{hasReportWith: [{schoolYearGT: \"2022-2023\"}]}"},
			{"conferences", "{online: true}"},
			{"conferences", "{not: {online: true}}"},
			{"conferences", "{hasClusterWith: [{not: {number: 2}}]}"},
		} {
			count := func(where string) int { return a.countRows(tc.list, where) }
			all, those, others := count("null"), count(tc.where), count("{not: "+tc.where+"}")
			if again := count("{not: {not: " + tc.where + "}}"); those+others != all || again != those {
				a.t.Errorf("%s of %s: %d match, %d do not, %d match twice negated, of %d", tc.where, tc.list,
					those, others, again, all)
			}
		}
	})
}

// A row whose value is null is among those that a negated filter selects.
func TestFilter_NotSelectsNull(t *testing.T) {
	eachDataset(t, func(a api) {
		got := a.countRows("indicatorValues", "{nationalRankIsNil: true, not: {nationalRank: 3}}")
		if want := a.countRows("indicatorValues", "{nationalRankIsNil: true}"); got != want || want == 0 {
			a.t.Errorf("%d figures without a rank, want %d", got, want)
		}
	})
}

// countRows returns how many rows of a root list a filter selects.
func (a api) countRows(list, where string) int {
	a.t.Helper()
	counted := a.data(fmt.Sprintf("{ %s(where: %s) { totalCount } }", list, where), nil)
	n, err := at(counted, list, "totalCount").(json.Number).Int64()
	if err != nil {
		a.t.Fatal(err)
	}
	return int(n)
}

// An unknown cluster or topic is refused where an empty result would hide the mistake, and an empty list
// selects nothing.
func TestQuery_UnknownArguments(t *testing.T) {
	eachDataset(t, func(a api) {
		for query, want := range map[string]string{
			`{ overdueTasks(cluster: 99) { id } }`:                                                            "NOT_FOUND",
			`{ overdueProposals(cluster: 99) { id } }`:                                                        "NOT_FOUND",
			`{ speakingTotals(schoolYear: "2022-2023", cluster: 99) { conferenceCount } }`:                    "NOT_FOUND",
			`{ similarProposals(text: "giáo viên", topics: ["nope"]) { percent } }`:                           "UNKNOWN_CODE",
			`{ cluster(number: 2) { standings(indicator: "nope", schoolYear: "2022-2023") { totalCount } } }`: "UNKNOWN_CODE",
		} {
			a.checkRefused(query, want)
		}
		found := at(a.data(`{ search(text: "ng", in: []) { __typename } }`, nil), "search").([]any)
		if len(found) > 0 {
			a.t.Errorf("a search in no scope finds %v", found)
		}
	})
}
