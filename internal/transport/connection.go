package transport

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/gorilla/websocket"
)

// socket is one WebSocket connection. One goroutine at a time reads. Each operation has a goroutine while it
// runs, and writes by itself; while it waits for events, the hub's dispatchers write for it what can be
// written without blocking. Idle sockets are kept small, because there are many.
type socket struct {
	live *Live
	exec graphql.GraphExecutor
	seat seat

	writing sync.Mutex // held while messages that belong together are written
	heard   atomic.Bool
	closing atomic.Bool

	mu           sync.Mutex
	conn         *websocket.Conn
	wire         *wire
	timer        *time.Timer // for connection_init, and then for pings
	greeted      bool
	acknowledged bool
	going        int             // the code to close with when no query or mutation is running; 0 for none
	running      int             // queries, mutations, and subscriptions that are being opened
	bearer       string          // the token, authenticated anew for each operation
	ctx          context.Context // without deadline
	operations   []*operation
	allowanceAt  int64 // when the allowance of messages is full again, in nanoseconds since 1970

	unread   int // bytes of responses to be written, and reserved ones; guarded by server.unread
	reserved int // the part of unread that is reserved for responses of unknown size
}

// serve starts reading, unless the socket has to be closed at once.
func (s *socket) serve() {
	s.mu.Lock()
	going := s.going
	s.mu.Unlock()
	switch {
	case going != 0:
		s.close(going, goings[going])
	case s.conn.Subprotocol() != protocols[0]:
		s.close(closeProtocol, "Subprotocol not acceptable")
	}
	go s.listen()
}

// readLoop reads and handles one message, and leaves the next one to a goroutine with a new stack: waiting
// needs a small one, handling a large one, and sockets mostly wait.
func (s *socket) listen() {
	defer func() {
		if p := recover(); p != nil {
			s.panicked(p)
			s.gone()
		}
	}()
	kind, r, err := s.conn.NextReader()
	if err == nil {
		s.heard.Store(true)
		err = s.read(kind, r)
	}
	if err == nil {
		s.live.unread.waitReadable(s)
		go s.listen()
		return
	}
	s.closing.Store(true)
	s.stop() // if gorilla has sent a close frame, nothing may follow it
	s.linger(err)
	s.gone()
}

// readNext reads and handles one message.
func (s *socket) read(kind int, r io.Reader) error {
	if s.closing.Load() {
		_, err := io.Copy(io.Discard, r) // until the client's close frame
		return err
	}
	text := bodies.Get().(*bytes.Buffer)
	defer func() {
		if text.Cap() <= keptBody {
			text.Reset()
			bodies.Put(text)
		}
	}()
	s.mu.Lock()
	known := s.acknowledged
	s.mu.Unlock()
	if !known {
		r = io.LimitReader(r, beforeGreeting+1)
	}
	if _, err := text.ReadFrom(r); err != nil {
		return err
	}
	switch {
	case !known && text.Len() > beforeGreeting:
		s.close(websocket.CloseMessageTooBig, "")
	case kind != websocket.TextMessage:
		s.close(closeBadRequest, invalid+"not text")
	case !validText(text.Bytes()):
		s.close(websocket.CloseInvalidFramePayloadData, "")
	default:
		return s.take(text.Bytes())
	}
	return nil
}

// handleMessage handles a message. Its error ends the reading.
func (s *socket) take(text []byte) error {
	m, err := readMessage(text)
	if err != nil {
		s.close(closeBadRequest, invalid+err.Error())
		return nil
	}
	switch m.kind {
	case typeSubscribe:
		return s.subscribe(m)
	case typeComplete:
		if s.complete(m.id) {
			return nil // charged with its operation
		}
	}
	if err := s.countMessage(); err != nil {
		return err
	}
	switch m.kind {
	case typeInit:
		s.greet(m)
	case typePing:
		s.pong(m.payload)
	case typePong: // nothing to do: received is set
	}
	return nil
}

// pong answers a ping, with its payload if it has one.
func (s *socket) pong(payload []byte) {
	text := append([]byte(nil), `{"type":"pong"`...)
	if payload != nil {
		text = append(append(text, `,"payload":`...), payload...)
	}
	s.write(append(text, '}'))
}

// write writes a single message.
func (s *socket) write(text []byte) {
	s.writing.Lock()
	defer s.writing.Unlock()
	_ = s.conn.WriteMessage(websocket.TextMessage, text) // the wire closes the connection if a write fails
}

// onTimer closes a socket that sent no connection_init in time, pings the others, and closes those that did
// not answer the last ping. These are pings of WebSocket, which browsers answer by themselves, and not of
// graphql-transport-ws, which a page need not answer.
func (s *socket) tick() {
	s.mu.Lock()
	greeted := s.greeted
	s.mu.Unlock()
	switch {
	case s.closing.Load():
	case !greeted:
		s.close(closeNoGreeting, "Connection initialisation timeout")
	case !s.heard.Swap(false):
		s.wire.drop()
	default:
		_ = s.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(s.live.write()))
		s.wait(s.live.ping())
	}
}

// resetTimer calls onTimer after d.
func (s *socket) wait(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closing.Load() {
		s.timer.Reset(d)
	}
}

// firstPingDelay returns a random delay, so that sockets that were opened together are not pinged together.
func (s *socket) firstPing() time.Duration { return s.live.ping()/2 + rand.N(s.live.ping()/2+1) }

// closeWait is how long a client has to answer a close frame.
const goodbye = 2 * time.Second

// close sends a close frame: all operations are stopped at once, and the connection is closed when the
// client has answered or closeWait is over.
func (s *socket) close(code int, reason string) {
	if s.closing.Swap(true) {
		return
	}
	s.stop()
	s.wire.seal()
	_ = s.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason),
		time.Now().Add(s.live.write()))
	_ = s.conn.SetReadDeadline(time.Now().Add(goodbye))
}

// stopOperations stops all operations.
func (s *socket) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range s.operations {
		o.stop()
	}
	s.operations = nil
}

// linger gives the client time to read the close frame if it has sent more data: unread data would reset the
// connection, and the close frame would be lost.
func (s *socket) linger(err error) {
	var closed *websocket.CloseError
	if errors.As(err, &closed) || errors.Is(err, os.ErrDeadlineExceeded) ||
		s.wire.SetDeadline(time.Now().Add(goodbye)) != nil {
		return
	}
	s.wire.closeWrite()
	_, _ = io.CopyN(io.Discard, s.wire.Conn, 4*DefaultMaxBody)
}

// cleanup releases everything that the socket holds. The reading goroutine calls it once.
func (s *socket) gone() {
	s.closing.Store(true)
	s.stop()
	s.mu.Lock()
	s.timer.Stop()
	s.mu.Unlock()
	_ = s.wire.Close()
	s.live.Open.leave(&s.seat)
	if s.live.Over != nil {
		s.live.Over(Here(s.ctx))
	}
}

// drain closes the socket because the server shuts down.
func (s *socket) goAway() { s.leave(closeRestart) }

// closeReasons are the reasons of the codes after which clients reconnect.
var goings = map[int]string{closeRestart: "Service restart", closeLater: "Try again later"}

// closeWhenIdle closes the socket once its queries and mutations have been answered; its client will
// reconnect, and resend what was not answered.
func (s *socket) leave(code int) {
	s.mu.Lock()
	s.going = code
	now := s.conn != nil && s.running == 0
	s.mu.Unlock()
	if now {
		s.close(code, goings[code])
	}
}

// recoverPanic recovers a panic outside of the reading goroutine. It must be deferred.
func (s *socket) caught() {
	if p := recover(); p != nil {
		s.panicked(p)
	}
}

// handlePanic logs a panic and closes the socket.
func (s *socket) panicked(p any) {
	Incident(s.ctx, p)
	s.close(closeInternal, "Internal server error")
}
