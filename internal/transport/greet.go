package transport

import (
	"cmp"
	"context"
	"errors"
	"log/slog"

	"thidua/internal/fault"
)

// handleInit handles connection_init. Authentication needs a deep stack, so it has a goroutine of its own.
func (s *socket) greet(m message) {
	s.mu.Lock()
	again := s.greeted
	s.greeted = true
	s.mu.Unlock()
	if again {
		s.close(closeGreetings, "Too many initialisation requests")
		return
	}
	s.wait(s.firstPing())
	g, ok := readGreeting(m.payload)
	if !ok {
		s.close(closeForbidden, "Forbidden")
		return
	}
	go s.acknowledge(g)
}

// acknowledge authenticates the client by the token of connection_init, or else of the handshake, and sends
// connection_ack.
func (s *socket) acknowledge(g greeting) {
	defer s.caught()
	ctx, cancel := context.WithTimeout(s.ctx, s.live.timeout())
	defer cancel()
	bearer := cmp.Or(g.bearer, s.bearer)
	who, err := s.live.asking(ctx, bearer)
	if err == nil {
		err = s.live.Open.sign(&s.seat, who)
	}
	switch {
	case err == nil:
	case isOver(err):
		s.close(closeForbidden, "Forbidden")
		return
	case errors.Is(err, fault.TooManyWatchers): // the client may retry when another one has disconnected
		s.close(closeLater, string(fault.TooManyWatchers.Code()))
		return
	default:
		slog.WarnContext(ctx, "websocket authentication failed", "err", err)
		s.close(closeLater, "Try again later")
		return
	}
	s.mu.Lock()
	s.bearer = bearer
	if g.language != "" {
		s.ctx = fault.WithLanguage(s.ctx, g.language)
	}
	s.acknowledged = true
	s.mu.Unlock()
	s.write([]byte(`{"type":"connection_ack"}`))
}
