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
func TestBeginsWhileTheDatabaseIsDown(t *testing.T) {
	s := newStage(t, func(s *stage) { s.live.Timeout = 100 * time.Millisecond })
	begins := func() {
		t.Helper()
		p := s.greeted(t)
		p.say(after(3))
		p.closed(1013, "Try again later")
		response := s.events(
			t,
			"?query=subscription{ticks}",
			"Last-Event-ID",
			journal.At(7, hallStream, 3).String(),
		)
		if body, err := io.ReadAll(response.Body); err != nil || response.StatusCode != http.StatusOK ||
			!strings.HasSuffix(string(body), "\nretry: 5000\n\n") ||
			strings.Contains(string(body), "event:") {
			t.Errorf("%d %q %v", response.StatusCode, body, err)
		}
		r, _ := http.NewRequest(
			http.MethodPost,
			s.server.URL+"/graphql",
			strings.NewReader(`{"query":"subscription { ticks }"}`),
		)
		r.Header = http.Header{
			"Accept":        {"text/event-stream"},
			"Content-Type":  {"application/json"},
			"Last-Event-Id": {journal.At(7, hallStream, 3).String()},
		}
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		if got := read(t, response); got.status != http.StatusServiceUnavailable ||
			sentinelKind(got.code()) != fault.KindUnavailable ||
			got.header.Get("Retry-After") == "" {
			t.Errorf("%+v", got)
		}
	}
	s.goesDown(fault.DatabaseUnreachable.With())
	begins() // the end of the stream is not known yet
	s.goesDown(nil)
	p := s.greeted(t)
	for p.say(subscribe); ; p.say(subscribe) {
		if _, code := p.next(); code == 0 {
			break
		}
		p = s.greeted(t) // as standard clients do
	}
	s.goesDown(fault.DatabaseUnreachable.With())
	begins() // now it is not known whether there are newer entries
	s.goesDown(nil)
	s.happen(1)
	p.ticks(1, 1)
}

func sentinelKind(code string) fault.Kind {
	for _, s := range fault.All() {
		if string(s.Code()) == code {
			return s.Kind()
		}
	}
	return ""
}

// The same holds if a client cannot be authenticated; a query gets the error as its response, and the socket
// stays open.
func TestNobodyCanBeLookedUp(t *testing.T) {
	down := false
	s := newStage(t, func(s *stage) {
		s.live.SignIn = func(context.Context, string) (viewer.Viewer, error) {
			if down {
				return viewer.Viewer{}, fault.DatabaseUnreachable.With()
			}
			return account(7), nil
		}
	})
	p := s.dial(t)
	p.say(`{"type":"connection_init","payload":{"token":"good"}}`)
	p.hear(ack)
	down = true
	p.say(ask1)
	if got, code := p.next(); code != 0 || !strings.Contains(got, `"DATABASE_UNREACHABLE"`) {
		t.Fatalf("%d %s", code, got)
	}
	p.say(subscribe)
	p.closed(1013, "Try again later")
}

// A socket that is closed for its client to reconnect answers running operations first: the client would
// send a mutation again.
func TestLaterIsAfterWhatRuns(t *testing.T) {
	asked := make(chan bool)
	s := newStage(t, func(s *stage) {
		s.live.SignIn = func(context.Context, string) (viewer.Viewer, error) {
			if <-asked {
				return account(7), nil
			}
			return viewer.Viewer{}, fault.DatabaseUnreachable.With()
		}
	})
	p := s.dial(t)
	p.say(`{"type":"connection_init","payload":{"token":"good"}}`)
	asked <- true
	p.hear(ack)
	p.say(`{"id":"s","type":"subscribe","payload":{"query":"{ slow }"}}`)
	asked <- true
	p.say(subscribe)
	asked <- false
	for range 100 {
		p.say(`{"type":"ping"}`)
		p.hear(`{"type":"pong"}`)
	}
	p.say(`{"id":"s","type":"complete"}`)
	p.closed(1013, "Try again later")
}

// EventSource, which never retries after an error status, is made to reconnect while the server stops;
// others get the status.
func TestEventSourceComesBack(t *testing.T) {
	s := newStage(t)
	if err := s.live.Open.Drain(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	response := s.events(t, "?query=subscription{ticks}")
	if body, err := io.ReadAll(response.Body); err != nil || response.StatusCode != http.StatusOK ||
		string(body) != ":\n\n: SHUTTING_DOWN\nretry: 5000\n\n" {
		t.Errorf("%d %q %v", response.StatusCode, body, err)
	}
	r, _ := http.NewRequest(
		http.MethodPost,
		s.server.URL+"/graphql",
		strings.NewReader(`{"query":"subscription { ticks }"}`),
	)
	r.Header = http.Header{"Accept": {"text/event-stream"}, "Content-Type": {"application/json"}}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if got := read(t, response); got.status != http.StatusServiceUnavailable || got.code() != "SHUTTING_DOWN" ||
		got.header.Get("Retry-After") == "" {
		t.Errorf("%+v", got)
	}
}
