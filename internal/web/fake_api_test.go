package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"thidua/internal/web"
)

// fakeAPI is a fake of the API for one conference: testdata/hall.json has a response for each operation name,
// and published changes go to all subscriptions to the events. cmd/thidua tests the pages with the real API.
type fakeAPI struct {
	mu            sync.Mutex
	answers       map[string]json.RawMessage
	sockets       map[*websocket.Conn]string // with the id of the subscription to the events
	after         []string                   // positions of subscriptions to the events
	operations    []string                   // names of executed operations
	lastVariables map[string]string          // the last variables of each operation, as JSON
	// codes with which subscriptions to an operation end, one after another, before one succeeds
	refusals map[string][]string
	codes    []string          // conferences that were fetched, in order
	refused  map[string]string // codes of refused mutations, by operation name
	closed   bool              // whether new sockets are refused
	lost     bool              // whether all positions are lost
	position int
}

// serveFakeAPI serves the pages on loopback with the fake API. "@-90s" in the fixture is replaced by the time
// 90 seconds ago. instead lists replacements of texts in the fixture.
func serveFakeAPI(t *testing.T, instead ...string) (*fakeAPI, string) {
	t.Helper()
	fixture, err := os.ReadFile("testdata/hall.json")
	if err != nil {
		t.Fatal(err)
	}
	fixture = []byte(strings.NewReplacer(instead...).Replace(string(fixture)))
	began := time.Now()
	fixture = regexp.MustCompile(`@[+-]\d+s`).ReplaceAllFunc(fixture, func(at []byte) []byte {
		d, _ := time.ParseDuration(string(at[1:])) // the pattern only matches valid durations
		return []byte(began.Add(d).UTC().Format(time.RFC3339Nano))
	})
	h := &fakeAPI{sockets: map[*websocket.Conn]string{}, lastVariables: map[string]string{}}
	if err := json.Unmarshal(fixture, &h.answers); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/graphql", h)
	mux.Handle("/", web.Handler(web.Config{}))
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	t.Cleanup(h.closeSockets)
	return h, srv.URL
}

var operationName = regexp.MustCompile(`^(?:query|mutation|subscription) (\w+)`)

func (a *fakeAPI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if websocket.IsWebSocketUpgrade(r) {
		a.socket(w, r)
		return
	}
	var ask struct {
		Query     string
		Variables json.RawMessage
	}
	if err := json.NewDecoder(r.Body).Decode(&ask); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	name := operationName.FindStringSubmatch(ask.Query)[1]
	a.operations, a.lastVariables[name] = append(a.operations, name), string(ask.Variables)
	var about struct{ Code, After string }
	_ = json.Unmarshal(ask.Variables, &about) // other operations have variables of other types
	if name == "ConferenceSnapshot" && !slices.Contains(a.codes, about.Code) {
		a.codes = append(a.codes, about.Code)
	}
	w.Header().Set("Content-Type", "application/graphql-response+json")
	if code := a.refused[name]; code != "" {
		fmt.Fprintf(w, `{"errors": [{"message": "bị từ chối", "extensions": {"code": %q}}]}`, code)
		return
	}
	answer, known := a.answers[strings.TrimSpace(name+" "+about.After)]
	if !known { // the pages only read whether a mutation succeeded
		answer = json.RawMessage("{}")
	}
	fmt.Fprintf(w, `{"data": %s}`, answer)
}

// socket implements graphql-transport-ws: a live query receives one state, the events begin with a heartbeat.
func (a *fakeAPI) socket(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	closed := a.closed
	a.mu.Unlock()
	if closed {
		http.Error(w, "not now", http.StatusServiceUnavailable)
		return
	}
	conn, err := (&websocket.Upgrader{Subprotocols: []string{"graphql-transport-ws"}}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer conn.Close()
	for {
		var message struct {
			ID, Type string
			Payload  struct {
				Query     string
				Variables struct{ After string }
			}
		}
		if conn.ReadJSON(&message) != nil {
			return
		}
		a.mu.Lock()
		switch message.Type {
		case "connection_init":
			_ = conn.WriteJSON(map[string]string{"type": "connection_ack"})
		case "ping":
			_ = conn.WriteJSON(map[string]string{"type": "pong"})
		case "subscribe":
			a.subscribe(conn, message.ID, operationName.FindStringSubmatch(message.Payload.Query)[1],
				message.Payload.Variables.After)
		}
		a.mu.Unlock()
	}
}

func (a *fakeAPI) subscribe(conn *websocket.Conn, id, name, after string) {
	a.operations = append(a.operations, name)
	if codes := a.refusals[name]; len(codes) > 0 {
		a.refusals[name] = codes[1:]
		a.endWithError(conn, id, codes[0])
		return
	}
	if name != "ConferenceEvents" {
		_ = conn.WriteJSON(map[string]any{"id": id, "type": "next",
			"payload": map[string]any{"data": a.answers[name]}})
		return
	}
	a.after = append(a.after, after)
	if a.lost {
		a.endWithError(conn, id, "POSITION_LOST")
		a.lost = false
		return
	}
	a.sockets[conn] = id
	a.sendEvent(conn, id, after,
		`{"__typename": "Heartbeat", "sentAt": "`+time.Now().UTC().Format(time.RFC3339Nano)+`"}`)
	if n, err := strconv.Atoi(after); err == nil { // sends what was missed
		for ; n < a.position; n++ {
			a.sendEvent(conn, id, strconv.Itoa(n+1), string(a.answers["change "+strconv.Itoa(n+1)]))
		}
	}
}

func (a *fakeAPI) endWithError(conn *websocket.Conn, id, code string) {
	_ = conn.WriteJSON(map[string]any{"id": id, "type": "error", "payload": []any{
		map[string]any{"message": "bị từ chối", "extensions": map[string]string{"code": code}},
	}})
}

func (a *fakeAPI) sendEvent(conn *websocket.Conn, id, position, change string) {
	_ = conn.WriteJSON(map[string]any{"id": id, "type": "next", "payload": map[string]any{"data": map[string]any{
		"conferenceEvents": map[string]any{"position": position, "at": time.Now().UTC(),
			"change": json.RawMessage(change)},
	}}})
}

// publish sends a change at the next position to all current and later subscriptions.
func (a *fakeAPI) publish(change string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.position++
	a.answers["change "+strconv.Itoa(a.position)] = json.RawMessage(change)
	for conn, id := range a.sockets {
		a.sendEvent(conn, id, strconv.Itoa(a.position), change)
	}
}

// closeSockets drops all sockets, and refuses new ones until acceptSockets.
func (a *fakeAPI) closeSockets() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.closed = true
	for conn := range a.sockets {
		_ = conn.Close()
	}
	clear(a.sockets)
}

// acceptSockets accepts sockets again; with lost, all positions are lost.
func (a *fakeAPI) acceptSockets(lost bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.closed, a.lost = false, lost
}

// lastPosition returns the positions from which the events were subscribed to.
func (a *fakeAPI) lastPosition() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return strings.Join(a.after, " ")
}

func (a *fakeAPI) countOperation(name string) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	n := 0
	for _, it := range a.operations {
		if it == name {
			n++
		}
	}
	return n
}

// variables returns the last variables of an operation, as JSON.
func (a *fakeAPI) variables(name string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.lastVariables[name]
}
