package graph_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/viewer"
)

const screenAgenda = `subscription { agendaLive(conference: "hall") { asOf endsAt delaySeconds currentItem { title
	spentSeconds resumedAt }
	items { startsAt endsAt elapsedSeconds overrunSeconds item { id ordinal title unit { code } } } } }`

func formatTitles(agenda any) string {
	var all []string
	items, _ := at(agenda, "items").([]any)
	for _, i := range items {
		all = append(all, at(i, "item", "title").(string))
	}
	return strings.Join(all, ", ")
}

// TestAgendaLive_Forecast checks the agenda of a screen while items are edited and conducted, and the
// resulting journal.
func TestAgendaLive_Forecast(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		item := func(n int) gid.ID { return conference.PartID(gid.AgendaItem, "hall", n) }
		ministry := h.asMinistry()
		screen := h.dial("")
		screen.subscribe("a", screenAgenda, nil)
		first := at(screen.nextData("a"), "agendaLive")
		if formatTitles(first) != "Báo cáo, Thảo luận" || at(first, "currentItem") != nil ||
			at(first, "endsAt") != nil ||
			at(first, "items", 0, "startsAt") != at(first, "asOf") {
			t.Errorf("at first %v", first)
		}
		for n, minutes := range []int{20, 45} {
			ministry.data(
				`mutation($id: ID!, $m: Int, $t: String!) { changeAgendaItem(input: {agendaItem: $id, item: {kind: REPORT, `+
					`title: $t, plannedMinutes: $m}}) { agendaItem { plannedMinutes } } }`,
				map[string]any{"id": item(n + 1).String(), "m": minutes, "t": []string{"Báo cáo", "Thảo luận"}[n]},
			)
		}
		added := at(
			ministry.data(`mutation { addAgendaItem(input: {conference: "hall", ordinal: 1, item: {kind: WELCOME,
				title: "Chào mừng", plannedMinutes: 5, speaker: "Chủ tịch"}}) { agendaItem { id ordinal speaker } } }`, nil),
			"addAgendaItem", "agendaItem",
		)
		if asInt(t, at(added, "ordinal")) != 1 || at(added, "speaker") != "Chủ tịch" {
			t.Errorf("added %v", added)
		}
		ministry.data(fmt.Sprintf(`mutation { startAgendaItem(input: {agendaItem: %q}) { agendaItem { resumedAt } } }`, item(1)), nil)
		moved := ministry.data(
			fmt.Sprintf(`mutation { moveAgendaItem(input: {agendaItem: %q, ordinal: 2}) { agendaItem { ordinal } } }`, at(added, "id")), nil,
		)
		if asInt(t, at(moved, "moveAgendaItem", "agendaItem", "ordinal")) != 2 {
			t.Errorf("moved %v", moved)
		}
		now := screen.readUntil("a", "agendaLive", matchesText("Báo cáo, Chào mừng, Thảo luận", formatTitles))
		if at(now, "currentItem", "title") != "Báo cáo" || at(now, "currentItem", "resumedAt") == nil {
			t.Errorf("now %v", now)
		}
		start, end := parseTime(t, at(now, "items", 0, "startsAt")), parseTime(t, at(now, "endsAt"))
		if whole := end.Sub(start); whole < 69*time.Minute || whole > 75*time.Minute ||
			at(now, "items", 2, "startsAt") != at(now, "items", 1, "endsAt") ||
			at(now, "items", 2, "endsAt") != at(now, "endsAt") {
			t.Errorf("20, 5 and 45 minutes come to %v", now)
		}
		h.callTransitions("pauseConference")
		screen.readUntil("a", "agendaLive", func(agenda any) bool {
			return at(agenda, "currentItem") != nil && at(agenda, "currentItem", "resumedAt") == nil
		})
		h.callTransitions("resumeConference")
		ministry.checkRefused(
			fmt.Sprintf(`mutation { removeAgendaItem(input: {agendaItem: %q}) { conference { id } } }`, item(1)), "AGENDA_ITEM_STARTED",
		)
		ministry.data(
			fmt.Sprintf(
				`mutation { removeAgendaItem(input: {agendaItem: %q}) { conference { agenda { items { item { title } } } } } }`, at(added, "id"),
			),
			nil,
		)
		h.callTransitions("closeConference")
		last := screen.readUntil("a", "agendaLive", func(agenda any) bool {
			return formatTitles(agenda) == "Báo cáo, Thảo luận" && at(agenda, "currentItem") == nil
		})
		if at(last, "endsAt") != at(last, "items", 0, "endsAt") || at(last, "items", 1, "startsAt") != nil {
			t.Errorf("at last %v", last)
		}
		ministry.checkRefused(
			fmt.Sprintf(`mutation { moveAgendaItem(input: {agendaItem: %q, ordinal: 1}) { agendaItem { id } } }`, item(2)), "WRONG_STATE",
		)
		h.checkEvents(
			journal.ConferenceStream(registry.ConferenceID("hall")),
			"ConferencePlanned ConferenceStateChanged ConferenceStateChanged "+
				"AgendaChanged AgendaChanged AgendaChanged "+
				"AgendaItemStarted AgendaChanged AgendaItemPaused ConferenceStateChanged AgendaItemResumed "+
				"ConferenceStateChanged AgendaChanged AgendaItemEnded ConferenceStateChanged ",
		)
	})
}

func parseTime(t *testing.T, v any) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, fmt.Sprint(v))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestAgendaEvents_Complete checks that agenda events are complete: a client that has only them has the
// agenda.
func TestAgendaEvents_Complete(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		s := h.dial("")
		s.subscribe("1", `subscription { conferenceEvents(conference: "hall") { position change { __typename
			... on AgendaChanged { agendaItems { agendaItemId ordinal kind title plannedMinutes speaker unitCode
			documentIds documentCodes } }
			... on AgendaItemStarted { spentSeconds endedSpentSeconds } ... on AgendaItemPaused { agendaItemId
			spentSeconds pausedAt }
			... on AgendaItemResumed { spentSeconds resumedAt } ... on AgendaItemEnded { spentSeconds } ... on
			AnnouncementMade { text screen } } } }`, nil)
		s.nextData("1")
		item := conference.PartID(gid.AgendaItem, "hall", 2)
		h.asMinistry().data(
			fmt.Sprintf(
				`mutation { moveAgendaItem(input: {agendaItem: %q, ordinal: 1}) { agendaItem { id } } startAgendaItem(input: {agendaItem: %q}) { agendaItem { id } } }`, item, item,
			),
			nil,
		)
		h.callTransitions("pauseConference", "resumeConference")
		h.asMinistry().data(
			`mutation { makeAnnouncement(input: {conference: "hall", text: "Xin chào", screen: "Sảnh"}) { announcement { screen } } }`,
			nil,
		)
		for _, want := range []string{"AgendaChanged", "AgendaItemStarted", "AgendaItemPaused",
			"ConferenceStateChanged", "AgendaItemResumed", "ConferenceStateChanged", "AnnouncementMade"} {
			change := at(s.nextEvent("1"), "conferenceEvents", "change")
			if at(change, "__typename") != want {
				t.Fatalf("%v, want %s", change, want)
			}
			switch want {
			case "AgendaChanged":
				if first := at(change, "agendaItems", 0); at(first, "agendaItemId") != item.String() ||
					at(first, "title") != "Thảo luận" ||
					at(first, "documentIds") == nil ||
					at(first, "documentCodes") == nil ||
					asInt(t, at(change, "agendaItems", 1, "ordinal")) != 2 {
					t.Errorf("%v", change)
				}
			case "AgendaItemStarted":
				if asInt(t, at(change, "spentSeconds")) != 0 || at(change, "endedSpentSeconds") != nil {
					t.Errorf("%v", change)
				}
			case "AgendaItemPaused":
				if at(change, "agendaItemId") != item.String() || at(change, "pausedAt") == nil {
					t.Errorf("%v", change)
				}
			case "AnnouncementMade":
				if at(change, "screen") != "Sảnh" {
					t.Errorf("%v", change)
				}
			}
		}
	})
}

// TestAgendaLive_HiddenConference checks that the agenda of a conference that is not visible cannot be
// subscribed to.
func TestAgendaLive_HiddenConference(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		h.asMinistry().data(`mutation { planConference(input: {code: "hidden", kind: INTERIM_REVIEW,
			title: "Sơ kết", schoolYear: "2024-2025", cluster: 2, useAgendaTemplate: true}) { conference { agenda { items { item {
			title } } } } } }`, nil)
		s := h.dial("")
		s.subscribe("1", `subscription { agendaLive(conference: "hidden") { endsAt } }`, nil)
		if code := s.errorCode("1"); code != "NOT_FOUND" {
			t.Errorf("refused with %s", code)
		}
	})
}

// TestPlanConference_TemplateAndCopy plans next year's conference by a template and as a copy, which only the
// head of that year may do.
func TestPlanConference_TemplateAndCopy(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		template := h.data(`{ agendaTemplate(kind: FINAL_REVIEW) { kind title plannedMinutes }
			launch: agendaTemplate(kind: LAUNCH) { kind } }`, nil)
		if len(at(template, "launch").([]any)) != 0 || at(template, "agendaTemplate", 0, "kind") != "ROLL_CALL" {
			t.Errorf("the templates are %v", template)
		}
		planned := at(
			h.asMinistry().data(
				`mutation { planConference(input: {code: "templated", kind: FINAL_REVIEW, title: "Tổng kết", schoolYear:
					"2024-2025", cluster: 2,
			useAgendaTemplate: true, plannedStartAt: "2025-08-19T08:00:00+07:00", quorumPercent: 60}) { conference { plannedStartAt
			quorumPercent agenda { items { plannedStartAt item { title } } } } } }`,
				nil,
			),
			"planConference", "conference",
		)
		if !strings.HasPrefix(
			formatTitles(at(planned, "agenda")), at(template, "agendaTemplate", 0, "title").(string)+", ",
		) ||
			asInt(t, at(planned, "quorumPercent")) != 60 ||
			at(planned, "agenda", "items", 1, "plannedStartAt") != "2025-08-19T01:10:00Z" {
			t.Errorf("planned %v", planned)
		}
		copied := `mutation { copyConference(input: {conference: "hall", code: "next", title: "Năm sau", schoolYear: ` +
			`"2025-2026", copyDelegates: true}) { conference { code state sites { totalCount } agenda { items { item { title } } } } } }`
		h.checkRefused(copied, "UNAUTHENTICATED")
		ministry := h.asMinistry()
		for range 2 {
			if next := at(ministry.data(copied, nil), "copyConference", "conference"); at(next, "state") != "PLANNED" ||
				formatTitles(at(next, "agenda")) != "Báo cáo, Thảo luận" ||
				asInt(t, at(next, "sites", "totalCount")) != 2 {
				t.Errorf("copied %v", next)
			}
		}
		serve(
			t,
			h.store,
			viewer.Account(
				0, time.Time{},
				viewer.Grant{Role: viewer.ClusterHead, Cluster: registry.ClusterID(2), SchoolYear: nextYear},
			),
		).checkRefused(copied, "FORBIDDEN")
	})
}

// TestAgenda_StatementCount checks that the number of statements of an agenda, read or edited, is independent
// of its items.
func TestAgenda_StatementCount(t *testing.T) {
	eachAPI(t, func(a api) {
		operator := viewer.NewContext(a.t.Context(), viewer.Operator())
		for _, code := range []string{"u", "v"} {
			if err := registry.PutUnit(operator, a.store,
				registry.Unit{Code: code, Kind: "PROVINCIAL_DEPARTMENT", Name: code, ShortName: code}); err != nil {
				a.t.Fatal(err)
			}
			if err := registry.PutDocument(operator, a.store,
				registry.Document{Code: code, Kind: "LAW", Title: code}); err != nil {
				a.t.Fatal(err)
			}
		}
		ministry := serve(a.t, a.store, viewer.Account(0, time.Time{}, viewer.Grant{Role: viewer.Ministry}))
		counts := map[string][]int{}
		for _, n := range []int{3, 90} {
			var items []map[string]any
			for i := range n {
				items = append(
					items,
					map[string]any{
						"kind":      "REPORT",
						"title":     fmt.Sprint("Báo cáo ", i),
						"unit":      []string{"u", "v"}[i%2],
						"documents": []string{"u", "v"},
					},
				)
			}
			code := fmt.Sprint("with-", n)
			ministry.data(
				`mutation($code: String!, $items: [AgendaItemInput!]!) { planConference(input: {code: $code, `+
					`kind: NATIONAL_REVIEW, title: "t", schoolYear: "2024-2025", agendaItems: $items}) { conference { id } } }`,
				map[string]any{"code": code, "items": items},
			)
			for name, query := range map[string]string{
				"read": fmt.Sprintf(`{ conference(code: %q) { agenda { endsAt currentItem { title } items { startsAt `+
					`item { title unit { code } documents { code } } } } } }`, code),
				"move": fmt.Sprintf(`mutation { moveAgendaItem(input: {agendaItem: %q, ordinal: 100}) `+
					`{ agendaItem { id } } }`, conference.PartID(gid.AgendaItem, code, 1)),
				"remove": fmt.Sprintf(`mutation { removeAgendaItem(input: {agendaItem: %q}) `+
					`{ conference { id } } }`, conference.PartID(gid.AgendaItem, code, 2)),
				"add": fmt.Sprintf(`mutation { addAgendaItem(input: {conference: %q, ordinal: 1, item: {kind: TASKS, `+
					`title: "t"}}) { agendaItem { id } } }`, code),
				"copy": fmt.Sprintf(`mutation { copyConference(input: {conference: %q, code: "like-%s", title: "t", `+
					`schoolYear: "2025-2026"}) { conference { id } } }`, code, code),
			} {
				counts[name] = append(counts[name], ministry.countStatements(query, "").Count())
			}
		}
		for name, n := range counts {
			a.t.Logf("%-6s %2d statements", name, n[0])
			if n[1] > n[0] {
				a.t.Errorf("%s: %d statements grew to %d", name, n[0], n[1])
			}
		}
	})
}

// TestAgenda_DelayFitsInt checks that the delay of a conference that was planned long ago fits an Int.
func TestAgenda_DelayFitsInt(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		h.asMinistry().data(`mutation { planConference(input: {code: "old", kind: FINAL_REVIEW, title: "Tổng kết",
			schoolYear: "2023-2024", cluster: 2, plannedStartAt: "1946-01-01T00:00:00Z", sites: [{code: "main",
			name: "Hà Nội", kind: MAIN}], agendaItems: [{kind: REPORT, title: "Báo cáo", plannedMinutes: 30}]}) { conference {
			id } } }`, nil)
		late := at(
			h.asMinistry().data(`{ conference(code: "old") { agenda { delaySeconds } } }`, nil), "conference",
			"agenda", "delaySeconds",
		)
		if asInt(t, late) != 1<<31-1 {
			t.Errorf("it is %v seconds late", late)
		}
	})
}
