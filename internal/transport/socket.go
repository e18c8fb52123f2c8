package transport

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/gorilla/websocket"

	"thidua/internal/fault"
	"thidua/internal/guard"
	"thidua/internal/viewer"
)

// WebSocket implements the protocol graphql-transport-ws.
type Socket struct{ *Live }

var _ graphql.Transport = Socket{}

// subprotocols are the supported values of Sec-WebSocket-Protocol. The second one is obsolete: it is
// accepted only to close the socket with a code that clients can read; browsers hide it if no subprotocol is
// selected.
var protocols = []string{"graphql-transport-ws", "graphql-ws"}

// The close codes. Standard clients reconnect after those of the second group, and after a lost connection.
const (
	closeBadRequest   = 4400
	closeUnauthorized = 4401
	closeProtocol     = 4406
	closeTwice        = 4409
	closeGreetings    = 4429
	closeInternal     = 4500

	closeForbidden  = 4403
	closeNoGreeting = 4408
	closeRestart    = websocket.CloseServiceRestart
	closeLater      = websocket.CloseTryAgainLater
)

// The buffers that gorilla keeps for each socket, and uses for a write. A control frame fits into the first; a
// message that fits into the second is one write.
const (
	readBuffer, oneWrite = 512, 4 << 10
	beforeGreeting       = 64 << 10 // of a message before connection_ack
)

// writeBuffers are the buffers in which gorilla builds frames.
var frames sync.Pool

// Supports returns true for WebSocket handshakes.
func (Socket) Supports(r *http.Request) bool {
	return r.Method == http.MethodGet && websocket.IsWebSocketUpgrade(r)
}

// Do upgrades the connection and returns, so that what net/http holds for a request is released. All errors
// before the upgrade are HTTP responses.
func (t Socket) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	defer caught(w, r)
	if !t.Origins.trusts(r) {
		Refuse(w, r, fault.CrossOrigin)
		return
	}
	s := &socket{live: t.Live, exec: exec, bearer: bearerOf(r.Header), ctx: t.context(r)}
	err := t.Open.enter(&s.seat, t.Origins.Proxies.client(r), viewer.From(r.Context()), s.goAway)
	if err != nil {
		w.Header().Set("Retry-After", comeBackAfter)
		Refuse(w, r, err)
		return
	}
	if !s.upgrade(w, r) {
		t.Open.leave(&s.seat)
		return
	}
	go s.serve()
}

// retryAfterSeconds is the Retry-After value if a limit of connections is reached.
const comeBackAfter = "5"

// socketContext returns what a socket keeps of the request that opened it.
func (l *Live) context(r *http.Request) context.Context {
	ctx := context.WithValue(context.Background(), exchangeKey{}, &Exchange{ID: RequestID(r.Context())})
	ctx = fault.WithLanguage(ctx, fault.Language(r.Header.Get("Accept-Language")))
	return guard.PayingAs(ctx, r.Context())
}

// upgrade upgrades the connection, or responds with an error.
func (s *socket) upgrade(w http.ResponseWriter, r *http.Request) bool {
	h := &hijacker{ResponseWriter: w, timeout: s.live.write()}
	upgrader := websocket.Upgrader{
		Subprotocols: protocols, WriteBufferSize: oneWrite, WriteBufferPool: &frames,
		CheckOrigin: func(*http.Request) bool { return true }, // checked before
		Error: func(w http.ResponseWriter, r *http.Request, status int, reason error) {
			w.Header().Set("Sec-Websocket-Version", "13")
			refuse(w, r, status, fault.MalformedRequest.With("reason", "NOT_A_HANDSHAKE").Because(reason))
		},
	}
	conn, err := upgrader.Upgrade(h, r, http.Header{requestIDHeader: {RequestID(r.Context())}})
	if err != nil {
		return false
	}
	h.direct()
	conn.SetReadLimit(s.live.maxBody())
	s.countControlFrames(conn)
	conn.SetCloseHandler(func(code int, _ string) error { return s.echo(conn, code) })
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conn, s.wire = conn, h.wire
	s.timer = time.AfterFunc(s.live.init(), s.tick)
	return true
}

// echoClose answers the client's close frame. A frame without a code is answered without one.
func (s *socket) echo(conn *websocket.Conn, code int) error {
	if s.closing.Swap(true) {
		return nil // it answers ours
	}
	s.wire.seal()
	_ = conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""),
		time.Now().Add(s.live.write()))
	return nil
}

// closeReason returns a reason, or a shorter one if it does not fit into a control frame.
func reasonFor(reason, otherwise string) string {
	if len(reason) > 123 {
		return otherwise
	}
	return reason
}
