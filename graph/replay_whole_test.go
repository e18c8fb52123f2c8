package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"thidua/internal/registry"
	"thidua/internal/viewer"
)

const wholeReplayQuery = `query($p: Position) { conferenceAt(conference: "hall", position: $p) { quorumPercent
	unitQuotaSeconds siteQuotaSeconds plannedStartAt closedAt
	agendaItems { title speaker unitCode documentIds spentSeconds resumedAt } sites { code link linkedAt unitCode
	parentId }
	attendances { title presence unitCode arrivedAt } floorRequests { requestId kind state unitCode spentSeconds
	speechId }
	proposals { proposalId content state sponsorIds } directives { directiveId content } tasks { taskId content
	state assignments { unitCode percent } } } }`

// TestConferenceAt_WholeState checks that all state of a conference is replayed at the position behind each
// call.
func TestConferenceAt_WholeState(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		h.createUnits()
		if err := registry.PutUnit(viewer.NewContext(t.Context(), viewer.Operator()), h.store,
			registry.Unit{Code: "moet", Kind: "MINISTRY", Name: "Bộ", ShortName: "Bộ"}); err != nil {
			t.Fatal(err)
		}
		made := map[string]any{}
		place := map[string]any{}
		steps := []struct{ name, call, replayed string }{
			{
				"item",
				`addAgendaItem(input: {conference: "hall", ordinal: 1, item: {kind: WELCOME, title: "Chào mừng", ` +
					`speaker: "Chủ nhà", unit: "hue"}}) { agendaItem { id } }`,
				"Chào mừng of hue, clock false",
			},
			{"start", `startAgendaItem(input: {agendaItem: $item}) { agendaItem { id } }`, "Chào mừng of hue, clock true"},
			{"quorum", `setQuorum(input: {conference: "hall", quorumPercent: 60}) { conference { id } }`, "quorum 60"},
			{"quota", `setFloorQuota(input: {conference: "hall", unitQuotaSeconds: 300}) { conference { id } }`, "quota 300 <nil>"},
			{"link", `heartbeatSite(input: {conference: "hall", site: "hue"}) { site { id } }`, "hue CONNECTED"},
			{
				"delegates",
				`inviteDelegates(input: {conference: "hall", delegates: [{capacity: DELEGATE, title: "Đại biểu", unit: ` +
					`"hue", site: "hue"}]}) { attendances { id } }`,
				"Đại biểu of hue NOT_CALLED",
			},
			{
				"roll",
				`checkInDelegates(input: {conference: "hall", site: "hue", presence: ONLINE}) { attendances { id } }`,
				"Đại biểu of hue ONLINE",
			},
			{
				"request",
				`requestFloor(input: {conference: "hall", unit: "hue", kind: REMARK}) { floorRequest { id } }`,
				"hue REMARK WAITING",
			},
			{"give", `giveFloor(input: {floorRequest: $request}) { floorRequest { id } }`, "hue REMARK SPEAKING"},
			{
				"proposal",
				`submitProposal(input: {conference: "hall", kind: PROPOSAL, content: "Biên chế", unit: "hue", ` +
					`floorRequest: $request}) { proposal { id } }`,
				"Biên chế SUBMITTED 0",
			},
			{"sponsor", `sponsorProposal(input: {proposal: $proposal, unit: "nam-dinh"}) { proposal { id } }`, "Biên chế SUBMITTED 1"},
			{"yield", `yieldFloor(input: {floorRequest: $request}) { floorRequest { id } }`, "hue REMARK YIELDED"},
			{
				"directive",
				`giveDirective(input: {conference: "hall", content: "Chuẩn bị năm học", addresseeStated: "các Sở"}) { directive { id } }`,
				"directed Chuẩn bị năm học",
			},
			{
				"task",
				`setTask(input: {conference: "hall", content: "Chuyển đổi số", cluster: 2, directive: $directive, ` +
					`units: ["hue"]}) { task { id } }`,
				"Chuyển đổi số OPEN 0",
			},
			{
				"report",
				`reportTask(input: {task: $task, unit: "hue", percent: 100, evidence: "12/BC"}) { taskAssignment { id } }`,
				"Chuyển đổi số DONE 100",
			},
			{"break", `pauseConference(input: {conference: "hall"}) { conference { id } }`, "Chào mừng of hue, clock false"},
			{"close", `closeConference(input: {conference: "hall"}) { conference { id } }`, "closed true"},
		}
		for _, s := range steps {
			call := s.call
			for name, id := range made {
				call = strings.ReplaceAll(call, "$"+name, fmt.Sprintf("%q", id))
			}
			got := h.asMinistry().data("mutation { it: "+call+" }", nil).changed("it")
			if many, ok := got.([]any); ok {
				got = many[0]
			}
			made[s.name] = at(got, "id")
			place[s.name] = at(h.data(`{ conference(code: "hall") { position } }`, nil), "conference", "position")
		}
		for i, s := range steps {
			r := at(h.data(wholeReplayQuery, map[string]any{"p": place[s.name]}), "conferenceAt")
			if words := formatWholeReplay(r); !strings.Contains(words, s.replayed) {
				t.Errorf("after %s: %s, want %s", s.name, words, s.replayed)
			}
			if i == 0 {
				continue
			}
			before := at(h.data(wholeReplayQuery, map[string]any{"p": place[steps[i-1].name]}), "conferenceAt")
			if words := formatWholeReplay(before); strings.Contains(words, s.replayed) {
				t.Errorf("before %s there was %s already: %s", s.name, s.replayed, words)
			}
		}
		now := at(h.data(wholeReplayQuery, nil), "conferenceAt")
		if at(now, "floorRequests", 0, "requestId") != made["request"] ||
			at(now, "floorRequests", 0, "speechId") == nil ||
			at(now, "proposals", 0, "proposalId") != made["proposal"] ||
			at(now, "tasks", 0, "taskId") != made["task"] ||
			at(now, "directives", 0, "directiveId") != made["directive"] {
			t.Errorf("%v", now)
		}
	})
}

// formatWholeReplay is all of a replay that it asks for, in a line.
func formatWholeReplay(r any) string {
	words := []string{
		fmt.Sprint("quorum ", at(r, "quorumPercent")),
		fmt.Sprint("quota ", at(r, "unitQuotaSeconds"), " ", at(r, "siteQuotaSeconds")),
		fmt.Sprint("closed ", at(r, "closedAt") != nil),
	}
	each := func(field string, in func(one any) string) {
		for i := range at(r, field).([]any) {
			words = append(words, in(at(r, field, i)))
		}
	}
	each("agendaItems", func(a any) string {
		return fmt.Sprintf("%v of %v, clock %v", at(a, "title"), at(a, "unitCode"), at(a, "resumedAt") != nil)
	})
	each("sites", func(s any) string { return fmt.Sprint(at(s, "code"), " ", at(s, "link")) })
	each("attendances", func(a any) string {
		return fmt.Sprint(at(a, "title"), " of ", at(a, "unitCode"), " ", at(a, "presence"))
	})
	each("floorRequests", func(f any) string {
		return fmt.Sprint(at(f, "unitCode"), " ", at(f, "kind"), " ", at(f, "state"))
	})
	each("proposals", func(p any) string {
		return fmt.Sprint(at(p, "content"), " ", at(p, "state"), " ", len(at(p, "sponsorIds").([]any)))
	})
	each("directives", func(d any) string { return fmt.Sprint("directed ", at(d, "content")) })
	each("tasks", func(t any) string {
		return fmt.Sprint(at(t, "content"), " ", at(t, "state"), " ", at(t, "assignments", 0, "percent"))
	})
	return strings.Join(words, "; ")
}
