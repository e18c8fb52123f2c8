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
type fakeDemo struct {
	mu    sync.Mutex
	plays []web.Series
}

func (d *fakeDemo) list() []web.Series {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.plays
}

// setNewest makes a conference the newest of the series, after earlier ones.
func (d *fakeDemo) setNewest(code string, earlier ...string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.plays = []web.Series{{Name: "live-final", Code: code, Earlier: earlier}}
}

// serveFakeDemo is serveFakeAPI with a fake demo.
func serveFakeDemo(t *testing.T, instead ...string) (*fakeAPI, *fakeDemo, string) {
	t.Helper()
	h, _ := serveFakeAPI(t, instead...)
	s := &fakeDemo{plays: []web.Series{{Name: "live-final", Earlier: []string{}}}}
	mux := http.NewServeMux()
	mux.Handle("/graphql", h)
	mux.Handle("/", web.Handler(web.Config{Series: s.list}))
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	t.Cleanup(h.closeSockets) // otherwise sockets keep the server from closing
	return h, s, srv.URL
}

// answer sets the response to an operation; one with a cursor is named "Operation CURSOR".
func (a *fakeAPI) answer(operation string, data map[string]any) {
	text, _ := json.Marshal(data) // the test's data can always be encoded
	a.mu.Lock()
	defer a.mu.Unlock()
	a.answers[operation] = text
}

// refuseMutation makes a mutation fail with a code; with "" it succeeds again.
func (a *fakeAPI) refuseMutation(operation, code string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.refused = map[string]string{operation: code}
}

// conferences returns the codes for which snapshots were requested, without repetitions.
func (a *fakeAPI) conferences() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return strings.Join(a.codes, " ")
}
