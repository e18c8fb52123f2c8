package main

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

// Invalid positions are refused with a code, over sockets and event streams, and the socket stays usable, as
// after an error of the guard. Refused requests append nothing to the journal.
func TestFaults_BadInput(t *testing.T) {
	for _, dialect := range []string{store.SQLite, store.Postgres} {
		t.Run(dialect, func(t *testing.T) {
			h := newFaultHarness(t, storetest.NewURL(t, dialect))
			h.startNode(0, h.url)
			h.writeEvents("old", 3)
			cluster := journal.ClusterStream(registry.ClusterID(2), 2024)
			if err := h.store.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
				journal.Append(tx, cluster, journal.ReportWithdrawn{SchoolYear: 2024})
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			if gone, err := journal.Trim(t.Context(), h.store, time.Now()); err != nil || gone == 0 {
				t.Fatal(gone, err)
			}
			now := h.lastPosition()
			for name, tc := range map[string]struct{ position, code string }{
				"forged":            {"AAAA" + now.String()[4:], "BAD_POSITION"},
				"of an old release": {"AAAAAAAAAAEAAAACAAAAAAAAAANlvDs0", "POSITION_LOST"},
				"of another key":    {journal.PositionAt(now.Epoch, faultsStream, 1).String(), "POSITION_LOST"},
				"no position":       {"x", "BAD_POSITION"},
				"another stream":    {now.Key().PositionAt(now.Epoch, "conference/1", 1).String(), "BAD_POSITION"},
				"the future":        {now.Key().PositionAt(now.Epoch, faultsStream, now.Seq+1).String(), "POSITION_LOST"},
				"of another epoch":  {now.Key().PositionAt(now.Epoch+1, faultsStream, 1).String(), "POSITION_LOST"},
			} {
				p := h.openPeer()
				p.send(strings.Replace(subscribeMessage, "%s", tc.position, 1))
				p.expect(name, `"type":"error"`, tc.code)
				p.send(strings.Replace(subscribeMessage, "%s", now.String(), 1)) // the same socket
				p.expect(name, `"type":"next"`, "Heartbeat")
				if got := h.eventStream(tc.position, ""); !strings.Contains(got, tc.code) {
					t.Errorf("%s: the event stream says %s", name, got)
				}
			}
			h.isLost(now.Key().PositionAt(now.Epoch, cluster, 0).String())
			if first := h.eventStream(now.Key().PositionAt(now.Epoch, faultsStream, 0).String(),
				"ConferencePlanned"); !strings.Contains(first, "ConferencePlanned") {
				t.Errorf("from the beginning of the conference: %s", first)
			}
			p := h.openPeer()
			p.send(`{"id":"1","type":"subscribe","payload":{"query":"{ ` +
				strings.Repeat("a: clusters { totalCount } ", 200) + `}"}}`)
			p.expect("the guard", `"type":"error"`, "OPERATION_TOO_COMPLEX")
			p.send(`{"type":"ping"}`)
			p.expect("the guard", `"pong"`)
			for _, refused := range []string{
				`mutation { pauseConference(input: {conference: "faults"}) { conference { state } } }`,
				`mutation { makeAnnouncement(input: {conference: "faults", text: ""}) { announcement { id } } }`,
			} {
				if _, code := h.post(h.nodeURL(0)(), refused); code == "" {
					t.Errorf("%s was not refused", refused)
				}
			}
			if after := h.lastPosition(); after != now {
				t.Errorf("what was refused is in the journal: %d became %d", now.Seq, after.Seq)
			}
		})
	}
}

// isLost checks that a position of the cluster's stream is lost, and that the socket stays usable.
func (h *faultHarness) isLost(position string) {
	h.Helper()
	p := h.openPeer()
	p.send(
		`{"id":"1","type":"subscribe","payload":{"query":"subscription { clusterEvents(cluster: 2, schoolYear: ` +
			`\"2024-2025\", after: \"` + position + `\") { position } }"}}`,
	)
	p.expect("no longer kept", `"type":"error"`, "POSITION_LOST", "NOT_KEPT")
	p.send(`{"type":"ping"}`)
	p.expect("no longer kept", `"pong"`)
}

// eventStream subscribes with server-sent events from a position, and returns the response up to a word, or
// all of it if it ends.
func (h *faultHarness) eventStream(last, upTo string) string {
	h.Helper()
	body := `{"query":"subscription { conferenceEvents(conference: \"faults\") { position change { ` +
		`__typename } } }"}`
	r, err := http.NewRequestWithContext(h.Context(), http.MethodPost, h.nodeURL(0)()+"/graphql",
		strings.NewReader(body))
	if err != nil {
		h.Fatal(err)
	}
	r.Header = http.Header{"Accept": {"text/event-stream"}, "Content-Type": {"application/json"},
		"Last-Event-Id": {last}}
	response, err := faultClient.Do(r)
	if err != nil {
		h.Fatal(err)
	}
	defer response.Body.Close()
	var text strings.Builder
	for lines := bufio.NewScanner(response.Body); upTo == "" || !strings.Contains(text.String(), upTo); {
		if !lines.Scan() {
			if err := lines.Err(); err != nil {
				h.Fatal(err)
			}
			break
		}
		text.WriteString(lines.Text())
	}
	return text.String()
}
