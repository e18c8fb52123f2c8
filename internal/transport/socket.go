package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/gorilla/websocket"

	"thidua/internal/ratelimit"
)

// socket is one WebSocket connection. One goroutine at a time reads. Each operation has a goroutine while it
// runs, and writes by itself; while it waits for events, the hub's dispatchers write for it what can be
// written without blocking. Idle sockets are kept small, because there are many.
type socket struct {
	streams *Streams
	exec    graphql.GraphExecutor
	slot    slot

	writeMu  sync.Mutex // held while messages that belong together are written
	received atomic.Bool
	closing  atomic.Bool

	mu                 sync.Mutex
	conn               *websocket.Conn
	netConn            *bufferedConn
	timer              *time.Timer // for connection_init, and then for pings
	initReceived       bool
	acknowledged       bool
	closeCode          int             // the code to close with when no query or mutation is running; 0 for none
	running            int             // queries, mutations, and subscriptions that are being opened
	bearer             string          // the token, authenticated anew for each operation
	ctx                context.Context // without deadline
	operations         []*operation
	theoreticalArrival int64 // of the next message at the permitted rate, in nanoseconds since 1970

	unreadBytes int // bytes of responses to be written, and reserved ones; guarded by streams.unreadBytes.mu
	reserved    int // the part of unreadBytes that is reserved for responses of unknown size
}

// serve starts reading, unless the socket has to be closed at once.
func (s *socket) serve() {
	s.mu.Lock()
	code := s.closeCode
	s.mu.Unlock()
	switch {
	case code != 0:
		s.close(code, closeReasons[code])
	case s.conn.Subprotocol() != subprotocols[0]:
		s.close(closeBadSubprotocol, "Subprotocol not acceptable")
	}
	go s.readLoop()
}

// readLoop reads and handles one message, and leaves the next one to a goroutine with a new stack: waiting
// needs a small one, handling a large one, and sockets mostly wait.
func (s *socket) readLoop() {
	defer func() {
		if p := recover(); p != nil {
			s.handlePanic(p)
			s.cleanup()
		}
	}()
	kind, r, err := s.conn.NextReader()
	if err == nil {
		s.received.Store(true)
		err = s.readNext(kind, r)
	}
	if err == nil {
		s.streams.unreadBytes.waitForCapacity(s)
		go s.readLoop()
		return
	}
	s.closing.Store(true)
	s.stopOperations() // if gorilla has sent a close frame, nothing may follow it
	s.discardInput(err)
	s.cleanup()
}

// readNext reads and handles one message.
func (s *socket) readNext(kind int, r io.Reader) error {
	if s.closing.Load() {
		_, err := io.Copy(io.Discard, r) // until the client's close frame
		return err
	}
	text := bodyBuffers.Get().(*bytes.Buffer)
	defer func() {
		if text.Cap() <= maxPooledBytes {
			text.Reset()
			bodyBuffers.Put(text)
		}
	}()
	limit, flag := s.maxMessageBytes()
	if _, err := text.ReadFrom(io.LimitReader(r, limit+1)); err != nil {
		return err
	}
	switch {
	case int64(text.Len()) > limit:
		s.close(websocket.CloseMessageTooBig, fmt.Sprintf("Message too large: %s is %d bytes", flag, limit))
	case kind != websocket.TextMessage:
		s.close(closeBadRequest, invalidMessage+"not text")
	case !isValidText(text.Bytes()):
		s.close(websocket.CloseInvalidFramePayloadData, "not UTF-8")
	default:
		return s.chargeAndHandle(text.Bytes())
	}
	return nil
}

// maxMessageBytes returns the maximum size of the next message, and what sets it: until a client is
// acknowledged, it sends nothing large.
func (s *socket) maxMessageBytes() (limit int64, flag string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.acknowledged && maxBytesBeforeInit < s.streams.maxBody() {
		return maxBytesBeforeInit, "the limit before connection_ack"
	}
	return s.streams.maxBody(), "--max-body"
}

// maxByteWait is how long a message waits at most until the byte rate of its address permits it.
const maxByteWait = 2 * time.Second

// chargeAndHandle charges the bytes of a message to the client's address, and handles the message when its
// address may send that many. It closes the socket if that is not possible within maxByteWait.
func (s *socket) chargeAndHandle(text []byte) error {
	wait := ratelimit.ReserveBytes(s.ctx, len(text))
	if wait > maxByteWait {
		s.close(closeTryAgainLater, "Too many bytes in messages: --rate-address")
		return nil
	}
	time.Sleep(wait)
	if len(text) <= maxPooledBytes {
		return s.handleMessage(text)
	}
	end, err := ratelimit.BeginDocument(s.ctx)
	if err != nil {
		return err
	}
	defer end()
	return s.handleMessage(text)
}

// handleMessage handles a message. Its error ends the reading.
func (s *socket) handleMessage(text []byte) error {
	m, err := parseMessage(text)
	if err != nil {
		s.close(closeBadRequest, invalidMessage+err.Error())
		return nil
	}
	switch m.kind {
	case typeSubscribe:
		return s.startOperation(m)
	case typeComplete:
		if s.complete(m.id) {
			return nil // charged with its operation
		}
	}
	if err := s.limitMessageRate(); err != nil {
		return err
	}
	switch m.kind {
	case typeInit:
		s.handleInit(m)
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
	s.writeMu.Lock()
	defer s.writeMu.Unlock()
	_ = s.conn.WriteMessage(websocket.TextMessage, text) // bufferedConn closes the connection if a write fails
}

// onTimer closes a socket that sent no connection_init in time, pings the others, and closes those that did
// not answer the last ping. These are pings of WebSocket, which browsers answer by themselves, and not of
// graphql-transport-ws, which a page need not answer.
func (s *socket) onTimer() {
	s.mu.Lock()
	initReceived := s.initReceived
	s.mu.Unlock()
	switch {
	case s.closing.Load():
	case !initReceived:
		s.close(closeInitTimeout, fmt.Sprintf(
			"Connection initialisation timeout: the limit before connection_init is %s", s.streams.initTimeout()))
	case !s.received.Swap(false):
		s.netConn.abort()
	default:
		_ = s.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(s.streams.writeTimeout()))
		s.resetTimer(s.streams.pingInterval())
	}
}

// resetTimer calls onTimer after d.
func (s *socket) resetTimer(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closing.Load() {
		s.timer.Reset(d)
	}
}

// firstPingDelay returns a random delay, so that sockets that were opened together are not pinged together.
func (s *socket) firstPingDelay() time.Duration {
	return s.streams.pingInterval()/2 + rand.N(s.streams.pingInterval()/2+1)
}

// closeWait is how long a client has to answer a close frame.
const closeWait = 2 * time.Second

// close sends a close frame: all operations are stopped at once, and the connection is closed when the
// client has answered or closeWait is over.
func (s *socket) close(code int, reason string) {
	if s.closing.Swap(true) {
		return
	}
	s.stopOperations()
	s.netConn.stopWrites()
	_ = s.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason),
		time.Now().Add(s.streams.writeTimeout()))
	_ = s.conn.SetReadDeadline(time.Now().Add(closeWait))
}

// stopOperations stops all operations.
func (s *socket) stopOperations() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range s.operations {
		o.stop()
	}
	s.operations = nil
}

// discardInput reads and discards what the client has sent until it has read the close frame: unread data
// would reset the connection, and the close frame would be lost.
func (s *socket) discardInput(err error) {
	var closed *websocket.CloseError
	if errors.As(err, &closed) || errors.Is(err, os.ErrDeadlineExceeded) ||
		s.netConn.SetDeadline(time.Now().Add(closeWait)) != nil {
		return
	}
	s.netConn.closeWrite()
	_, _ = io.CopyN(io.Discard, s.netConn.Conn, 4*DefaultMaxBody)
}

// cleanup releases everything that the socket holds. The reading goroutine calls it once.
func (s *socket) cleanup() {
	s.closing.Store(true)
	s.stopOperations()
	s.mu.Lock()
	s.timer.Stop()
	s.mu.Unlock()
	_ = s.netConn.Close()
	s.streams.Connections.release(&s.slot)
	if s.streams.OnSocketClosed != nil {
		s.streams.OnSocketClosed(RequestInfoFrom(s.ctx))
	}
}

// closeForShutdown closes the socket because the server shuts down.
func (s *socket) closeForShutdown() { s.closeWhenIdle(closeRestart) }

// closeReasons are the reasons of the codes after which clients reconnect.
var closeReasons = map[int]string{closeRestart: "Service restart", closeTryAgainLater: "Try again later"}

// closeWhenIdle closes the socket once its queries and mutations have been answered; its client will
// reconnect, and resend what was not answered.
func (s *socket) closeWhenIdle(code int) {
	s.mu.Lock()
	s.closeCode = code
	closeNow := s.conn != nil && s.running == 0
	s.mu.Unlock()
	if closeNow {
		s.close(code, closeReasons[code])
	}
}

// recoverPanic recovers a panic outside of the reading goroutine. It must be deferred.
func (s *socket) recoverPanic() {
	if p := recover(); p != nil {
		s.handlePanic(p)
	}
}

// handlePanic logs a panic and closes the socket.
func (s *socket) handlePanic(p any) {
	LogPanic(s.ctx, p)
	s.close(closeInternal, "Internal server error")
}
