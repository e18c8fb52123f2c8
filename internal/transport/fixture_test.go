package transport_test

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/gorilla/websocket"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"thidua/internal/fault"
	"thidua/internal/journal"
	"thidua/internal/live"
	"thidua/internal/transport"
	"thidua/internal/viewer"
)

const hallStream = journal.Stream("conference/1")

// tick is the only kind of event of a fixture.
type tick struct{ N int }

func (tick) Audience() viewer.Audience { return viewer.AudienceAll() }

// fixture is a server with subscriptions to a journal in memory.
type fixture struct {
	hub             *live.Hub
	streams         *transport.Streams
	server          *httptest.Server
	writes          atomic.Int64  // number of network writes of all connections
	countWrites     bool          // count them, which disables non-blocking writes
	largeExecutions atomic.Int64  // executions of large
	blocked         atomic.Int64  // running executions of blocked
	release         chan struct{} // closed to end them
	pad             string        // padding of events
	listener        net.Listener  // used instead of a port
	limits          transport.Limits

	mu      sync.Mutex
	entries []journal.Entry
	tokens  map[string]viewer.Viewer
	readErr error // the error of reading the journal
}

// largeBytes is the length of a large response.
const largeBytes = 600_000

const fixtureSDL = `
type Query { hello: String  slow: String  blocked: String  panic: String  large: String }
type Mutation { change: String }
type Subscription { ticks(after: String): Int  picture: Int  words: String  secret: Int  broken: Int }`

func newFixture(t testing.TB, options ...func(*fixture)) *fixture {
	t.Helper()
	f := &fixture{tokens: map[string]viewer.Viewer{}}
	f.hub = live.New(live.Config{
		ReadSince:         f.since,
		ReadHeads:         f.heads,
		HeartbeatInterval: time.Hour,
		PollInterval:      20 * time.Millisecond,
		SnapshotInterval:  time.Millisecond,
	})
	f.streams = &transport.Streams{
		Hub:          f.hub,
		Authenticate: f.signIn,
		HTTP:         transport.Config{Origins: []string{trustedOrigin}},
	}
	for _, option := range options {
		option(f)
	}
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: fixtureSDL})
	exec := handler.New(executable{schema, f})
	exec.SetQueryCache(lru.New[*ast.QueryDocument](100))
	exec.AddTransport(transport.WebSocket{Streams: f.streams})
	exec.AddTransport(transport.SSE{Streams: f.streams})
	exec.AddTransport(transport.POST{Limits: f.limits, Streams: f.streams})
	exec.AddTransport(transport.MethodNotAllowed{})
	f.server = httptest.NewUnstartedServer(transport.Middleware(f.streams.HTTP, exec))
	if f.listener != nil {
		_ = f.server.Listener.Close()
		f.server.Listener = f.listener
	}
	f.server.Listener = smallBufferListener{f.server.Listener, f}
	f.server.Start()
	t.Cleanup(func() {
		f.hub.Close()
		f.server.Close()
		eventually(t, "connections are still open", func() bool { return f.streams.Connections.Count() == 0 })
	})
	return f
}

// executable stands in for generated code. gqlgen's mock would keep the context of every call.
type executable struct {
	schema  *ast.Schema
	fixture *fixture
}

func (e executable) Schema() *ast.Schema { return e.schema }

func (e executable) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (e executable) Exec(ctx context.Context) graphql.ResponseHandler { return e.fixture.exec(ctx) }

// smallBufferListener accepts connections with small buffers.
type smallBufferListener struct {
	net.Listener
	fixture *fixture
}

func (s smallBufferListener) Accept() (net.Conn, error) {
	c, err := s.Listener.Accept()
	if err != nil {
		return nil, err
	}
	tcp, ok := c.(*net.TCPConn)
	if !ok {
		return c, nil
	}
	_ = tcp.SetWriteBuffer(16 << 10) // so that a peer that does not read blocks writes soon
	if !s.fixture.countWrites {
		return c, nil
	}
	return countingConn{tcp, &s.fixture.writes}, nil
}

// countingConn counts writes to the network.
type countingConn struct {
	*net.TCPConn
	writes *atomic.Int64
}

func (c countingConn) Write(p []byte) (int, error) {
	c.writes.Add(1)
	return c.TCPConn.Write(p)
}

func (f *fixture) since(
	_ context.Context, limit int, positions ...journal.StreamSeq,
) ([]journal.Entry, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.readErr != nil {
		return nil, f.readErr
	}
	for _, p := range positions {
		if p.Stream == hallStream && p.Seq < int64(len(f.entries)) {
			return f.entries[p.Seq:min(int(p.Seq)+limit, len(f.entries))], nil
		}
	}
	return nil, nil
}

func (f *fixture) heads(context.Context, ...journal.Stream) (journal.Heads, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.readErr != nil {
		return journal.Heads{}, f.readErr
	}
	return journal.Heads{Epoch: 7, Last: map[journal.Stream]int64{hallStream: int64(len(f.entries))}}, nil
}

func (f *fixture) fail(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.readErr = err
}

// publish appends events.
func (f *fixture) publish(n int) {
	f.mu.Lock()
	for range n {
		seq := int64(len(f.entries) + 1)
		f.entries = append(f.entries, journal.Entry{Stream: hallStream, Seq: seq, Change: tick{int(seq)}})
	}
	f.mu.Unlock()
	f.hub.Wake([]string{string(hallStream)})
}

func (f *fixture) signIn(_ context.Context, bearer string) (viewer.Viewer, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if bearer == "database-down" {
		return viewer.Viewer{}, fault.IssuerUnreachable.With()
	}
	v, ok := f.tokens[bearer]
	if !ok {
		return viewer.Viewer{}, fault.Unauthenticated.With()
	}
	if !v.ValidUntil().IsZero() && time.Now().After(v.ValidUntil()) {
		return viewer.Viewer{}, fault.TokenExpired.With()
	}
	return v, nil
}

// exec responds as generated code would.
func (f *fixture) exec(ctx context.Context) graphql.ResponseHandler {
	oc := graphql.GetOperationContext(ctx)
	field := oc.Operation.SelectionSet[0].(*ast.Field)
	data := func(v string) *graphql.Response {
		return &graphql.Response{Data: json.RawMessage(`{"` + field.Alias + `":` + v + `}`)}
	}
	find := func(context.Context) (journal.Stream, error) { return hallStream, nil }
	switch field.Name {
	case "slow":
		<-ctx.Done()
		return func(context.Context) *graphql.Response { return nil }
	case "blocked": // it ignores that it is canceled
		f.blocked.Add(1)
		defer f.blocked.Add(-1)
		<-f.release
	case "large":
		f.largeExecutions.Add(1)
		return graphql.OneShot(data(`"` + strings.Repeat("x", largeBytes) + `"`))
	case "panic":
		panic("the password is hunter2")
	case "broken":
		panic("the password is hunter2")
	case "secret":
		graphql.AddError(ctx, errors.New("not for you"))
		return nil
	case "picture":
		states, err := live.ResolveLiveQuery(ctx, find, f.countEntries)
		return func(ctx context.Context) *graphql.Response {
			if err != nil {
				return graphql.ErrorResponse(ctx, "%v", err)
			}
			n, ok := <-states
			if !ok {
				return nil
			}
			return data(strconv.Itoa(n))
		}
	case "words":
		words, err := live.ResolveLiveQuery(ctx, find, func(ctx context.Context) (string, error) {
			return fault.LanguageFromContext(ctx), nil
		})
		return func(ctx context.Context) *graphql.Response {
			if err != nil {
				return graphql.ErrorResponse(ctx, "%v", err)
			}
			word, ok := <-words
			if !ok {
				return nil
			}
			return data(`"` + word + `"`)
		}
	case "ticks":
		if text, ok := field.ArgumentMap(oc.Variables)["after"].(string); ok {
			if _, err := journal.ParsePosition(text); err != nil {
				graphql.AddError(ctx, err)
				return nil
			}
		}
		events, err := live.ResolveEvents(ctx, find)
		return func(ctx context.Context) *graphql.Response {
			if err != nil {
				return graphql.ErrorResponse(ctx, "%v", err)
			}
			e, ok := <-events
			if !ok {
				return nil
			}
			if change, ok := e.Change.(tick); ok {
				return data(strconv.Itoa(change.N) + f.pad)
			}
			return data("0")
		}
	}
	caller := string(viewer.FromContext(ctx).Kind())
	return graphql.OneShot(data(`"` + caller + " " + fault.LanguageFromContext(ctx) + `"`))
}

func (f *fixture) countEntries(context.Context) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.entries), nil
}

// post sends an operation, with pairs of header names and values, and returns its GraphQL response.
func (f *fixture) post(t *testing.T, body string, header ...string) testResponse {
	t.Helper()
	return readResponse(t, f.postPlain(t, body, header...))
}

// postPlain is post for a response that may be an event stream.
func (f *fixture) postPlain(t *testing.T, body string, header ...string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, f.server.URL+"/graphql",
		strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", asJSON)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	return response
}

// peer is a client of a socket.
type peer struct {
	*websocket.Conn
	t testing.TB
}

// dial opens a socket, with pairs of header names and values.
func (f *fixture) dial(t testing.TB, header ...string) *peer {
	t.Helper()
	c, response, err := f.tryDial(header...)
	if err != nil {
		t.Fatalf("%v: %+v", err, response)
	}
	t.Cleanup(func() { c.Close() })
	return &peer{c, t}
}

func (f *fixture) tryDial(header ...string) (*websocket.Conn, *http.Response, error) {
	d, h := websocket.Dialer{Subprotocols: []string{"graphql-transport-ws"}}, http.Header{}
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Sec-Websocket-Protocol" {
			d.Subprotocols = strings.Fields(header[i+1])
			continue
		}
		h.Add(header[i], header[i+1])
	}
	return d.Dial("ws"+strings.TrimPrefix(f.server.URL, "http")+"/graphql", h)
}

// dialInit opens a socket and completes the initialisation.
func (f *fixture) dialInit(t testing.TB, header ...string) *peer {
	t.Helper()
	p := f.dial(t, header...)
	p.send(`{"type":"connection_init"}`)
	p.expect(`{"type":"connection_ack"}`)
	return p
}

func (p *peer) send(text string) {
	p.t.Helper()
	if err := p.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		p.t.Fatal(err)
	}
}

// next returns the next message; the reason and the code if the socket was closed.
func (p *peer) next() (string, int) {
	p.t.Helper()
	_ = p.SetReadDeadline(time.Now().Add(10 * time.Second))
	_, text, err := p.ReadMessage()
	var closed *websocket.CloseError
	if errors.As(err, &closed) {
		return closed.Text, closed.Code
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return string(text), 0
}

func (p *peer) expect(want string) {
	p.t.Helper()
	if got, code := p.next(); got != want || code != 0 {
		p.t.Fatalf("received %d %s, want %s", code, got, want)
	}
}

func (p *peer) expectClosed(want int, reason string) {
	p.t.Helper()
	if got, code := p.next(); code != want || reason != "*" && got != reason {
		p.t.Fatalf("closed by %d %q, want %d %q", code, got, want, reason)
	}
}
