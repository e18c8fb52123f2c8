package transport

import (
	"cmp"
	"errors"
	"log/slog"

	"thidua/internal/fault"
)

// handleInit handles connection_init. Authentication needs a deep stack, so it has a goroutine of its own.
func (s *socket) handleInit(m message) {
	s.mu.Lock()
	repeated := s.initReceived
	s.initReceived = true
	s.mu.Unlock()
	if repeated {
		s.close(closeTooManyInit, "Too many initialisation requests")
		return
	}
	s.resetTimer(s.firstPingDelay())
	p, ok := parseInitPayload(m.payload)
	if !ok {
		s.close(closeForbidden, "Forbidden")
		return
	}
	go s.authenticateAndAck(p)
}

// authenticateAndAck authenticates the client by the token of connection_init, or else of the handshake, and
// sends connection_ack.
func (s *socket) authenticateAndAck(p initPayload) {
	defer s.recoverPanic()
	ctx, cancel := fault.WithTimeout(s.ctx, requestTimeoutFlag, s.streams.requestTimeout())
	defer cancel()
	bearer := cmp.Or(p.bearer, s.bearer)
	caller, err := s.streams.authenticate(ctx, bearer)
	if err == nil {
		err = s.streams.Connections.assign(&s.slot, caller)
	}
	switch {
	case err == nil:
	case isUnauthenticated(err):
		s.close(closeForbidden, "Forbidden")
		return
	case errors.Is(err, fault.TooManyWatchers): // the client may retry when another one has disconnected
		s.close(closeTryAgainLater, string(fault.TooManyWatchers.Code()))
		return
	default:
		slog.WarnContext(ctx, "websocket authentication unavailable", "err", err)
		s.close(closeTryAgainLater, "Try again later")
		return
	}
	s.mu.Lock()
	s.bearer = bearer
	if p.language != "" {
		s.ctx = fault.WithLanguage(s.ctx, p.language)
	}
	s.acknowledged = true
	s.mu.Unlock()
	s.write([]byte(`{"type":"connection_ack"}`))
}
