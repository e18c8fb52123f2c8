package graph_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"thidua/ent/attendance"
	entconference "thidua/ent/conference"
	"thidua/internal/access"
	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/sampledata"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// listedRow is an object as a client reads it from a list.
type listedRow map[string]any

// text returns the text at a path of fields below a row; "" for null.
func (r listedRow) text(path ...string) string {
	var value any = map[string]any(r)
	for _, name := range path {
		object, isObject := value.(map[string]any)
		if !isObject {
			return ""
		}
		value = object[name]
	}
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}

// aggregated describes a field that groups rows: how a client lists the same rows, and groups them itself.
type aggregated struct {
	list   string // operation that lists the rows in a connection, with %s for the cursor and for the filter
	inside string // connection of each row that has the rows, if any
	// By name of the key: the values of the groups that have a row, and the selection of the key in a group.
	keys    map[string]func(listedRow) []string
	fields  map[string]string
	counts  map[string]func(listedRow) (count int) // by name of the number
	filters []string                               // that join or compare what keys join, too
}

// textAt returns a key whose value is at a path.
func textAt(path ...string) func(listedRow) []string {
	return func(r listedRow) []string { return []string{r.text(path...)} }
}

// oneOf counts rows that have one of the values at a path; "" stands for null.
func oneOf(path []string, values ...string) func(listedRow) int {
	return func(r listedRow) int {
		if slices.Contains(values, r.text(path...)) {
			return 1
		}
		return 0
	}
}

func anyRow(listedRow) int { return 1 }

// calledAs counts attendances with one of the presences at conferences that have begun.
func calledAs(presences ...string) func(listedRow) int {
	begun := oneOf([]string{"conference", "state"}, "IN_SESSION", "ON_BREAK", "CLOSED")
	called := oneOf([]string{"presence"}, presences...)
	return func(r listedRow) int { return begun(r) * called(r) }
}

// aggregates are the fields that count rows of which the lists show all that is counted.
var aggregates = map[string]aggregated{
	"conferenceAggregates": {
		list: `{ rows: conferences(first: 100, after: %s%s) { pageInfo { hasNextPage endCursor }
			nodes { schoolYear cluster { number } kind state online } } }`,
		filters: []string{`{hasClusterWith: [{number: 2}]}`, `{not: {hasClusterWith: [{number: 2}]}, heldOnFrom: "2000-01-01"}`},
		keys: map[string]func(listedRow) []string{"SCHOOL_YEAR": textAt("schoolYear"),
			"CLUSTER": textAt("cluster", "number"), "KIND": textAt("kind"), "STATE": textAt("state")},
		fields: map[string]string{"SCHOOL_YEAR": "schoolYear", "CLUSTER": "cluster.number", "KIND": "kind",
			"STATE": "state"},
		counts: map[string]func(listedRow) int{"count": anyRow,
			"heldCount":   oneOf([]string{"state"}, "IN_SESSION", "ON_BREAK", "CLOSED"),
			"onlineCount": oneOf([]string{"online"}, "true"), "onlineMissingCount": oneOf([]string{"online"}, "")},
	},
	"proposalAggregates": {
		list: `{ rows: proposals(first: 100, after: %s%s) { pageInfo { hasNextPage endCursor }
			nodes { schoolYear cluster { number } conference { code cluster { number } } unit { code } topics { code }
				kind state dueOn overdue } } }`,
		filters: []string{`{hasTopicsWith: [{code: "staffing"}]}`,
			`{hasConferenceWith: [{hasClusterWith: [{number: 2}]}]}`, `{not: {hasUnitWith: [{codeIn: ["hue"]}]}, text: "bo sung"}`},
		keys: map[string]func(listedRow) []string{
			"SCHOOL_YEAR": textAt("schoolYear"), "CONFERENCE": textAt("conference", "code"), "UNIT": textAt("unit", "code"),
			"KIND": textAt("kind"), "STATE": textAt("state"),
			"CLUSTER": func(r listedRow) []string {
				if own := r.text("cluster", "number"); own != "" {
					return []string{own}
				}
				return []string{r.text("conference", "cluster", "number")}
			},
			"TOPIC": func(r listedRow) (codes []string) {
				for _, topic := range r["topics"].([]any) {
					codes = append(codes, topic.(map[string]any)["code"].(string))
				}
				if len(codes) == 0 {
					codes = []string{""}
				}
				return codes
			},
		},
		fields: map[string]string{"SCHOOL_YEAR": "schoolYear", "CLUSTER": "cluster.number",
			"CONFERENCE": "conference.code", "UNIT": "unit.code", "TOPIC": "topic.code", "KIND": "kind",
			"STATE": "state"},
		counts: map[string]func(listedRow) int{"count": anyRow,
			"answeredCount":   oneOf([]string{"state"}, "ANSWERED", "DONE", "REFUSED"),
			"unansweredCount": oneOf([]string{"state"}, "SUBMITTED", "SENT", "ACKNOWLEDGED", "ASSIGNED"),
			"overdueCount":    oneOf([]string{"overdue"}, "true"),
			"dueOnMissingCount": func(r listedRow) int {
				if r.text("dueOn") != "" {
					return 0
				}
				return oneOf([]string{"state"}, "SUBMITTED", "SENT", "ACKNOWLEDGED", "ASSIGNED")(r)
			}},
	},
	"awardAggregates": {
		list: `{ rows: awards(first: 100, after: %s%s) { pageInfo { hasNextPage endCursor }
			nodes { schoolYear awardKind { code } cluster { number } unit { code } state } } }`,
		filters: []string{`{hasAwardKindWith: [{code: "MINISTRY_EMULATION_FLAG"}]}`,
			`{not: {hasUnitWith: [{codeIn: ["mau-01", "mau-02"]}]}}`, `{hasClusterWith: [{numberGT: 101}]}`},
		keys: map[string]func(listedRow) []string{"SCHOOL_YEAR": textAt("schoolYear"),
			"AWARD_KIND": textAt("awardKind", "code"), "CLUSTER": textAt("cluster", "number"),
			"UNIT": textAt("unit", "code"), "STATE": textAt("state")},
		fields: map[string]string{"SCHOOL_YEAR": "schoolYear", "AWARD_KIND": "awardKind.code",
			"CLUSTER": "cluster.number", "UNIT": "unit.code", "STATE": "state"},
		counts: map[string]func(listedRow) int{"count": anyRow,
			"decidedCount": oneOf([]string{"state"}, "DECIDED", "PRESENTED")},
	},
	"attendanceAggregates": {
		list: `{ rows: conferences(first: 20, after: %s) { pageInfo { hasNextPage endCursor } nodes {
			attendances(first: 100%s) { nodes { presence capacity unit { code } conference { code state schoolYear cluster { number } } } } } } }`,
		inside: "attendances",
		filters: []string{`{hasConferenceWith: [{hasClusterWith: [{number: 2}]}]}`,
			`{capacity: DELEGATE, hasUnitWith: [{kind: PROVINCIAL_DEPARTMENT}]}`},
		keys: map[string]func(listedRow) []string{"SCHOOL_YEAR": textAt("conference", "schoolYear"),
			"CLUSTER": textAt("conference", "cluster", "number"), "CONFERENCE": textAt("conference", "code"),
			"UNIT": textAt("unit", "code"), "CAPACITY": textAt("capacity")},
		fields: map[string]string{"SCHOOL_YEAR": "schoolYear", "CLUSTER": "cluster.number",
			"CONFERENCE": "conference.code", "UNIT": "unit.code", "CAPACITY": "capacity"},
		counts: map[string]func(listedRow) int{"count": anyRow,
			"basedOnCount":  calledAs("IN_HALL", "ONLINE", "LEFT", "ABSENT"),
			"attendedCount": calledAs("IN_HALL", "ONLINE", "LEFT"),
			"absentCount":   calledAs("ABSENT"),
			"missingCount":  func(r listedRow) int { return 1 - calledAs("IN_HALL", "ONLINE", "LEFT", "ABSENT")(r) }},
	},
}

// Groups have the numbers that a client gets by listing all rows and grouping them itself, for each
// combination of keys.
func TestAggregates_Counts(t *testing.T) {
	published.Each(t, func(t *testing.T, s *store.Store) {
		// The record has no awards.
		loadSampleData(t, s, sampledata.Size{Units: 18, Years: 2, Values: 18 * 2 * 2 * 3})
		a := serve(t, s, viewer.Anonymous(), withoutCostLimit())
		for field, g := range aggregates {
			rows, keys := a.listRows(g, ""), slices.Sorted(maps.Keys(g.keys))
			if len(rows) == 0 {
				t.Errorf("%s: there are no rows", field)
			}
			for chosen := range 1 << len(keys) {
				var by []string
				for i, key := range keys {
					if chosen>>i&1 == 1 {
						by = append(by, key)
					}
				}
				a.compareGroups(field, g, by, "", rows)
			}
		}
	}, store.WithReadRules(access.InstallReadRules))
}

// A viewer aggregates the rows that lists show to them, also with a filter: those of a planned conference
// only as the head of its cluster. An absence that is reported before a conference begins is not known to be
// one.
func TestAggregates_FilteredAndScoped(t *testing.T) {
	published.Each(t, func(t *testing.T, s *store.Store) {
		loadSampleData(t, s, sampledata.Size{Units: 18, Years: 2, Values: 18 * 2 * 2 * 3})
		operator := viewer.NewContext(t.Context(), viewer.Operator())
		for number, code := range map[int]string{2: "planned-2", 5: "planned-5"} {
			_, err := conference.Plan(operator, s, conference.NewPlan{Code: code, Title: "Tổng kết", Cluster: number,
				Kind: entconference.KindFinalReview, SchoolYear: nextYear, UseAgendaTemplate: true})
			if err != nil {
				t.Fatal(err)
			}
			ids, err := conference.InviteDelegates(operator, s, conference.Invitation{Conference: code,
				Delegates: []conference.Invited{{Capacity: attendance.CapacityDelegate, Title: "Giám đốc", Unit: "nam-dinh"},
					{Capacity: attendance.CapacityGuest, Title: "Khách mời"}}})
			if err == nil {
				_, err = conference.ReportAbsence(operator, s, conference.Absence{Attendance: ids[0], Reason: "bận"})
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		head := viewer.Account(gid.ID(1), time.Now().Add(time.Hour), viewer.Grant{Role: viewer.ClusterHead,
			Cluster: registry.ClusterID(2), SchoolYear: nextYear})
		seen := map[string]int{}
		for name, v := range map[string]viewer.Viewer{"anonymous": viewer.Anonymous(), "head": head} {
			a := serve(t, s, v, withoutCostLimit())
			for field, g := range aggregates {
				by := slices.Sorted(maps.Keys(g.keys))
				for _, filter := range append(g.filters, "{}") {
					where := ", where: " + filter
					if filter == "{}" {
						where = ""
					}
					rows := a.listRows(g, where)
					if len(rows) == 0 {
						t.Errorf("%s %s: there are no rows", field, filter)
					}
					a.compareGroups(field, g, by, where, rows)
					seen[name+" "+field+where] = len(rows)
				}
			}
		}
		for field, more := range map[string]int{"conferenceAggregates": 1, "attendanceAggregates": 2} {
			if seen["head "+field] != seen["anonymous "+field]+more {
				t.Errorf("%s: the head sees %d rows, anonymous viewers %d", field, seen["head "+field],
					seen["anonymous "+field])
			}
		}
	}, store.WithReadRules(access.InstallReadRules))
}

// listRows lists the rows of a field page by page.
func (a api) listRows(g aggregated, where string) (rows []listedRow) {
	a.t.Helper()
	for after := "null"; ; {
		data := a.data(fmt.Sprintf(g.list, after, where), nil)
		for _, row := range decodeAt[[]listedRow](a.t, data, "rows", "nodes") {
			if g.inside == "" {
				rows = append(rows, row)
				continue
			}
			for _, inner := range row[g.inside].(map[string]any)["nodes"].([]any) {
				rows = append(rows, inner.(map[string]any))
			}
		}
		if at(data, "rows", "pageInfo", "hasNextPage") != true {
			return rows
		}
		after = fmt.Sprintf("%q", at(data, "rows", "pageInfo", "endCursor"))
	}
}

// compareGroups compares the groups that a field returns, page by page, with those of the rows.
func (a api) compareGroups(field string, g aggregated, by []string, where string, rows []listedRow) {
	a.t.Helper()
	want := map[string]map[string]int{}
	for _, row := range rows {
		names := []string{""}
		for _, key := range by {
			var longer []string
			for _, value := range g.keys[key](row) {
				for _, name := range names {
					longer = append(longer, name+"|"+value)
				}
			}
			names = longer
		}
		for _, name := range names {
			if want[name] == nil {
				want[name] = map[string]int{}
			}
			for number, count := range g.counts {
				want[name][number] += count(row)
			}
		}
	}
	selection := strings.Builder{}
	for number := range g.counts {
		selection.WriteString(number + " ")
	}
	for _, key := range by {
		object, inner, isObject := strings.Cut(g.fields[key], ".")
		selection.WriteString(object + " ")
		if isObject {
			selection.WriteString("{ " + inner + " } ")
		}
	}
	seen := map[string]bool{}
	for skip := 0; ; skip += 60 {
		data := a.data(fmt.Sprintf(`{ groups: %s(groupBy: [%s], first: 60, skip: %d%s) { totalCount groups { %s} } }`,
			field, strings.Join(by, " "), skip, where, selection.String()), nil)
		groups := decodeAt[[]listedRow](a.t, data, "groups", "groups")
		if total := fmt.Sprint(at(data, "groups", "totalCount")); total != fmt.Sprint(len(want)) && len(groups) > 0 {
			a.t.Errorf("%s by %v: %s groups, want %d", field, by, total, len(want))
		}
		for _, group := range groups {
			name := ""
			for _, key := range by {
				name += "|" + group.text(strings.Split(g.fields[key], ".")...)
			}
			if seen[name] {
				a.t.Errorf("%s by %v: %s is repeated", field, by, name)
			}
			seen[name] = true
			for number := range g.counts {
				if got := group.text(number); got != fmt.Sprint(want[name][number]) {
					a.t.Errorf("%s by %v: %s of %s is %s, want %d", field, by, number, name, got, want[name][number])
				}
			}
		}
		if len(groups) == 0 {
			break
		}
	}
	if len(seen) != len(want) {
		a.t.Errorf("%s by %v: %d groups on all pages, want %d", field, by, len(seen), len(want))
	}
}

// Turns that have ended are summed up; one that has the floor is missing, and a waiting request is no turn.
func TestFloorRequestAggregates_Seconds(t *testing.T) {
	began := time.Date(2025, 7, 1, 1, 0, 0, 0, time.UTC)
	var passed atomic.Int64 // seconds
	clock := func() time.Time { return began.Add(time.Duration(passed.Load()) * time.Second) }
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		h.createUnits()
		chair := h.asMinistry()
		for _, turn := range []struct {
			unit    string
			seconds int64
		}{{"bac-ninh", 90}, {"bac-ninh", 30}, {"hue", 45}} {
			request := h.asDelegate(turn.unit).requestFloor(turn.unit, "REMARK", "")
			chair.callFloorMutation("giveFloor", request)
			passed.Add(turn.seconds)
			chair.callFloorMutation("yieldFloor", request)
		}
		running := h.asDelegate("hue").requestFloor("hue", "PRESENTATION", "")
		chair.callFloorMutation("giveFloor", running)
		passed.Add(20)
		h.asDelegate("nam-dinh").requestFloor("nam-dinh", "REMARK", "")
		groups := h.asMinistry().data(`{
			byUnit: floorRequestAggregates(groupBy: [UNIT]) { totalCount groups {
				unit { code } count turnCount basedOnCount missingCount seconds longestSeconds } }
			all: floorRequestAggregates(where: {kind: REMARK}, groupBy: []) { groups {
				cluster { number } count turnCount seconds } }
			byKind: floorRequestAggregates(groupBy: [CLUSTER CONFERENCE KIND SCHOOL_YEAR CLUSTER]) { groups {
				cluster { number } conference { code } kind schoolYear count } }
			none: floorRequestAggregates(where: {kind: ANSWER}, groupBy: []) { totalCount groups { count } }
			page: floorRequestAggregates(groupBy: [UNIT], first: 1, skip: 2) { totalCount groups { count } } }`, nil)
		for path, want := range map[string]string{
			"byUnit": `map[groups:[` +
				`map[basedOnCount:2 count:2 longestSeconds:90 missingCount:0 seconds:120 turnCount:2 unit:map[code:bac-ninh]] ` +
				`map[basedOnCount:1 count:2 longestSeconds:45 missingCount:1 seconds:45 turnCount:2 unit:map[code:hue]] ` +
				`map[basedOnCount:0 count:1 longestSeconds:<nil> missingCount:0 seconds:<nil> turnCount:0 ` +
				`unit:map[code:nam-dinh]]] totalCount:3]`,
			"all": `map[groups:[map[cluster:<nil> count:4 seconds:165 turnCount:3]]]`,
			"byKind": `map[groups:[` +
				`map[cluster:map[number:2] conference:map[code:hall] count:1 kind:PRESENTATION schoolYear:2024-2025] ` +
				`map[cluster:map[number:2] conference:map[code:hall] count:4 kind:REMARK schoolYear:2024-2025]]]`,
			"none": `map[groups:[] totalCount:0]`,
			"page": `map[groups:[map[count:1]] totalCount:3]`,
		} {
			if got := fmt.Sprint(at(groups, path)); got != want {
				t.Errorf("%s is\n%s, want\n%s", path, got, want)
			}
		}
	}, store.WithClock(clock))
}

// Arguments that select nothing meaningful are refused with their path.
func TestAggregates_Refused(t *testing.T) {
	eachDataset(t, func(a api) {
		for query, code := range map[string]string{
			`{ proposalAggregates(first: 101) { totalCount } }`:                          "PAGE_SIZE",
			`{ proposalAggregates(first: -1) { totalCount } }`:                           "PAGE_SIZE",
			`{ awardAggregates(skip: -1) { totalCount } }`:                               "BAD_INPUT",
			`{ conferenceAggregates(groupBy: [TOPIC]) { totalCount } }`:                  "GRAPHQL_VALIDATION_FAILED",
			`{ attendanceAggregates(where: {not: {}}) { totalCount } }`:                  "BAD_INPUT",
			`{ conferenceAggregates(groupBy: null) { totalCount } }`:                     "GRAPHQL_VALIDATION_FAILED",
			`{ floorRequestAggregates(groupBy: [UNIT]) { groups { unit { secret } } } }`: "GRAPHQL_VALIDATION_FAILED",
		} {
			a.checkRefused(query, code)
		}
	})
}
