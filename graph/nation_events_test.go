package graph_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	entconference "thidua/ent/conference"
	"thidua/internal/account"
	"thidua/internal/conference"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/report"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

const nationQuery = `subscription($after: Position) { nationEvents(after: $after) { position change { __typename
	... on ConferenceUpdated { code title clusterNumber previousState state conference { title } }
	... on ReportChange { report { title } } ... on ReportWithdrawn { reason } } } }`

// readNation returns the next n events of the nation, in a line each.
func (s socket) readNation(n int) (lines []string) {
	s.Helper()
	for len(lines) < n {
		change := at(s.nextData("1"), "nationEvents", "change")
		switch at(change, "__typename") {
		case "ConferenceUpdated":
			lines = append(lines, fmt.Sprint(at(change, "code"), " ", at(change, "previousState"), " ",
				at(change, "state"), " ", at(change, "conference", "title")))
		case "ReportPublished", "ReportWithdrawn":
			lines = append(lines, fmt.Sprint(at(change, "__typename"), " ", at(change, "report", "title")))
		}
	}
	return lines
}

// A dashboard learns of conferences and reports whose codes it does not know: the Ministry and the head of
// the cluster of a plan, everybody of a conference that is opened, and of its end, also when it resumes
// later.
func TestNationEvents_ConferencesAndReports(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		operator := viewer.NewContext(t.Context(), viewer.Operator())
		if err := errors.Join(
			registry.PutCluster(operator, h.store, registry.Cluster{Number: 5, Kind: "CLUSTER", Name: "Cụm 5"}),
			report.FileReport(operator, h.store, report.Report{Cluster: 2, SchoolYear: 2024, Period: "FINAL",
				Title: "Báo cáo cụm"})); err != nil {
			t.Fatal(err)
		}
		head := func(cluster int) socket {
			token, _ := h.signUp(fmt.Sprint("cụm ", cluster), account.NewGrant{Role: "CLUSTER_HEAD", Cluster: &cluster,
				SchoolYear: new(vi.SchoolYear(2024))})
			return h.dial(token.Secret)
		}
		token, _ := h.signUp("bo", account.NewGrant{Role: "MINISTRY"})
		begin := at(h.data(`{ nationPosition }`, nil), "nationPosition")
		seeing := []socket{h.dial(token.Secret), head(2)}
		others := []socket{head(5), h.dial("")}
		for _, s := range slices.Concat(seeing, others) {
			s.subscribe("1", nationQuery, map[string]any{"after": begin})
		}
		receive := func(sockets []socket, want ...string) {
			t.Helper()
			for i, s := range sockets {
				if got := s.readNation(len(want)); !slices.Equal(got, want) {
					t.Errorf("socket %d received %q, want %q", i, got, want)
				}
			}
		}
		ministry := h.asMinistry()
		ministry.data(`mutation { planConference(input: {code: "secret", kind: FINAL_REVIEW, title: "Kín",
			schoolYear: "2024-2025", cluster: 2, agendaItems: []}) { conference { id } } }`, nil)
		receive(seeing, "secret <nil> PLANNED Kín")
		ministry.data(`mutation { openConference(input: {conference: "secret"}) { conference { id } } }`, nil)
		receive(seeing, "secret PLANNED OPEN Kín")
		receive(others, "secret PLANNED OPEN Kín")
		ministry.data(`mutation { cancelConference(input: {conference: "secret", reason: "Bão"}) { conference {
			id } } }`, nil)
		receive(seeing, "secret OPEN CANCELLED Kín")
		receive(others, "<nil> OPEN CANCELLED <nil>")
		id := registry.ReportKey{Cluster: 2, SchoolYear: 2024, Period: "FINAL"}.ID()
		ministry.data(fmt.Sprintf(`mutation { publishReport(input: {report: %q}) { report { id } } }`, id), nil)
		receive(seeing, "ReportPublished Báo cáo cụm")
		receive(others, "ReportPublished Báo cáo cụm")

		late, lateMinistry := h.dial(""), h.dial(token.Secret)
		for _, s := range []socket{late, lateMinistry} {
			s.subscribe("1", nationQuery, map[string]any{"after": begin})
		}
		receive([]socket{late}, "<nil> OPEN CANCELLED <nil>", "ReportPublished Báo cáo cụm")
		receive([]socket{lateMinistry}, "secret <nil> PLANNED Kín", "secret PLANNED OPEN Kín",
			"secret OPEN CANCELLED Kín", "ReportPublished Báo cáo cụm")
	})
}

// The events of the nation are for everybody exactly in the states in which everybody may read a conference.
func TestNationEvents_PublicStates(t *testing.T) {
	eachDataset(t, func(a api) {
		operator := viewer.NewContext(a.t.Context(), viewer.Operator())
		for _, state := range []entconference.State{entconference.StatePlanned, entconference.StateOpen,
			entconference.StateInSession, entconference.StateOnBreak, entconference.StateClosed,
			entconference.StatePostponed, entconference.StateCancelled} {
			code := "state-" + strings.ToLower(strings.ReplaceAll(string(state), "_", "-"))
			if err := conference.Record(operator, a.store, conference.Conference{Code: code, Kind: "FINAL_REVIEW",
				State: state, Title: "Hội nghị", SchoolYear: 2024, Cluster: 2}); err != nil {
				a.t.Fatal(err)
			}
			visible := fmt.Sprint(at(a.data(fmt.Sprintf(`{ conferences(where: {code: %q}) { totalCount } }`, code),
				nil), "conferences", "totalCount")) == "1"
			if public := (journal.ConferenceUpdated{State: state}).ReachesEveryone(); public != visible {
				a.t.Errorf("%s: everybody receives the event: %v, and may read the conference: %v", state, public, visible)
			}
		}
	})
}
