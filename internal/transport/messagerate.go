package transport

import (
	"errors"
	"fmt"
	"time"

	"github.com/gorilla/websocket"
)

// Operations are charged to the rate limits. All other messages, including control frames, are limited for
// each socket.

// messageBurst is the largest burst of messages, in seconds of the permitted rate.
const messageBurst = 10

// errTooManyMessages ends the reading of a socket that has exceeded its message rate.
var errTooManyMessages = errors.New("transport: too many messages other than operations")

// limitMessageRate counts a message that is not charged to the rate limits, and closes the socket if it
// exceeds its rate (generic cell rate algorithm).
func (s *socket) limitMessageRate() error {
	interval := int64(time.Second) / int64(s.streams.maxMessageRate())
	now := time.Now().UnixNano()
	s.mu.Lock()
	s.theoreticalArrival = max(s.theoreticalArrival, now) + interval
	backlog := s.theoreticalArrival - now
	s.mu.Unlock()
	if backlog <= messageBurst*int64(time.Second) {
		return nil
	}
	rate := s.streams.maxMessageRate()
	s.close(websocket.ClosePolicyViolation, fmt.Sprintf( // a reason has at most 123 bytes
		"Too many messages: --max-messages-per-socket is %d per second, %d at once; received %d",
		rate, messageBurst*rate, (backlog+interval-1)/interval))
	return errTooManyMessages
}

// setControlHandlers sets handlers that count pings and pongs as messages, and answer pings as gorilla does
// by default.
func (s *socket) setControlHandlers(conn *websocket.Conn) {
	conn.SetPongHandler(func(string) error {
		s.received.Store(true)
		return s.limitMessageRate()
	})
	conn.SetPingHandler(func(data string) error {
		s.received.Store(true)
		if err := s.limitMessageRate(); err != nil || s.closing.Load() {
			return err
		}
		// bufferedConn closes a connection that cannot be written to.
		_ = conn.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(s.streams.writeTimeout()))
		return nil
	})
}
