package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"thidua/internal/journal"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

// Positions from which nobody can go on are refused by a code, over sockets and over event streams, and the socket lives on;
// so it does when the guard refuses. What is refused leaves nothing in the journal.
func TestFaultsBadInput(t *testing.T) {
	for _, dialect := range []string{store.SQLite, store.Postgres} {
		t.Run(dialect, func(t *testing.T) {
			h := newHall(t, storetest.URL(t, dialect))
			h.node(0, h.url)
			h.happens("old", 3)
			if _, err := journal.Trim(t.Context(), h.store, time.Now()); err != nil {
				t.Fatal(err)
			}
			now := h.head()
			for name, tc := range map[string]struct{ position, code string }{
				"forged":           {"AAAA" + now.String()[4:], "BAD_POSITION"},
				"no position":      {"x", "BAD_POSITION"},
				"another stream":   {journal.At(now.Epoch, "conference/1", 1).String(), "BAD_POSITION"},
				"the future":       {journal.At(now.Epoch, stream, now.Seq+1).String(), "POSITION_LOST"},
				"no longer kept":   {journal.At(now.Epoch, stream, 0).String(), "POSITION_LOST"},
				"of another epoch": {journal.At(now.Epoch+1, stream, 1).String(), "POSITION_LOST"},
			} {
				p := h.socket()
				p.say(strings.Replace(following, "%s", tc.position, 1))
				p.hears(name, `"type":"error"`, tc.code)
				p.say(strings.Replace(following, "%s", now.String(), 1)) // the same socket
				p.hears(name, `"type":"next"`, "Heartbeat")
				if got := h.eventStream(tc.position); !strings.Contains(got, tc.code) {
					t.Errorf("%s: the event stream says %s", name, got)
				}
			}
			p := h.socket()
			p.say(`{"id":"1","type":"subscribe","payload":{"query":"{ ` + strings.Repeat("a: clusters { totalCount } ", 200) + `}"}}`)
			p.hears("the guard", `"type":"error"`, "OPERATION_TOO_COMPLEX")
			p.say(`{"type":"ping"}`)
			p.hears("the guard", `"pong"`)
			for _, refused := range []string{`mutation { pauseConference(code: "faults") { state } }`,
				`mutation { makeAnnouncement(input: {conference: "faults", text: ""}) { id } }`} {
				if _, code := h.post(h.at(0)(), refused); code == "" {
					t.Errorf("%s was not refused", refused)
				}
			}
			if after := h.head(); after != now {
				t.Errorf("what was refused is in the journal: %d became %d", now.Seq, after.Seq)
			}
		})
	}
}

// eventStream subscribes by server-sent events from a position, and gives what comes.
func (h *hall) eventStream(last string) string {
	h.Helper()
	body := `{"query":"subscription { conferenceEvents(conference: \"faults\") { position } }"}`
	r, err := http.NewRequestWithContext(h.Context(), http.MethodPost, h.at(0)()+"/graphql", strings.NewReader(body))
	if err != nil {
		h.Fatal(err)
	}
	r.Header = http.Header{"Accept": {"text/event-stream"}, "Content-Type": {"application/json"}, "Last-Event-Id": {last}}
	response, err := client.Do(r)
	if err != nil {
		h.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body) // it ends: nothing is followed
	if err != nil {
		h.Fatal(err)
	}
	return string(text)
}
