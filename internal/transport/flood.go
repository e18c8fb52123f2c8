package transport

import (
	"errors"
	"time"

	"github.com/gorilla/websocket"
)

// An operation is paid for. What else a client sends, control frames of WebSocket too, is limited for each socket over time.

// floodBurst is for how many seconds a socket may have been silent to send that much at once.
const floodBurst = 10

// errFlood ends the reading of a socket that sent too much.
var errFlood = errors.New("transport: too many messages that are no operations")

// unpaid counts a message that nobody pays for, and closes the socket where there are too many.
func (s *socket) unpaid() error {
	each := int64(time.Second) / int64(s.live.messages())
	now := time.Now().UnixNano()
	s.mu.Lock()
	s.sent = max(s.sent, now) + each
	over := s.sent-now > floodBurst*int64(time.Second)
	s.mu.Unlock()
	if !over {
		return nil
	}
	s.close(websocket.ClosePolicyViolation, "Too many messages")
	return errFlood
}

// meterControl counts control frames, and answers pings as gorilla does by itself.
func (s *socket) meterControl(conn *websocket.Conn) {
	conn.SetPongHandler(func(string) error {
		s.heard.Store(true)
		return s.unpaid()
	})
	conn.SetPingHandler(func(data string) error {
		s.heard.Store(true)
		if err := s.unpaid(); err != nil || s.closing.Load() {
			return err
		}
		_ = conn.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(s.live.write())) // the wire drops what cannot be written to
		return nil
	})
}
