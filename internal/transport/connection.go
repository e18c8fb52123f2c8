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

// socket is one connection. One goroutine at a time reads; each operation has one while it does not only wait, and writes by
// itself; while it waits the hub's ushers write for it what can be written at once. What is kept for an idle one is small:
// there are many.
type socket struct {
	live *Live
	exec graphql.GraphExecutor
	seat seat

	writing sync.Mutex // over what has to stay together on the wire
	heard   atomic.Bool
	closing atomic.Bool

	mu           sync.Mutex
	conn         *websocket.Conn
	wire         *wire
	timer        *time.Timer // for the greeting, and then for pings
	greeted      bool
	acknowledged bool
	going        int             // the code by which it is closed when no query and no mutation runs; 0 for not
	running      int             // queries, mutations, and what begins to follow
	bearer       string          // who asks is asked by it again and again
	ctx          context.Context // without end
	operations   []*operation
	allowanceAt  int64 // when the allowance of messages is full again, in nanoseconds since 1970

	unread   int // bytes of responses that wait to be written, and reserved ones; guarded by live.unread
	reserved int // of them those that are reserved for responses that are not known yet
}

// serve begins to read, unless the socket is to be closed at once.
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

// listen waits for one message, does what it says, and leaves the next one to a goroutine with a new stack: to wait takes
// a small one, to act a large one, and mostly sockets wait.
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
	s.stop() // where gorilla told the client why, nothing may come after that
	s.linger(err)
	s.gone()
}

// read reads one message and does what it says.
func (s *socket) read(kind int, r io.Reader) error {
	if s.closing.Load() {
		_, err := io.Copy(io.Discard, r) // until the client's own close
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

// take handles a message. Its error ends the reading.
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
			return nil // its operation has paid for it
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
	case typePong: // it was heard
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

// write writes one message by itself.
func (s *socket) write(text []byte) {
	s.writing.Lock()
	defer s.writing.Unlock()
	_ = s.conn.WriteMessage(websocket.TextMessage, text) // the wire drops what cannot be written to
}

// tick closes a socket that said nothing in time, and pings the others: whoever did not answer the last ping is gone. It
// is a ping of WebSocket, which browsers answer by themselves, and not of the protocol, which their pages may not.
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

// wait has tick called after a time.
func (s *socket) wait(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closing.Load() {
		s.timer.Reset(d)
	}
}

// firstPing is at any time within a period, so that those who came together are not pinged together.
func (s *socket) firstPing() time.Duration { return s.live.ping()/2 + rand.N(s.live.ping()/2+1) }

// goodbye is how long a client has to answer a close.
const goodbye = 2 * time.Second

// close closes with a code: all work ends at once, and the connection when the client has answered, or had the time to.
func (s *socket) close(code int, reason string) {
	if s.closing.Swap(true) {
		return
	}
	s.stop()
	s.wire.seal()
	_ = s.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason), time.Now().Add(s.live.write()))
	_ = s.conn.SetReadDeadline(time.Now().Add(goodbye))
}

// stop ends all operations.
func (s *socket) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range s.operations {
		o.stop()
	}
	s.operations = nil
}

// linger lets the client see why it was closed, where it had no time to before it sent more: bytes that nobody read
// would throw the close away with the connection.
func (s *socket) linger(err error) {
	var closed *websocket.CloseError
	if errors.As(err, &closed) || errors.Is(err, os.ErrDeadlineExceeded) || s.wire.SetDeadline(time.Now().Add(goodbye)) != nil {
		return
	}
	s.wire.closeWrite()
	_, _ = io.CopyN(io.Discard, s.wire.Conn, 4*DefaultMaxBody)
}

// gone gives back what the socket took. Whoever reads calls it, once.
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

// goAway closes the socket for the server to stop.
func (s *socket) goAway() { s.leave(closeRestart) }

// goings are what is said with the codes after which clients come back.
var goings = map[int]string{closeRestart: "Service restart", closeLater: "Try again later"}

// leave closes the socket for its client to come back, when its queries and mutations have been answered: a client that
// comes back sends again what was not.
func (s *socket) leave(code int) {
	s.mu.Lock()
	s.going = code
	now := s.conn != nil && s.running == 0
	s.mu.Unlock()
	if now {
		s.close(code, goings[code])
	}
}

// caught ends a panic beside the reading. To be deferred.
func (s *socket) caught() {
	if p := recover(); p != nil {
		s.panicked(p)
	}
}

// panicked closes the socket; the log has why, and the server goes on.
func (s *socket) panicked(p any) {
	Incident(s.ctx, p)
	s.close(closeInternal, "Internal server error")
}
