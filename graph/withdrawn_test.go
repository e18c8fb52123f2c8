package graph_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"thidua/internal/account"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/report"
	"thidua/internal/viewer"
)

const clusterHistoryQuery = `subscription($after: Position) { clusterEvents(cluster: 2, schoolYear:
	"2024-2025", after: $after) { position change { __typename
	... on ReportPublished { reportId title unitCode } ... on ReportWithdrawn { reportId title reason unitCode }
	} } }`

const conferenceHistoryQuery = `subscription($after: Position) { conferenceEvents(conference: "hall", after:
	$after) { position change { __typename
	... on AnnouncementMade { announcementId text } ... on AnnouncementWithdrawn { announcementId } } } }`

// readHistory reads a stream from its beginning up to its present end, over a socket and as server-sent
// events, which must tell the same, and gives what it tells.
func (h liveAPI) readHistory(token, query string, s journal.Stream) string {
	h.t.Helper()
	heads, err := journal.ReadHeads(h.t.Context(), h.store.Reader(), s)
	if err != nil {
		h.t.Fatal(err)
	}
	first, last := heads.Key.PositionAt(heads.Epoch, s, 0).String(), heads.Position(s).String()
	changes := func(next func() map[string]any) string {
		var all []string
		for {
			data := next()
			for _, event := range data {
				if text, _ := json.Marshal(at(event, "change")); !strings.Contains(string(text), `"Heartbeat"`) {
					all = append(all, string(text))
				}
				if at(event, "position") == last {
					return strings.Join(all, "\n")
				}
			}
		}
	}
	socket := h.dial(token)
	defer socket.Close()
	socket.subscribe("1", query, map[string]any{"after": first})
	overSocket := changes(func() map[string]any { return socket.nextData("1") })
	read := h.openEventStream(query, map[string]any{"after": first}, "", bearerHeader(token)...)
	overEvents := changes(func() map[string]any {
		_, data := read()
		var payload struct{ Data map[string]any }
		if err := json.Unmarshal([]byte(data), &payload); err != nil {
			h.t.Fatal(err)
		}
		return payload.Data
	})
	if overSocket != overEvents {
		h.t.Errorf("over a socket\n%s\nas events\n%s", overSocket, overEvents)
	}
	return overSocket
}

// changesOfType waits for a change of a type on operation 1, and returns it.
func (s socket) changesOfType(typename string) any {
	s.Helper()
	for {
		for _, event := range s.nextData("1") {
			if change := at(event, "change"); at(change, "__typename") == typename {
				return change
			}
		}
	}
}

// bearerHeader is the header that carries a token; none without one.
func bearerHeader(token string) []string {
	if token == "" {
		return nil
	}
	return []string{"Authorization", "Bearer " + token}
}

// What was published and then withdrawn is read from the history by those alone who may see it, and a screen
// that showed it receives which to take down.
func TestHistory_WithdrawnReport(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		operator := viewer.NewContext(t.Context(), viewer.Operator())
		const year = 2024
		if err := errors.Join(registry.PutUnit(operator, h.store,
			registry.Unit{Code: "ha-nam", Kind: "PROVINCIAL_DEPARTMENT", Name: "Sở Hà Nam", ShortName: "Hà Nam"}),
			registry.PutUnit(operator, h.store,
				registry.Unit{Code: "nam-dinh", Kind: "PROVINCIAL_DEPARTMENT", Name: "Sở Nam Định",
					ShortName: "Nam Định"}),
			registry.PutMembership(operator, h.store,
				registry.Membership{Cluster: 2, SchoolYear: year, Units: []string{"ha-nam", "nam-dinh"}}),
			report.FileReport(operator, h.store,
				report.Report{Unit: "ha-nam", SchoolYear: year, Period: "FINAL", Title: "Bí mật"})); err != nil {
			t.Fatal(err)
		}
		id := registry.ReportKey{Unit: "ha-nam", SchoolYear: year, Period: "FINAL"}.ID().String()
		editor := func(unit string) string {
			token, _ := h.signUp(unit, account.NewGrant{Role: "UNIT_EDITOR", Unit: &unit})
			return token.Secret
		}
		own, other := editor("ha-nam"), editor("nam-dinh")
		stream := journal.ClusterStream(registry.ClusterID(2), year)
		publish := func() {
			h.asMinistry().data(fmt.Sprintf(`mutation { publishReport(input: {report: %q}) { report { id } } }`, id), nil)
		}
		screen := h.dial("")
		screen.subscribe("1", clusterHistoryQuery, nil)
		screen.nextData("1")
		publish()
		for _, caller := range []string{"", own, other} {
			if got := h.readHistory(caller, clusterHistoryQuery, stream); !strings.Contains(got, `"title":"Bí mật"`) ||
				!strings.Contains(got, "ha-nam") {
				t.Errorf("published: %s", got)
			}
		}
		h.asMinistry().data(fmt.Sprintf(`mutation { withdrawReport(input: {report: %q, reason: "Lý do kín"}) { report { id } } }`, id), nil)
		if change := screen.changesOfType("ReportPublished"); at(change, "reportId") != id ||
			at(change, "title") != "Bí mật" {
			t.Errorf("a screen is told %v", change)
		}
		if change := screen.changesOfType("ReportWithdrawn"); at(change, "reportId") != id ||
			at(change, "title") != nil ||
			at(change, "reason") != nil {
			t.Errorf("a screen is told %v", change)
		}
		for name, caller := range map[string]string{"a stranger": "", "the editor of another unit": other} {
			got := h.readHistory(caller, clusterHistoryQuery, stream)
			if strings.Contains(got, "Bí mật") || strings.Contains(got, "kín") || strings.Contains(got, "ha-nam") ||
				strings.Count(got, id) != 1 ||
				!strings.Contains(got, "ReportWithdrawn") {
				t.Errorf("%s reads of what was withdrawn\n%s", name, got)
			}
		}
		if got := h.readHistory(own, clusterHistoryQuery, stream); strings.Count(got, "Bí mật") != 2 ||
			!strings.Contains(got, "Lý do kín") {
			t.Errorf("its own editor reads\n%s", got)
		}
		publish()
		screen.changesOfType("ReportPublished") // so that this node has read it
		if got := h.readHistory("", clusterHistoryQuery, stream); strings.Count(got, "Bí mật") != 3 ||
			strings.Contains(got, "kín") {
			t.Errorf("published again: a stranger reads\n%s", got)
		}
	})
}

// An announcement that was withdrawn is in no history and no replay of those who had no part in the
// conference.
func TestHistory_WithdrawnAnnouncement(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		code := "hall"
		secretary, _ := h.signUp("secretary", account.NewGrant{Role: "SECRETARY", Conference: &code})
		unit := "ha-nam"
		if err := registry.PutUnit(viewer.NewContext(t.Context(), viewer.Operator()), h.store,
			registry.Unit{Code: unit, Kind: "PROVINCIAL_DEPARTMENT", Name: "Sở Hà Nam",
				ShortName: "Hà Nam"}); err != nil {
			t.Fatal(err)
		}
		other, _ := h.signUp("editor", account.NewGrant{Role: "UNIT_EDITOR", Unit: &unit})
		stream := journal.ConferenceStream(registry.ConferenceID("hall"))
		h.announce("Ở lại", "EVERYONE")
		h.announce("Nhầm số", "EVERYONE")
		made := h.asMinistry().data(
			`{ conference(code: "hall") { announcements(first: 9) { edges { node { id text } } } } }`, nil,
		)
		var wrong string
		for i := range at(made, "conference", "announcements", "edges").([]any) {
			if node := at(made, "conference", "announcements", "edges", i, "node"); at(node, "text") == "Nhầm số" {
				wrong = at(node, "id").(string)
			}
		}
		whoever := map[string]string{"a stranger": "", "the editor of a unit": other.Secret}
		sees := func(token, text string) [3]bool {
			replay, _ := json.Marshal(h.ask(replayQuery, nil, bearerHeader(token)...).Data)
			listed, _ := json.Marshal(
				h.ask(
					`{ conference(code: "hall") { announcements(first: 9) { edges { node { text } } } } }`,
					nil,
					bearerHeader(token)...).Data,
			)
			return [3]bool{
				strings.Contains(h.readHistory(token, conferenceHistoryQuery, stream), text),
				strings.Contains(string(replay), text),
				strings.Contains(string(listed), text),
			}
		}
		for name, token := range whoever {
			if got := sees(token, "Nhầm số"); got != [3]bool{true, true, true} {
				t.Errorf("while it stands %s sees it %v", name, got)
			}
		}
		screen := h.dial("")
		screen.subscribe("1", conferenceHistoryQuery, nil)
		screen.nextData("1")
		h.asMinistry().data(fmt.Sprintf(`mutation { withdrawAnnouncement(input: {announcement: %q}) { announcement { id } } }`, wrong), nil)
		screen.changesOfType("AnnouncementWithdrawn") // so that this node has read it
		for name, token := range whoever {
			if got := sees(token, "Nhầm số"); got != [3]bool{} {
				t.Errorf("once it is withdrawn %s sees it %v", name, got)
			}
			if got := sees(token, "Ở lại"); got != [3]bool{true, true, true} {
				t.Errorf("%s sees the other one %v", name, got)
			}
			if got := h.readHistory(token, conferenceHistoryQuery, stream); !strings.Contains(
				got, "AnnouncementWithdrawn",
			) ||
				strings.Count(got, wrong) != 1 {
				t.Errorf("%s is not told which to take down:\n%s", name, got)
			}
		}
		if got := sees(secretary.Secret, "Nhầm số"); got != [3]bool{true, true, true} {
			t.Errorf("the secretary sees it %v", got)
		}
	})
}
