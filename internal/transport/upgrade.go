package transport

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/gorilla/websocket"

	"thidua/internal/fault"
	"thidua/internal/ratelimit"
	"thidua/internal/viewer"
)

// WebSocket implements the protocol graphql-transport-ws.
type WebSocket struct{ *Streams }

var _ graphql.Transport = WebSocket{}

// subprotocols are the supported values of Sec-WebSocket-Protocol. The second one is obsolete: it is
// accepted only to close the socket with a code that clients can read; browsers hide it if no subprotocol is
// selected.
var subprotocols = []string{"graphql-transport-ws", "graphql-ws"}

// The close codes. Standard clients reconnect after those of the second group, and after a lost connection.
const (
	closeBadRequest     = 4400
	closeUnauthorized   = 4401
	closeBadSubprotocol = 4406
	closeDuplicateID    = 4409
	closeTooManyInit    = 4429
	closeInternal       = 4500

	closeForbidden     = 4403
	closeInitTimeout   = 4408
	closeRestart       = websocket.CloseServiceRestart
	closeTryAgainLater = websocket.CloseTryAgainLater
)

// The buffers that gorilla keeps for each socket, and uses for a write. A control frame fits into the first;
// a message that fits into the second is one write.
const (
	readBufferBytes, writeBufferBytes = 512, 4 << 10
	maxBytesBeforeInit                = 64 << 10 // of a message before connection_ack
)

// writeBuffers are the buffers in which gorilla builds frames.
var writeBuffers sync.Pool

// Supports returns true for WebSocket handshakes.
func (WebSocket) Supports(r *http.Request) bool {
	return r.Method == http.MethodGet && websocket.IsWebSocketUpgrade(r)
}

// Do upgrades the connection and returns, so that what net/http holds for a request is released. All errors
// before the upgrade are HTTP responses.
func (ws WebSocket) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	defer recoverPanic(w, r)
	if !ws.HTTP.trustsOrigin(r) {
		WriteError(w, r, fault.CrossOrigin)
		return
	}
	s := &socket{streams: ws.Streams, exec: exec, bearer: bearerToken(r.Header), ctx: ws.socketContext(r)}
	address, caller := ws.HTTP.Proxies.clientAddress(r), viewer.FromContext(r.Context())
	err := ws.Connections.acquire(&s.slot, address, caller, s.closeForShutdown)
	if err != nil {
		w.Header().Set("Retry-After", retryAfterSeconds)
		WriteError(w, r, err)
		return
	}
	if !s.upgrade(w, r) {
		ws.Connections.release(&s.slot)
		return
	}
	go s.serve()
}

// retryAfterSeconds is the Retry-After value if a limit of connections is reached.
const retryAfterSeconds = "5"

// socketContext returns what a socket keeps of the request that opened it.
func (s *Streams) socketContext(r *http.Request) context.Context {
	ctx := context.WithValue(context.Background(), requestInfoKey{}, &RequestInfo{ID: RequestID(r.Context())})
	ctx = fault.WithLanguage(ctx, fault.NegotiateLanguage(r.Header.Get("Accept-Language")))
	return ratelimit.WithClientOf(ctx, r.Context())
}

// upgrade upgrades the connection, or responds with an error.
func (s *socket) upgrade(w http.ResponseWriter, r *http.Request) bool {
	h := &hijacker{ResponseWriter: w, timeout: s.streams.writeTimeout()}
	upgrader := websocket.Upgrader{
		Subprotocols: subprotocols, WriteBufferSize: writeBufferBytes, WriteBufferPool: &writeBuffers,
		CheckOrigin: func(*http.Request) bool { return true }, // checked before
		Error: func(w http.ResponseWriter, r *http.Request, status int, reason error) {
			w.Header().Set("Sec-Websocket-Version", "13")
			known := fault.MalformedRequest.With("reason", "NOT_A_HANDSHAKE").Wrap(reason)
			writeErrorStatus(w, r, status, known)
		},
	}
	conn, err := upgrader.Upgrade(h, r, http.Header{requestIDHeader: {RequestID(r.Context())}})
	if err != nil {
		return false
	}
	h.readDirectly()
	s.setControlHandlers(conn)
	conn.SetCloseHandler(func(code int, _ string) error { return s.echoClose(conn, code) })
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conn, s.netConn = conn, h.netConn
	s.timer = time.AfterFunc(s.streams.initTimeout(), s.onTimer)
	return true
}

// echoClose answers the client's close frame. A frame without a code is answered without one.
func (s *socket) echoClose(conn *websocket.Conn, code int) error {
	if s.closing.Swap(true) {
		return nil // it answers ours
	}
	s.netConn.stopWrites()
	_ = conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""),
		time.Now().Add(s.streams.writeTimeout()))
	return nil
}

// fitCloseReason returns a reason, or a shorter one if it does not fit into a control frame.
func fitCloseReason(reason, shorter string) string {
	if len(reason) > 123 {
		return shorter
	}
	return reason
}
