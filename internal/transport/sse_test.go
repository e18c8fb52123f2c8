package transport_test

import (
	"bufio"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/viewer"
)

func account(id gid.ID) viewer.Viewer { return viewer.Account(id, time.Time{}) }

// openEventStream requests an event stream.
func (f *fixture) openEventStream(t *testing.T, query string, header ...string) *http.Response {
	t.Helper()
	url := f.server.URL + "/graphql" + strings.ReplaceAll(query, " ", "%20")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	return response
}

// readLines reads n lines.
func readLines(t *testing.T, r *bufio.Reader, n int) string {
	t.Helper()
	var all string
	for range n {
		line, err := r.ReadString('\n')
		if err != nil {
			t.Fatalf("%v after %q", err, all)
		}
		all += line
	}
	return all
}

func eventID(seq int64) string {
	return "id: " + journal.PositionAt(7, hallStream, seq).String() + "\n"
}

const tick0Data = `data: {"data":{"ticks":0}}` + "\n\n"

// Events have their positions as ids, and a stream resumes after the client's last one.
func TestSSE_Resume(t *testing.T) {
	f := newFixture(t)
	f.publish(2)
	response := f.openEventStream(t, "?query=subscription{ticks}")
	r := bufio.NewReader(response.Body)
	if h := response.Header; h.Get("Content-Type") != "text/event-stream; charset=utf-8" ||
		h.Get("Content-Encoding") != "" || h.Get("Cache-Control") != "no-store" {
		t.Errorf("%v", response.Header)
	}
	if got := readLines(t, r, 6); got != ":\n\nevent: next\n"+eventID(2)+tick0Data {
		t.Errorf("%q", got)
	}
	f.publish(1)
	three := "event: next\n" + eventID(3) + `data: {"data":{"ticks":3}}` + "\n\n"
	four := "event: next\n" + eventID(4) + `data: {"data":{"ticks":4}}` + "\n\n"
	if got := readLines(t, r, 4); got != three {
		t.Errorf("%q", got)
	}
	// The hub reads the entry before the stream resumes. Otherwise, the event that ends the replay may come
	// between the two.
	f.publish(1)
	if got := readLines(t, r, 4); got != four {
		t.Errorf("%q", got)
	}
	response.Body.Close()
	lastID := journal.PositionAt(7, hallStream, 2).String()
	r = bufio.NewReader(f.openEventStream(t, "?query=subscription{ticks}", "Last-Event-ID", lastID).Body)
	if got := readLines(t, r, 10); got != ":\n\n"+three+four {
		t.Errorf("%q", got)
	}
	f.awaitConnections(t, 1) // the end of the first one was noticed
}

// The other rules of the protocol: queries, errors within the stream and before it, comments, and which
// requests get a stream.
func TestSSE_Protocol(t *testing.T) {
	f := newFixture(t, func(f *fixture) { f.streams.CommentInterval = 20 * time.Millisecond })
	all := func(query string, header ...string) string {
		response := f.openEventStream(t, query, header...)
		body, _ := io.ReadAll(response.Body)
		if response.StatusCode != http.StatusOK || !strings.HasPrefix(string(body), ":\n\nevent: next\ndata: {") ||
			!strings.HasSuffix(string(body), "\n\nevent: complete\ndata:\n\n") {
			t.Errorf("%s: %d %s", query, response.StatusCode, body)
		}
		return string(body)
	}
	for query, want := range map[string]string{
		"?query={hello}":                                `{"data":{"hello":"ANONYMOUS en"}}`,
		"?query={":                                      "GRAPHQL_PARSE_FAILED",
		"?query={nothing}":                              "GRAPHQL_VALIDATION_FAILED",
		"?query={hello}&operationName=B":                "UNKNOWN_OPERATION",
		"?query=subscription{secret}":                   "not for you",
		`?query=subscription{ticks(after:"x")}`:         "errors",
		"?query=subscription{ticks}&operationName=none": "UNKNOWN_OPERATION",
	} {
		if got := all(query); !strings.Contains(got, want) {
			t.Errorf("%s: %s", query, got)
		}
	}
	if got := all("?query={hello}", "Accept-Language", "vi"); !strings.Contains(got, "ANONYMOUS vi") {
		t.Error(got)
	}
	if got := all("?query=subscription{ticks}", "Last-Event-ID", "x"); !strings.Contains(got, `"BAD_POSITION"`) {
		t.Error(got)
	}
	lost := journal.PositionAt(6, hallStream, 0).String()
	got := all("?query=subscription{ticks}", "Last-Event-ID", lost)
	if !strings.Contains(got, `"POSITION_LOST"`) {
		t.Error(got)
	}
	for query, want := range map[string]int{
		"":                           400,
		"?query=mutation{change}":    405,
		"?query={hello}&variables=x": 400,
	} {
		if got := readResponse(t, f.openEventStream(t, query)); got.status != want || len(got.errors) != 1 {
			t.Errorf("%q: %+v", query, got)
		}
	}
	r := bufio.NewReader(f.openEventStream(t, "?query=subscription{picture}").Body)
	if got := readLines(t, r, 9); got != ":\n\nevent: next\ndata: {\"data\":{\"picture\":0}}\n\n:\n\n:\n\n" {
		t.Errorf("a live query with comments: %q", got)
	}
	plain := f.post(t, `{"query":"subscription { ticks }"}`)
	if plain.code() != "SUBSCRIPTION_TRANSPORT" || !strings.Contains(plain.body, "text/event-stream") {
		t.Errorf("a plain POST: %+v", plain)
	}
}

// A client that does not read is disconnected, and one whose token has expired is made to reconnect, without
// complete.
func TestSSE_End(t *testing.T) {
	f := newFixture(t, func(f *fixture) {
		f.streams.WriteTimeout, f.pad = 300*time.Millisecond, strings.Repeat(" ", 40<<10)
		f.tokens["short"] = viewer.Account(7, time.Now().Add(300*time.Millisecond))
	})
	short := f.openEventStream(t, "?query=subscription{ticks}", "Authorization", "Bearer short")
	body, err := io.ReadAll(short.Body)
	if err != nil || strings.Contains(string(body), "complete") || !strings.Contains(string(body), "next") {
		t.Errorf("an expired token: %v %s", err, body)
	}
	short = f.openEventStream(t, "?query=subscription{ticks}", "Authorization", "Bearer short")
	if got := readResponse(t, short); got.status != http.StatusUnauthorized || got.code() != "TOKEN_EXPIRED" {
		t.Errorf("an expired token: %+v", got)
	}
	f.openEventStream(t, "?query=subscription{ticks}")
	f.publish(600)
	f.awaitConnections(t, 0)
}
