package graph_test

import (
	"fmt"
	"testing"
	"time"

	"thidua/internal/conference/conferencetest"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/viewer"
)

var longAgo = time.Date(2024, 8, 19, 1, 0, 0, 0, time.UTC)

// TestConference_PlanToClose conducts a conference from its plan to its end over GraphQL alone, and checks
// what viewers see and the journal.
func TestConference_PlanToClose(t *testing.T) {
	eachAPI(t, func(a api) {
		operator := viewer.NewContext(a.t.Context(), viewer.Operator())
		if err := registry.PutCluster(operator, a.store,
			registry.Cluster{Number: 2, Kind: "CLUSTER", Name: "Cụm 2"}); err != nil {
			a.t.Fatal(err)
		}
		id := registry.ConferenceID("final")
		head := serve(
			a.t,
			a.store,
			viewer.Account(
				0, time.Time{},
				viewer.Grant{Role: viewer.ClusterHead, Cluster: registry.ClusterID(2), SchoolYear: nextYear},
			),
		)
		secretary := serve(
			a.t, a.store, viewer.Account(0, time.Time{}, viewer.Grant{Role: viewer.Secretary, Conference: id}),
		)
		planned := head.data(`mutation { planConference(input: {code: "final", kind: FINAL_REVIEW, title:
			"Tổng kết", schoolYear: "2024-2025", cluster: 2, heldOn: "2025-08-19", host: null, venue: null,
			plannedStartAt: null,
			sites: [{code: "main", name: "Hà Nội", kind: MAIN, province: null, unit: null}, {code: "hue", name: "Huế",
			kind: REMOTE}],
			agendaItems: [{kind: REPORT, title: "Báo cáo", plannedMinutes: 20}, {kind: DISCUSSION, title:
			"Thảo luận"}]}) { conference {
			state currentItem { id } agendaItems { edges { node { id plannedMinutes } } } } } }`, nil).changed("planConference")
		if at(planned, "state") != "PLANNED" || at(planned, "currentItem") != nil ||
			asInt(a.t, at(planned, "agendaItems", "edges", 0, "node", "plannedMinutes")) != 20 {
			a.t.Errorf("planned %v", planned)
		}
		items := nodeIDs(at(planned, "agendaItems"))
		now := `{ conference(code: "final") { state currentItem { title plannedMinutes startedAt } announcements {
			edges { node { text audience withdrawnAt } } }
			sites { edges { node { code delegatesPresent checkedInAt checkedOutAt } } } } }`
		if got := a.ask(now, nil); len(got.Errors) != 1 || got.Errors[0].Extensions.Code != "NOT_FOUND" {
			a.t.Errorf("a stranger sees what is planned: %+v", got)
		}
		a.checkRefused(`mutation { openConference(input: {conference: "final"}) { conference { state } } }`, "NOT_FOUND")
		secretary.data(`mutation { openConference(input: {conference: "final"}) { conference { state } } }`, nil)
		a.checkRefused(`mutation { closeConference(input: {conference: "final"}) { conference { state } } }`, "UNAUTHENTICATED")
		secretary.checkRefused(`mutation { pauseConference(input: {conference: "final"}) { conference { state } } }`, "WRONG_STATE")
		secretary.checkRefused(`mutation { cancelConference(input: {conference: "final", reason: "x"}) { conference { state } } }`, "FORBIDDEN")

		site := secretary.data(`mutation { checkInSite(input: {conference: "final", site: "hue", delegatesPresent: `+
			`31}) { site { code delegatesPresent conference { state } } } }`, nil).changed("checkInSite")
		if asInt(a.t, at(site, "delegatesPresent")) != 31 || at(site, "conference", "state") != "OPEN" {
			a.t.Errorf("the site is %v", site)
		}
		secretary.data(`mutation { startConference(input: {conference: "final"}) { conference { state } } }`, nil)
		for _, item := range items {
			secretary.data(fmt.Sprintf(`mutation { startAgendaItem(input: {agendaItem: %q}) { agendaItem { startedAt endedAt } } }`, item), nil)
		}
		all := secretary.data(
			`mutation { makeAnnouncement(input: {conference: "final", text: "Giải lao 15 phút"}) { announcement { id madeAt } } }`, nil,
		)
		secretary.data(`mutation { makeAnnouncement(input: {conference: "final", text: "Họp kín",
			audience: PARTICIPANTS, site: "hue"}) { announcement { id site { code } } } }`, nil)
		seen := a.data(now, nil)["conference"]
		if at(seen, "state") != "IN_SESSION" || at(seen, "currentItem", "title") != "Thảo luận" ||
			at(seen, "currentItem", "plannedMinutes") != nil ||
			len(at(seen, "announcements", "edges").([]any)) != 1 {
			a.t.Errorf("a stranger sees %v", seen)
		}
		if both := at(head.data(now, nil), "conference", "announcements", "edges"); at(
			both, 0, "node", "text",
		) != "Họp kín" ||
			len(both.([]any)) != 2 {
			a.t.Errorf("the head sees %v", both)
		}
		secretary.data(
			fmt.Sprintf(
				`mutation { withdrawAnnouncement(input: {announcement: %q}) { announcement { withdrawnAt } } }`, at(all, "makeAnnouncement", "announcement", "id"),
			),
			nil,
		)
		secretary.data(`mutation { pauseConference(input: {conference: "final"}) { conference { state } } }`, nil)
		secretary.data(`mutation { checkOutSite(input: {conference: "final", site: "hue"}) { site { checkedOutAt } } }`, nil)
		head.data(`mutation { resumeConference(input: {conference: "final"}) { conference { state } } }`, nil)
		closed := head.data(`mutation { closeConference(input: {conference: "final"}) { conference { state currentItem { id } agendaItems { `+
			`edges { node { startedAt endedAt } } } } } }`, nil).changed("closeConference")
		if at(closed, "state") != "CLOSED" || at(closed, "currentItem") != nil ||
			at(closed, "agendaItems", "edges", 1, "node", "endedAt") == nil {
			a.t.Errorf("closed %v", closed)
		}
		secretary.checkRefused(
			`mutation { checkInSite(input: {conference: "final", site: "hue", delegatesPresent: 1}) { site { code } } }`,
			"WRONG_STATE",
		)
		a.checkEvents(
			journal.ConferenceStream(id),
			"ConferencePlanned ConferenceStateChanged SiteCheckedIn ConferenceStateChanged "+
				"AgendaItemStarted AgendaItemStarted "+
				"AnnouncementMade AnnouncementMade AnnouncementWithdrawn AgendaItemPaused ConferenceStateChanged "+
				"SiteCheckedOut AgendaItemResumed ConferenceStateChanged AgendaItemEnded ConferenceStateChanged ",
		)
		conferencetest.CheckReplay(a.t, a.store, "final")
	})
}

// checkRefused sends an operation that must be refused with a code.
func (a api) checkRefused(query, code string) {
	a.t.Helper()
	if got := a.ask(query, nil); len(got.Errors) != 1 || got.Errors[0].Extensions.Code != code {
		a.t.Errorf("%s: %+v, want %s", query, got, code)
	}
}

// checkEvents checks what a stream holds, by the names of the changes.
func (a api) checkEvents(s journal.Stream, want string) {
	a.t.Helper()
	entries, err := journal.ReadSince(a.t.Context(), a.store.Reader(), 100, journal.StreamSeq{Stream: s})
	if err != nil {
		a.t.Fatal(err)
	}
	got := ""
	for _, e := range entries {
		got += fmt.Sprintf("%T ", e.Change)[len("journal."):]
	}
	if got != want {
		a.t.Errorf("the journal tells\n%s\nwant\n%s", got, want)
	}
}
