package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// nodesAt are the nodes of a connection of a node.
func nodesAt(v any, path ...any) (nodes []any) {
	edges, _ := at(v, append(path, "edges")...).([]any)
	for _, e := range edges {
		nodes = append(nodes, at(e, "node"))
	}
	return nodes
}

// A conference that only documents tell of has no roll, no clock and no count: what they do not say is null
// or NOT_STATED, and never zero.
func TestRecordedConference_NoCounts(t *testing.T) {
	eachDataset(t, func(a api) {
		conferences := nodesAt(
			a.data(
				`{ conferences(first: 20) { edges { node { code online attendanceSummary { counts { invited } quorum { met }
					sites { site { code } counts { present } } }
			attendances(first: 100) { edges { node { presence arrivedAt leftAt } } } floor { totals { seconds } }
			agenda { items { elapsedSeconds overrunSeconds } } agendaItems { edges { node { spentSeconds startedAt } }
			}
			taskBoard { totalCount doneCount overdueCount notStatedCount percent clusterProgress { doneCount
			notStatedCount totalCount } } tasks { edges { node { state percent } } }
			speeches { edges { node { paperCount summary } } } } } } }`,
				nil,
			),
			"conferences",
		)
		if len(conferences) != 5 {
			a.t.Fatalf("%d conferences", len(conferences))
		}
		for _, c := range conferences {
			code := at(c, "code").(string)
			a.checkNull(code, c, "attendanceSummary", "counts")
			a.checkNull(code, c, "attendanceSummary", "quorum")
			a.checkNull(code, c, "floor", "totals")
			for i := range at(c, "attendanceSummary", "sites").([]any) {
				a.checkNull(code, c, "attendanceSummary", "sites", i, "counts")
			}
			for _, n := range nodesAt(c, "attendances") {
				if at(n, "presence") != "NOT_STATED" {
					a.t.Errorf("%s: somebody is %v", code, at(n, "presence"))
				}
			}
			for _, n := range nodesAt(c, "agendaItems") {
				a.checkNull(code, n, "spentSeconds")
			}
			for i := range at(c, "agenda", "items").([]any) {
				a.checkNull(code, c, "agenda", "items", i, "elapsedSeconds")
				a.checkNull(code, c, "agenda", "items", i, "overrunSeconds")
			}
			for _, n := range nodesAt(c, "tasks") {
				if at(n, "state") != "NOT_STATED" {
					a.t.Errorf("%s: a task is %v", code, at(n, "state"))
				}
			}
			if board := at(c, "taskBoard"); fmt.Sprint(at(board, "notStatedCount")) != fmt.Sprint(at(board, "totalCount")) ||
				(at(board, "doneCount") == nil) != (fmt.Sprint(at(board, "totalCount")) != "0") {
				a.t.Errorf("%s: the board of tasks says %v", code, board)
			}
			if national := code == "national-2023-2024"; (at(c, "online") != nil) != national {
				a.t.Errorf("%s: online is %v", code, at(c, "online"))
			}
		}
		year := at(
			a.data(
				`{ speakingTotals(schoolYear: "2023-2024") { conferenceCount timedConferenceCount totals { seconds } } }`, nil,
			),
			"speakingTotals",
		)
		if got := fmt.Sprintf("%v %v %v", at(year, "conferenceCount"), at(year, "timedConferenceCount"),
			at(year, "totals")); got != "3 0 []" {
			a.t.Errorf("speaking totals of the year: %s", got)
		}
		speeches := nodesAt(
			a.data(`{ conference(code: "national-2023-2024") { speeches { edges { node { paperCount } } } } }`, nil),
			"conference", "speeches",
		)
		if at(speeches, 0, "paperCount") != nil || fmt.Sprint(at(speeches, 1, "paperCount")) != "1" {
			a.t.Errorf("the speeches are counted as %v", speeches)
		}
	})
}

// checkNull fails where there is a value.
func (a api) checkNull(of string, v any, path ...any) {
	a.t.Helper()
	if got := at(v, path...); got != nil {
		a.t.Errorf("%s: %v is %v, and no document says so", of, path, got)
	}
}

// While a conference lasts, who was not called yet is not there yet. Once it is closed, a roll of which
// nobody was called tells nothing, of the whole and of each site; and one that was taken keeps its figures.
func TestAttendance_ClosedWithoutRollCall(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		invited := h.asMinistry().data(`mutation { inviteDelegates(input: {conference: "hall", delegates: `+
			`[{title: "Giám đốc", site: "main"}, {title: "Giám đốc", site: "hue"}]}) { attendances { id } } }`, nil).changed("inviteDelegates")
		seen := func() string {
			t.Helper()
			s := at(
				h.asMinistry().data(`{ conference(code: "hall") { attendanceSummary { counts { invited present absent } sites {
					counts { invited present absent } } } } }`, nil),
				"conference",
				"attendanceSummary",
			)
			return fmt.Sprint(at(s, "counts"), at(s, "sites", 0, "counts"), at(s, "sites", 1, "counts"))
		}
		const before = "map[absent:0 invited:2 present:0] " +
			"map[absent:0 invited:1 present:0] map[absent:0 invited:1 present:0]"
		if got := seen(); got != before {
			t.Errorf("in session: %s", got)
		}
		h.asMinistry().data(
			`mutation { reportAbsence(input: {attendance: "`+at(invited, 0, "id").(string)+`", reason: "bận"}) `+
				`{ attendance { id } } }`,
			nil,
		)
		h.callTransitions("closeConference")
		if got := seen(); got != "map[absent:1 invited:2 present:0] map[absent:1 invited:1 present:0] <nil>" {
			t.Errorf("closed, with a roll at one site: %s", got)
		}
	})
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		h.asMinistry().data(`mutation { inviteDelegates(input: {conference: "hall", delegates: [{title: "Giám đốc",
			site: "main"}]}) { attendances { id } } }`, nil)
		h.callTransitions("closeConference")
		s := h.asMinistry().data(`{ conference(code: "hall") { attendanceSummary { counts { invited } sites { counts {
			invited } } } floor { totals { seconds } } } }`, nil)
		if at(s, "conference", "attendanceSummary", "counts") != nil ||
			at(s, "conference", "attendanceSummary", "sites", 0, "counts") != nil {
			t.Errorf("closed without a roll: %v", s)
		}
		if at(s, "conference", "floor", "totals") == nil {
			t.Error("nobody spoke at a conference that was held here, and its totals are said to be unknown")
		}
	})
}

// Units rank only as far as the known figures go: the others may be anywhere that those leave open.
func TestStandings_UnknownFigures(t *testing.T) {
	eachDataset(t, func(a api) {
		got := at(
			a.data(
				`{ cluster(number: 2) { known: standings(indicator: "graduation-exam-average", schoolYear: "2023-2024") {
					knownCount totalCount items { rank bestRank worstRank unit { code } } }
			bound: standings(indicator: "gifted-contest-rank", schoolYear: "2023-2024") { knownCount totalCount items { rank
			bestRank worstRank unit { code } indicatorValue { nationalRank nationalRankAtMost } } }
			nobody: standings(indicator: "gifted-contest-rank", schoolYear: "2022-2023") { knownCount } members(schoolYear:
			"2022-2023") { code } years { schoolYear members { code } } } }`,
				nil,
			),
			"cluster",
		)
		shown := func(standings any) string {
			var rows []string
			for _, i := range at(standings, "items").([]any) {
				rows = append(
					rows,
					fmt.Sprintf(
						"%v %v %v-%v", at(i, "unit", "code"), at(i, "rank"), at(i, "bestRank"), at(i, "worstRank"),
					),
				)
			}
			return fmt.Sprintf(
				"%v of %v: %s", at(standings, "knownCount"), at(standings, "totalCount"), strings.Join(rows, ", "),
			)
		}
		const byExam = "6 of 9: vinh-phuc 1 1-1, nam-dinh 2 2-2, ninh-binh 3 3-3, " +
			"bac-ninh <nil> 4-5, ha-nam <nil> 5-8, quang-ninh <nil> 6-9, " +
			"hai-duong <nil> 3-9, hung-yen <nil> 3-9, thai-binh <nil> 3-9"
		if got := shown(at(got, "known")); got != byExam {
			a.t.Errorf("by the exam: %s", got)
		}
		if got := shown(at(got, "bound")); !strings.HasPrefix(got, "1 of 9: bac-ninh <nil> 1-2, ") {
			a.t.Errorf("by the contest: %s", got)
		}
		for _, i := range at(got, "bound", "items").([]any)[1:4] {
			if at(i, "indicatorValue", "nationalRank") != nil || fmt.Sprint(at(i, "indicatorValue", "nationalRankAtMost")) != "10" {
				a.t.Errorf("a unit in the top 10 has %v", at(i, "indicatorValue"))
			}
		}
		a.checkNull("2022-2023", got, "nobody")
		a.checkNull("2022-2023", got, "members")
		if years := at(got, "years").([]any); at(years, 1, "schoolYear") != "2022-2023" ||
			at(years, 1, "members") != nil ||
			len(at(years, 0, "members").([]any)) != 9 {
			a.t.Errorf("years %v", years)
		}
		if n := len(nodesAt(a.data(`{ indicatorValues(where: {nationalRank: 10}) { edges { node { id `+
			`} } } }`, nil), "indicatorValues")); n != 0 {
			a.t.Errorf("%d figures have the rank 10, and no document says so", n)
		}
	})
}

// A figure agrees with its parts only where something was compared.
func TestReconciliation_NothingToCompare(t *testing.T) {
	eachDataset(t, func(a api) {
		for code, want := range map[string]string{"olympiad-medals": "NOT_COMPARABLE",
			"schools-at-national-standard": "DISAGREES", "schools-at-national-standard-primary": "AGREES"} {
			values := nodesAt(
				a.data(
					`query($c: String!) { indicatorValues(where: {hasIndicatorWith: [{code: $c}]}) { edges { node { `+
						`valueStated reconciliation { agreement } } } } }`,
					map[string]any{"c": code},
				),
				"indicatorValues",
			)
			found := false
			for _, v := range values {
				found = found || at(v, "reconciliation", "agreement") == want
				if code == "olympiad-medals" && at(v, "reconciliation") != nil &&
					at(v, "reconciliation", "agreement") != want {
					a.t.Errorf("%s: %v", code, v)
				}
			}
			if !found {
				a.t.Errorf("%s: no figure is %s in %v", code, want, values)
			}
		}
	})
}

// What has ended is not current, alone or with its province.
func TestUnitCurrent_Ended(t *testing.T) {
	eachDataset(t, func(a api) {
		for code, want := range map[string]string{
			"bac-ninh": "bac-ninh-2025", "bac-ninh-2025": "bac-ninh-2025", "thua-thien-hue": "hue",
			"bo-gddt": "bo-gddt", "ha-noi": "ha-noi",
			"vu-giao-duc-trung-hoc": "vu-giao-duc-pho-thong", "ubnd-bac-ninh": "<nil>", "tinh-uy-soc-trang": "<nil>",
			"so-tttt-soc-trang": "<nil>", "cong-ttdt-soc-trang": "<nil>",
		} {
			if got := fmt.Sprint(at(a.data(`query($c: String!) { unit(code: $c) { currentUnit { `+
				`code } } }`, map[string]any{"c": code}), "unit", "currentUnit", "code")); got != want {
				a.t.Errorf("today %s is %s, want %s", code, got, want)
			}
		}
		for _, u := range nodesAt(a.data(`{ units(first: 100, where: {validOn: "2025-07-02", not: {kind: `+
			`PROVINCIAL_DEPARTMENT}}) { edges { node { code } } } }`, nil), "units") {
			if slices.Contains(
				[]string{"vu-giao-duc-trung-hoc", "ubnd-bac-ninh", "so-tttt-soc-trang"}, at(u, "code").(string),
			) {
				a.t.Errorf("%v exists after it ended", at(u, "code"))
			}
		}
	})
}

// Award kinds, indicators and topics say where they are named, and a document leads to them.
func TestCitations_OfCatalogues(t *testing.T) {
	eachDataset(t, func(a api) {
		got := a.data(`{ awardKinds { edges { node { code citations { confidence document { code } } } } }
			indicators(first: 100) { edges { node { code citations { locator document { code } } } } } topics { edges {
			node { code citations { locator document { code } } } } } }`, nil)
		for _, list := range []string{"awardKinds", "indicators", "topics"} {
			nodes := nodesAt(got, list)
			if len(nodes) == 0 {
				a.t.Errorf("no %s", list)
			}
			for _, n := range nodes {
				if at(n, "citations", 0, "document", "code") == nil {
					a.t.Errorf("%s %v has no citation", list, at(n, "code"))
				}
			}
		}
		subjects := map[any]bool{}
		for after := "null"; after != ""; {
			page := a.data(
				`{ document(code: "s0") { quotes(first: 100, after: `+after+`) { pageInfo { hasNextPage endCursor } `+
					`edges { node { fact { __typename } } } } } }`,
				nil,
			)
			for _, n := range nodesAt(page, "document", "quotes") {
				subjects[at(n, "fact", "__typename")] = true
			}
			after = ""
			if at(page, "document", "quotes", "pageInfo", "hasNextPage") == true {
				after = fmt.Sprintf("%q", at(page, "document", "quotes", "pageInfo", "endCursor"))
			}
		}
		for _, want := range []string{"AwardKind", "Indicator", "Topic", "Report"} {
			if !subjects[want] {
				a.t.Errorf("no %s is cited from s0: %v", want, subjects)
			}
		}
	})
}

// A person who only chaired has no speeches.
func TestSpeeches_OfChairs(t *testing.T) {
	eachDataset(t, func(a api) {
		speeches := nodesAt(
			a.data(`{ person(code: "vu-dinh-hung") { speeches { edges { node { id } } } attendances { edges { node {
				capacity } } } } }`, nil),
			"person",
			"speeches",
		)
		if len(speeches) != 0 {
			a.t.Errorf("the chair of cluster 5 has %d speeches", len(speeches))
		}
	})
}
