package graph_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"thidua/internal/account"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/viewer"
)

const eventsQuery = `subscription($after: Position) { conferenceEvents(conference: "hall", after: $after) {
	position at change { __typename
	... on ConferenceStateChanged { previousState state } ... on AgendaItemStarted { title } ... on
	AnnouncementMade { text } ... on SiteCheckedIn { code delegatesPresent } } } }`

// formatEvent is an event in a word or two.
func formatEvent(data map[string]any) string {
	change := at(data, "conferenceEvents", "change")
	word := at(change, "__typename").(string)
	for _, detail := range []string{"state", "title", "text", "code"} {
		if d, ok := at(change, detail).(string); ok {
			word += " " + d
		}
	}
	return word
}

func positionOfEvent(data map[string]any) string {
	return at(data, "conferenceEvents", "position").(string)
}

// nextEvent is the next event of an operation that is no heartbeat: those come whenever this node has
// delivered all it has read.
func (s socket) nextEvent(id string) map[string]any {
	s.Helper()
	for {
		if data := s.nextData(id); formatEvent(data) != "Heartbeat" {
			return data
		}
	}
}

// TestConferenceEvents_ResumeFromPosition checks that a screen that takes the snapshot, subscribes from its
// position, is disconnected and resumes receives every event once and in order, over a socket and an event
// stream.
func TestConferenceEvents_ResumeFromPosition(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		snapshot := h.data(`{ conference(code: "hall") { id position state agendaItems { edges { node { id } `+
			`} } } }`, nil)["conference"]
		from := at(snapshot, "position").(string)
		items := nodeIDs(at(snapshot, "agendaItems"))
		h.announce("Chào mừng", "EVERYONE") // between the snapshot and the subscription
		screen := h.dial("")
		screen.subscribe("1", eventsQuery, map[string]any{"after": from})
		if got := formatEvent(screen.nextEvent("1")); got != "AnnouncementMade Chào mừng" {
			t.Errorf("first came %s", got)
		}
		h.asMinistry().data(fmt.Sprintf(`mutation { startAgendaItem(input: {agendaItem: %q}) { agendaItem { id } } }`, items[0]), nil)
		h.asMinistry().data(
			`mutation { checkInSite(input: {conference: "hall", site: "hue", delegatesPresent: 31}) { site { id } } }`, nil,
		)
		h.callTransitions("pauseConference")
		var last map[string]any
		for _, want := range []string{"AgendaItemStarted Báo cáo", "SiteCheckedIn hue", "AgendaItemPaused",
			"ConferenceStateChanged ON_BREAK"} {
			if last = screen.nextEvent("1"); formatEvent(last) != want {
				t.Errorf("%s, want %s", formatEvent(last), want)
			}
		}
		_ = screen.Close() // the network
		h.callTransitions("resumeConference")
		h.announce("Tiếp tục", "EVERYONE")
		want := []string{"AgendaItemResumed", "ConferenceStateChanged IN_SESSION", "AnnouncementMade Tiếp tục"}
		again := h.dial("")
		again.subscribe("1", eventsQuery, map[string]any{"after": positionOfEvent(last)})
		next := h.openEventStream(eventsQuery, nil, positionOfEvent(last))
		for _, w := range want {
			overSocket := again.nextEvent("1")
			if formatEvent(overSocket) != w {
				t.Errorf("%s, want %s", formatEvent(overSocket), w)
			}
			id, data := next()
			for strings.Contains(data, "Heartbeat") {
				id, data = next()
			}
			var payload struct{ Data map[string]any }
			if err := json.Unmarshal([]byte(data), &payload); err != nil || formatEvent(payload.Data) != w ||
				id != positionOfEvent(payload.Data) ||
				id != positionOfEvent(overSocket) {
				t.Errorf("over an event stream %s %s, want %s", id, data, w)
			}
		}
		anew := h.dial("")
		anew.subscribe("1", eventsQuery, nil)
		if got := formatEvent(anew.nextData("1")); got != "Heartbeat" {
			t.Errorf("who begins anew is told %s", got)
		}
	})
}

// TestLiveQuery_SharedRendering checks that a live query delivers the newest state, and is executed once for
// all subscribers.
func TestLiveQuery_SharedRendering(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		query := `subscription($conference: String!) { conferenceLive(conference: $conference) { position state currentItem { title } ` +
			`announcements { totalCount } } }`
		variables := map[string]any{"conference": "hall"}
		one, other := h.dial(""), h.dial("")
		for _, s := range []socket{one, other} {
			s.subscribe("v", query, variables)
			if state := at(s.nextData("v"), "conferenceLive", "state"); state != "IN_SESSION" {
				t.Errorf("state %v", state)
			}
		}
		h.announce("Chào mừng", "EVERYONE")
		h.callTransitions("pauseConference")
		for _, s := range []socket{one, other} {
			for {
				now := at(s.nextData("v"), "conferenceLive")
				if at(now, "state") == "ON_BREAK" && asInt(t, at(now, "announcements", "totalCount")) == 1 {
					break
				}
			}
		}
	})
}

// TestSubscriptions_VisibilityClasses checks that two visibility classes receive what each may see, identical
// within a class, and that subscribers who lose a role or a token receive nothing of the old scope.
func TestSubscriptions_VisibilityClasses(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		code := "hall"
		secretary := account.NewGrant{Role: "SECRETARY", Conference: &code}
		tokenA, grants := h.signUp("a", secretary)
		tokenB, _ := h.signUp("b", secretary)
		a, b, stranger := h.dial(tokenA.Secret), h.dial(tokenB.Secret), h.dial("")
		for _, s := range []socket{a, b, stranger} {
			s.subscribe("1", eventsQuery, nil)
			s.nextData("1")
		}
		h.announce("Họp kín", "PARTICIPANTS")
		h.announce("Mời vào", "EVERYONE")
		for range 2 {
			if first, second := a.receive(), b.receive(); string(first.Payload) != string(second.Payload) ||
				first.Type != "next" {
				t.Errorf("%s\n%s", first.Payload, second.Payload)
			}
		}
		if got := formatEvent(stranger.nextEvent("1")); got != "AnnouncementMade Mời vào" {
			t.Errorf("a stranger is told %s", got)
		}

		h.asMinistry().data(fmt.Sprintf(`mutation { revokeGrant(input: {grant: %q}) { grant { id } } }`, grants[0]), nil)
		h.announce("Vẫn kín", "PARTICIPANTS")
		h.announce("Ra chơi", "EVERYONE")
		for _, want := range []string{"ScopeChanged", "AnnouncementMade Ra chơi"} {
			if got := formatEvent(a.nextEvent("1")); got != want {
				t.Errorf("who is no longer secretary is told %s, want %s", got, want)
			}
		}
		b.nextEvent("1")
		last := b.nextEvent("1")

		h.asMinistry().data(fmt.Sprintf(`mutation { revokeToken(input: {token: %q}) { token { id } } }`, tokenB.Token), nil)
		if _, _, err := b.ReadMessage(); !websocket.IsCloseError(err, 4403) {
			t.Errorf("a token that was revoked: %v", err)
		}
		h.announce("Lại kín", "PARTICIPANTS")
		fresh, err := account.IssueToken(
			viewer.NewContext(t.Context(), viewer.Operator()), h.store, account.NewToken{Account: "b", Label: "fresh"},
		)
		if err != nil {
			t.Fatal(err)
		}
		again := h.dial(fresh.Secret)
		again.subscribe("1", eventsQuery, map[string]any{"after": positionOfEvent(last)})
		if got := formatEvent(again.nextEvent("1")); got != "AnnouncementMade Lại kín" {
			t.Errorf("with a fresh token it goes on with %s", got)
		}
	})
}

// outdatedPosition is one as releases wrote them that did not encrypt positions: epoch 1, stream 2, number 3.
const outdatedPosition = "AAAAAAAAAAEAAAACAAAAAAAAAANlvDs0"

// TestSubscriptions_Rejected checks that invalid subscriptions fail with a code, and that the socket
// continues.
func TestSubscriptions_Rejected(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		s := h.dial("")
		heads, err := journal.ReadHeads(t.Context(), h.store.Reader())
		if err != nil {
			t.Fatal(err)
		}
		stream := journal.ConferenceStream(registry.ConferenceID("hall"))
		elsewhere := heads.Key.PositionAt(heads.Epoch, journal.ConferenceStream(1), 0).String()
		lost := heads.Key.PositionAt(1, stream, 0).String()
		made := journal.NewPositionKey([]byte("guessed")).PositionAt(heads.Epoch, stream, 0).String()
		for name, c := range map[string]struct{ query, code string }{
			"no conference": {`subscription { conferenceEvents(conference: "none") { position } }`, "NOT_FOUND"},
			"forged": {`subscription { conferenceEvents(conference: "hall", after: "forged") { ` +
				`position } }`, "BAD_POSITION"},
			"of another stream": {`subscription { conferenceEvents(conference: "hall", ` +
				`after: "` + elsewhere + `") { position } }`, "BAD_POSITION"},
			"of another epoch": {`subscription { conferenceEvents(conference: "hall", ` +
				`after: "` + lost + `") { position } }`, "POSITION_LOST"},
			"of another key": {`subscription { conferenceEvents(conference: "hall", ` +
				`after: "` + made + `") { position } }`, "POSITION_LOST"},
			"of an old release": {`subscription { conferenceEvents(conference: "hall", ` +
				`after: "` + outdatedPosition + `") { position } }`, "POSITION_LOST"},
			"no conference to show": {`subscription { conferenceLive(conference: "x") { id } }`, "NOT_FOUND"},
			"no such field": {`subscription { conferenceEvents(conference: "hall") { ` +
				`luck } }`, "GRAPHQL_VALIDATION_FAILED"},
			"two at once": {`subscription { a: conferenceEvents(conference: "hall") { position } b: ` +
				`conferenceEvents(conference: "hall") { position } }`, "GRAPHQL_VALIDATION_FAILED"},
			"no cluster": {`subscription { clusterEvents(cluster: 99, schoolYear: "2024-2025") { ` +
				`position } }`, "NOT_FOUND"},
			"a bad school year": {`subscription { clusterEvents(cluster: 2, schoolYear: "2024") { ` +
				`position } }`, "BAD_SCHOOL_YEAR"},
			"deeper than may be": {`subscription { ` +
				`conferenceLive(conference: "hall") { ` + strings.Repeat("cluster { conferences { edges { "+
				"node { ", 10) + "id" + strings.Repeat(" } } } }", 10) + ` } }`, "OPERATION_TOO_COMPLEX"},
		} {
			s.subscribe(name, c.query, nil)
			if code := s.errorCode(name); code != c.code {
				t.Errorf("%s: %s, want %s", name, code, c.code)
			}
		}
		many := make([]int, 5000)
		s.subscribe("many", eventsQuery, map[string]any{"after": many})
		if code := s.errorCode("many"); code != "OPERATION_TOO_COMPLEX" {
			t.Errorf("too many values: %s", code)
		}
		h.checkRefused(eventsQuery, "SUBSCRIPTION_TRANSPORT")
		s.subscribe("on", eventsQuery, nil)
		s.nextData("on")
		_ = s.WriteMessage(websocket.TextMessage, []byte(`{"id":"on","type":"complete"}`))
	})
}
