package transport_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"thidua/internal/ratelimit"
	"thidua/internal/transport"
)

// readBody reads a response to its end.
func readBody(t *testing.T, response *http.Response) string {
	t.Helper()
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

const tooManyOperations = `{"message":"Too many operations at once: 2 are running or waiting, and ` +
	`concurrent-address allows 1 to run; try again in 1 seconds.","extensions":{"code":"TOO_MANY_OPERATIONS",` +
	`"params":{"limit":"concurrent-address","max":1,"retryAfter":1,"value":2}}}`

// While an address has its maximum of running operations, others are rejected over every transport, with the
// same code; subscriptions are not, and when there is a free slot operations are executed again.
func TestExecutions_OverEveryTransport(t *testing.T) {
	limiter := ratelimit.NewLimiter(ratelimit.Rates{Request: 1}, time.Now)
	concurrency := ratelimit.Concurrency{Address: 1, Wait: 20 * time.Millisecond}
	limiter.Concurrency = ratelimit.NewConcurrencyLimiter(concurrency)
	f := newFixture(t, func(f *fixture) { f.streams.HTTP = transport.Config{Limiter: limiter} })
	holder, other := f.dialInit(t), f.dialInit(t)
	holder.send(`{"id":"held","type":"subscribe","payload":{"query":"{ slow }"}}`)
	query := func() (status int, retry, body string) {
		got := f.post(t, `{"query":"{ hello }"}`)
		return got.status, got.header.Get("Retry-After"), got.body
	}
	var status int
	var retry, body string
	eventually(t, "the slot is not occupied", func() bool {
		status, retry, body = query()
		return status != http.StatusOK
	})
	if status != http.StatusTooManyRequests || retry != "1" || !strings.Contains(body, tooManyOperations) {
		t.Errorf("over HTTP: %d %s %s", status, retry, body)
	}
	other.send(`{"id":"q","type":"subscribe","payload":{"query":"{ hello }"}}`)
	other.expect(`{"id":"q","type":"error","payload":[` + tooManyOperations + `]}`)
	events := readBody(t, f.openEventStream(t, "?query={hello}"))
	if !strings.Contains(events, tooManyOperations) {
		t.Errorf("over an event stream: %s", events)
	}
	other.send(`{"id":"s","type":"subscribe","payload":{"query":"subscription { ticks }"}}`)
	other.expect(`{"id":"s","type":"next","payload":{"data":{"ticks":0}}}`)
	f.publish(1)
	other.expect(`{"id":"s","type":"next","payload":{"data":{"ticks":1}}}`)
	holder.send(`{"id":"held","type":"complete"}`)
	eventually(t, "the slot is not free", func() bool {
		status, _, _ := query()
		return status == http.StatusOK
	})
}

// An operation that the client has completed counts for the limit of its socket as long as it runs: otherwise
// a client could start any number by completing each at once.
func TestSocket_CompletedOperationsCountWhileTheyRun(t *testing.T) {
	f := newFixture(t, func(f *fixture) {
		f.streams.MaxOperations = 2
		f.release = make(chan struct{})
	})
	release := sync.OnceFunc(func() { close(f.release) })
	t.Cleanup(release)
	p := f.dialInit(t)
	for i := range int64(2) {
		p.send(fmt.Sprintf(`{"id":"%d","type":"subscribe","payload":{"query":"{ blocked }"}}`, i))
		eventually(t, "it is not executed", func() bool { return f.blocked.Load() == i+1 })
		p.send(fmt.Sprintf(`{"id":"%d","type":"complete"}`, i))
	}
	p.send(helloQuery)
	const params = `"params":{"limit":"--max-operations-per-socket","max":2,"value":2}`
	if text, code := p.next(); code != 0 || !strings.Contains(text, params) {
		t.Fatalf("while two are running: %d %s", code, text)
	}
	release()
	eventually(t, "operations that have ended still count", func() bool {
		p.send(helloQuery)
		text, _ := p.next()
		return text == helloResponse
	})
	p.expect(helloComplete)
}

// At most fifty errors of a document are returned, with one that says how many there are.
func TestErrors_Bounded(t *testing.T) {
	var fields strings.Builder
	for i := range 120 {
		fmt.Fprintf(&fields, "a%d: hello { x } ", i)
	}
	f := newFixture(t)
	document := "{ " + fields.String() + "}"
	got := f.post(t, fmt.Sprintf(`{"query":%q}`, document))
	if n := len(got.errors); n != 51 {
		t.Fatalf("%d errors", n)
	}
	if last := got.errors[50]; !strings.Contains(last.Message, "240 errors; only the first 50 are listed") {
		t.Errorf("%+v", last)
	}
	peer := f.dialInit(t)
	peer.send(fmt.Sprintf(`{"id":"q","type":"subscribe","payload":{"query":%q}}`, document))
	if message, _ := peer.next(); strings.Count(message, `"message"`) != 51 ||
		!strings.Contains(message, "TOO_MANY_ERRORS") {
		t.Errorf("over a socket: %.200s", message)
	}
}
