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
	hub      *live.Hub
	streams  *transport.Streams
	server   *httptest.Server
	writes   atomic.Int64 // number of network writes of all connections
	tally    bool         // count them, which disables non-blocking writes
	larges   atomic.Int64 // executions of large
	pad      string       // padding of events
	listener net.Listener // used instead of a port
	limits   transport.Limits

	mu      sync.Mutex
	entries []journal.Entry
	tokens  map[string]viewer.Viewer
	down    error // the error of reading the journal
}

// largeBytes is the length of a large response.
const largeBytes = 600_000

const fixtureSDL = `
type Query { hello: String  slow: String  panic: String  large: String }
type Mutation { change: String }
type Subscription { ticks(after: String): Int  picture: Int  words: String  secret: Int  broken: Int }`

func newFixture(t testing.TB, change ...func(*fixture)) *fixture {
	t.Helper()
	s := &fixture{tokens: map[string]viewer.Viewer{}}
	s.hub = live.New(
		live.Config{
			ReadSince:         s.since,
			ReadHeads:         s.heads,
			HeartbeatInterval: time.Hour,
			PollInterval:      20 * time.Millisecond,
			SnapshotInterval:  time.Millisecond,
		},
	)
	s.streams = &transport.Streams{Hub: s.hub, Authenticate: s.signIn, HTTP: transport.Config{Origins: []string{trustedOrigin}}}
	for _, c := range change {
		c(s)
	}
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: fixtureSDL})
	exec := handler.New(executable{schema, s})
	exec.SetQueryCache(lru.New[*ast.QueryDocument](100))
	exec.AddTransport(transport.WebSocket{Streams: s.streams})
	exec.AddTransport(transport.SSE{Streams: s.streams})
	exec.AddTransport(transport.POST{Limits: s.limits, Streams: s.streams})
	exec.AddTransport(transport.MethodNotAllowed{})
	s.server = httptest.NewUnstartedServer(transport.Middleware(s.streams.HTTP, exec))
	if s.listener != nil {
		_ = s.server.Listener.Close()
		s.server.Listener = s.listener
	}
	s.server.Listener = smallBufferListener{s.server.Listener, s}
	s.server.Start()
	t.Cleanup(func() {
		s.hub.Close()
		s.server.Close()
		for until := time.Now().Add(5 * time.Second); s.streams.Connections.Count() > 0 && time.Now().Before(until); {
			time.Sleep(time.Millisecond)
		}
		if n := s.streams.Connections.Count(); n > 0 {
			t.Errorf("%d are still open", n)
		}
	})
	return s
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
	stage *fixture
}

func (l smallBufferListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	tcp, ok := c.(*net.TCPConn)
	if !ok {
		return c, nil
	}
	_ = tcp.SetWriteBuffer(16 << 10) // so that a peer that does not read blocks writes soon
	if !l.stage.tally {
		return c, nil
	}
	return countingConn{tcp, &l.stage.writes}, nil
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

func (s *fixture) since(_ context.Context, limit int, asked ...journal.StreamPosition) ([]journal.Entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down != nil {
		return nil, s.down
	}
	for _, a := range asked {
		if a.Stream == hallStream && a.Seq < int64(len(s.entries)) {
			return s.entries[a.Seq:min(int(a.Seq)+limit, len(s.entries))], nil
		}
	}
	return nil, nil
}

func (s *fixture) heads(context.Context, ...journal.Stream) (journal.Heads, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down != nil {
		return journal.Heads{}, s.down
	}
	return journal.Heads{Epoch: 7, Last: map[journal.Stream]int64{hallStream: int64(len(s.entries))}}, nil
}

func (s *fixture) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = err
}

// publish appends events.
func (s *fixture) publish(n int) {
	s.mu.Lock()
	for range n {
		seq := int64(len(s.entries) + 1)
		s.entries = append(s.entries, journal.Entry{Stream: hallStream, Seq: seq, Change: tick{int(seq)}})
	}
	s.mu.Unlock()
	s.hub.Wake([]string{string(hallStream)})
}

func (s *fixture) signIn(_ context.Context, bearer string) (viewer.Viewer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if bearer == "database-down" {
		return viewer.Viewer{}, fault.IssuerUnreachable.With()
	}
	v, ok := s.tokens[bearer]
	if !ok {
		return viewer.Viewer{}, fault.Unauthenticated.With()
	}
	if !v.ValidUntil().IsZero() && time.Now().After(v.ValidUntil()) {
		return viewer.Viewer{}, fault.TokenExpired.With()
	}
	return v, nil
}

// exec responds as generated code would.
func (s *fixture) exec(ctx context.Context) graphql.ResponseHandler {
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
	case "large":
		s.larges.Add(1)
		return graphql.OneShot(data(`"` + strings.Repeat("x", largeBytes) + `"`))
	case "panic":
		panic("the password is hunter2")
	case "broken":
		panic("the password is hunter2")
	case "secret":
		graphql.AddError(ctx, errors.New("not for you"))
		return nil
	case "picture":
		states, err := live.ResolveLiveQuery(
			ctx,
			find,
			func(context.Context) (int, error) { s.mu.Lock(); defer s.mu.Unlock(); return len(s.entries), nil },
		)
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
		words, err := live.ResolveLiveQuery(
			ctx,
			find,
			func(ctx context.Context) (string, error) { return fault.LanguageFromContext(ctx), nil },
		)
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
		happened, err := live.ResolveEvents(ctx, find)
		return func(ctx context.Context) *graphql.Response {
			if err != nil {
				return graphql.ErrorResponse(ctx, "%v", err)
			}
			e, ok := <-happened
			if !ok {
				return nil
			}
			if change, ok := e.Change.(tick); ok {
				return data(strconv.Itoa(change.N) + s.pad)
			}
			return data("0")
		}
	}
	return graphql.OneShot(data(`"` + string(viewer.FromContext(ctx).Kind()) + " " + fault.LanguageFromContext(ctx) + `"`))
}

// peer is a client of a socket.
type peer struct {
	*websocket.Conn
	t testing.TB
}

// dial opens a socket, with pairs of header names and values.
func (s *fixture) dial(t testing.TB, header ...string) *peer {
	t.Helper()
	c, response, err := s.tryDial(header...)
	if err != nil {
		t.Fatalf("%v: %+v", err, response)
	}
	t.Cleanup(func() { c.Close() })
	return &peer{c, t}
}

func (s *fixture) tryDial(header ...string) (*websocket.Conn, *http.Response, error) {
	d, h := websocket.Dialer{Subprotocols: []string{"graphql-transport-ws"}}, http.Header{}
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Sec-Websocket-Protocol" {
			d.Subprotocols = strings.Fields(header[i+1])
			continue
		}
		h.Add(header[i], header[i+1])
	}
	return d.Dial("ws"+strings.TrimPrefix(s.server.URL, "http")+"/graphql", h)
}

// dialInit opens a socket and completes the initialisation.
func (s *fixture) dialInit(t testing.TB, header ...string) *peer {
	t.Helper()
	p := s.dial(t, header...)
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
