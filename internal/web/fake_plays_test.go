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

// fakeDemo is a fake of the demo's series.
type stage struct {
	mu    sync.Mutex
	plays []web.Play
}

func (s *stage) list() []web.Play {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.plays
}

// setNewest makes a conference the newest of the series, after earlier ones.
func (s *stage) play(code string, earlier ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.plays = []web.Play{{Series: "live-final", Code: code, Earlier: earlier}}
}

// serveFakeDemo is serveFakeAPI with a fake demo.
func serveStage(t *testing.T, instead ...string) (*hall, *stage, string) {
	t.Helper()
	h, _ := serveHall(t, instead...)
	s := &stage{plays: []web.Play{{Series: "live-final", Earlier: []string{}}}}
	mux := http.NewServeMux()
	mux.Handle("/graphql", h)
	mux.Handle("/", web.Handler(web.Config{Plays: s.list}))
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	t.Cleanup(h.cut) // otherwise sockets keep the server from closing
	return h, s, srv.URL
}

// answer sets the response to an operation; one with a cursor is named "Operation CURSOR".
func (h *hall) answer(operation string, data map[string]any) {
	text, _ := json.Marshal(data) // the test's data can always be encoded
	h.mu.Lock()
	defer h.mu.Unlock()
	h.answers[operation] = text
}

// refuseMutation makes a mutation fail with a code; with "" it succeeds again.
func (h *hall) refuses(operation, code string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.refused = map[string]string{operation: code}
}

// conferences returns the codes for which snapshots were requested, without repetitions.
func (h *hall) conferences() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return strings.Join(h.codes, " ")
}
