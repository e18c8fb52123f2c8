package transport_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"thidua/internal/fault"
	"thidua/internal/journal"
	"thidua/internal/viewer"
)

// A client that subscribes while the database is down is made to reconnect, as existing subscribers are: by
// a close code after which standard clients do, by a stream that ends, or by 503.
func TestSubscribe_DatabaseDown(t *testing.T) {
	f := newFixture(t, func(f *fixture) { f.streams.Timeout = 100 * time.Millisecond })
	expectReconnect := func() {
		t.Helper()
		p := f.dialInit(t)
		p.send(subscribeAfter("a", 3))
		p.expectClosed(1013, "Try again later")
		lastID := journal.PositionAt(7, hallStream, 3).String()
		response := f.openEventStream(t, "?query=subscription{ticks}", "Last-Event-ID", lastID)
		if body, err := io.ReadAll(response.Body); err != nil || response.StatusCode != http.StatusOK ||
			!strings.HasSuffix(string(body), "\nretry: 5000\n\n") ||
			strings.Contains(string(body), "event:") {
			t.Errorf("%d %q %v", response.StatusCode, body, err)
		}
		const body = `{"query":"subscription { ticks }"}`
		got := f.post(t, body, "Accept", "text/event-stream", "Last-Event-ID", lastID)
		if got.status != http.StatusServiceUnavailable || got.header.Get("Retry-After") == "" ||
			sentinelKind(got.code()) != fault.KindUnavailable {
			t.Errorf("%+v", got)
		}
	}
	f.fail(fault.DatabaseUnreachable.With())
	expectReconnect() // the end of the stream is not known yet
	f.fail(nil)
	p := f.dialInit(t)
	for p.send(subscribeMessage); ; p.send(subscribeMessage) {
		if _, code := p.next(); code == 0 {
			break
		}
		p = f.dialInit(t) // as standard clients do
	}
	f.fail(fault.DatabaseUnreachable.With())
	expectReconnect() // now it is not known whether there are newer entries
	f.fail(nil)
	f.publish(1)
	p.expectTicks(1, 1)
}

func sentinelKind(code string) fault.Kind {
	for _, s := range fault.Sentinels() {
		if string(s.Code()) == code {
			return s.Kind()
		}
	}
	return ""
}

// The same holds if a client cannot be authenticated; a query gets the error as its response, and the socket
// stays open.
func TestSubscribe_AuthenticationUnavailable(t *testing.T) {
	unavailable := false
	f := newFixture(t, func(f *fixture) {
		f.streams.Authenticate = func(context.Context, string) (viewer.Viewer, error) {
			if unavailable {
				return viewer.Viewer{}, fault.DatabaseUnreachable.With()
			}
			return account(7), nil
		}
	})
	p := f.dial(t)
	p.send(`{"type":"connection_init","payload":{"token":"good"}}`)
	p.expect(ackMessage)
	unavailable = true
	p.send(helloQuery)
	if got, code := p.next(); code != 0 || !strings.Contains(got, `"DATABASE_UNREACHABLE"`) {
		t.Fatalf("%d %s", code, got)
	}
	p.send(subscribeMessage)
	p.expectClosed(1013, "Try again later")
}

// A socket that is closed for its client to reconnect answers running operations first: the client would
// send a mutation again.
func TestCloseWhenIdle_AfterRunningOperations(t *testing.T) {
	authenticated := make(chan bool)
	f := newFixture(t, func(f *fixture) {
		f.streams.Authenticate = func(context.Context, string) (viewer.Viewer, error) {
			if <-authenticated {
				return account(7), nil
			}
			return viewer.Viewer{}, fault.DatabaseUnreachable.With()
		}
	})
	p := f.dial(t)
	p.send(`{"type":"connection_init","payload":{"token":"good"}}`)
	authenticated <- true
	p.expect(ackMessage)
	p.send(`{"id":"s","type":"subscribe","payload":{"query":"{ slow }"}}`)
	authenticated <- true
	p.send(subscribeMessage)
	authenticated <- false
	for range 100 {
		p.send(`{"type":"ping"}`)
		p.expect(`{"type":"pong"}`)
	}
	p.send(`{"id":"s","type":"complete"}`)
	p.expectClosed(1013, "Try again later")
}

// EventSource, which never retries after an error status, is made to reconnect while the server stops;
// others get the status.
func TestSSE_EventSourceReconnects(t *testing.T) {
	f := newFixture(t)
	if err := f.streams.Connections.Drain(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	response := f.openEventStream(t, "?query=subscription{ticks}")
	if body, err := io.ReadAll(response.Body); err != nil || response.StatusCode != http.StatusOK ||
		string(body) != ":\n\n: SHUTTING_DOWN\nretry: 5000\n\n" {
		t.Errorf("%d %q %v", response.StatusCode, body, err)
	}
	got := f.post(t, `{"query":"subscription { ticks }"}`, "Accept", "text/event-stream")
	if got.status != http.StatusServiceUnavailable || got.code() != "SHUTTING_DOWN" ||
		got.header.Get("Retry-After") == "" {
		t.Errorf("%+v", got)
	}
}
