package web_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"thidua/internal/web"
)

// stage is the series of plays that a stand-in of the demo tells the pages of.
type stage struct {
	mu    sync.Mutex
	plays []web.Play
}

func (s *stage) list() []web.Play {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.plays
}

// play tells that a conference is played now, after others.
func (s *stage) play(code string, earlier ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.plays = []web.Play{{Series: "live-final", Code: code, Earlier: earlier}}
}

// serveStage is serveHall beside a stage.
func serveStage(t *testing.T, instead ...string) (*hall, *stage, string) {
	t.Helper()
	h, _ := serveHall(t, instead...)
	s := &stage{plays: []web.Play{{Series: "live-final", Earlier: []string{}}}}
	mux := http.NewServeMux()
	mux.Handle("/graphql", h)
	mux.Handle("/", web.Handler(web.Config{Plays: s.list}))
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	t.Cleanup(h.cut) // or sockets keep the server from closing
	return h, s, srv.URL
}

// answer has an operation answered with data; one with a cursor is named "Operation CURSOR".
func (h *hall) answer(operation string, data map[string]any) {
	text, _ := json.Marshal(data) // a test's own maps and texts
	h.mu.Lock()
	defer h.mu.Unlock()
	h.answers[operation] = text
}

// refuses has a mutation refused with a code; with "" it is carried out again.
func (h *hall) refuses(operation, code string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.refused = map[string]string{operation: code}
}

// conferences are the codes that snapshots were asked for, without repetitions.
func (h *hall) conferences() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return strings.Join(h.codes, " ")
}
