package graph_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"thidua/graph"
	"thidua/internal/access"
	"thidua/internal/account"
	"thidua/internal/conference/conferencetest"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/live"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/transport"
	"thidua/internal/viewer"
)

// liveAPI is a server configured like the program: clients authenticate with tokens, over HTTP, sockets and
// event streams.
type liveAPI struct {
	api
	hub *live.Hub
}

// eachLiveAPI runs body against a server on each database, with a conference of cluster 2 in session. Finally
// it checks that the journal matches the tables.
func eachLiveAPI(t *testing.T, body func(*testing.T, liveAPI), options ...store.Option) {
	t.Helper()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		body(t, newLiveAPI(t, s))
		conferencetest.CheckReplay(t, s, "hall")
	}, append(options, store.WithReadRules(access.InstallReadRules))...)
}

func newLiveAPI(t *testing.T, s *store.Store, options ...graph.Option) liveAPI {
	t.Helper()
	operator := viewer.NewContext(t.Context(), viewer.Operator())
	if err := errors.Join(journal.EnsureEpoch(t.Context(), s),
		registry.PutCluster(operator, s, registry.Cluster{Number: 2, Kind: "CLUSTER", Name: "Cụm 2"})); err != nil {
		t.Fatal(err)
	}
	hub := live.NewFromStore(t.Context(), s, live.Config{OnGrantsChanged: account.InvalidateCache})
	authenticator := account.NewAuthenticator(s, nil, time.Now)
	server := httptest.NewServer(
		transport.Authenticate(
			graph.Handler(s, append(options, graph.WithStreams(&transport.Streams{Hub: hub,
				Authenticate: authenticator.Authenticate}))...),
			authenticator.Authenticate,
		),
	)
	t.Cleanup(func() { hub.Close(); server.Close() })
	h := liveAPI{api{t: t, url: server.URL, store: s}, hub}
	h.asMinistry().data(`mutation { planConference(input: {code: "hall", kind: FINAL_REVIEW, title: "Tổng kết",
		schoolYear: "2024-2025", cluster: 2, sites: [{code: "main", name: "Hà Nội", kind: MAIN}, {code: "hue",
		name: "Huế", kind: REMOTE}], agendaItems: [{kind: REPORT, title: "Báo cáo"}, {kind: DISCUSSION,
		title: "Thảo luận"}]}) { conference { id } } }`, nil)
	h.callTransitions("openConference", "startConference")
	return h
}

// asMinistry returns an API with the Ministry as viewer, without authentication.
func (h liveAPI) asMinistry() api {
	return serve(h.t, h.store, viewer.Account(0, time.Time{}, viewer.Grant{Role: viewer.Ministry}))
}

func (h liveAPI) callTransitions(mutations ...string) {
	h.t.Helper()
	for _, mutation := range mutations {
		h.asMinistry().data(mutationCall(mutation, `(input: {conference: "hall"})`), nil)
	}
}

func (h liveAPI) announce(text, audience string) {
	h.t.Helper()
	h.asMinistry().data(
		`mutation($t: String!, $a: AnnouncementAudience!) { makeAnnouncement(input: {conference: "hall", text: `+
			`$t, audience: $a}) { announcement { id } } }`,
		map[string]any{"t": text, "a": audience},
	)
}

// asDelegate returns an API with a delegate of a unit as viewer, without authentication.
func (h liveAPI) asDelegate(unit string) api {
	return serve(
		h.t,
		h.store,
		viewer.Account(
			0,
			time.Time{},
			viewer.Grant{
				Role:       viewer.Delegate,
				Conference: registry.ConferenceID("hall"),
				Unit:       registry.UnitID(unit),
			},
		),
	)
}

// signUp creates an account with grants, and issues a token to it.
func (h liveAPI) signUp(subject string, grants ...account.NewGrant) (token account.Issued, ids []gid.ID) {
	h.t.Helper()
	operator := viewer.NewContext(h.t.Context(), viewer.Operator())
	if _, err := account.Create(operator, h.store,
		account.NewAccount{Subject: subject, Name: subject, Kind: "SERVICE"}); err != nil {
		h.t.Fatal(err)
	}
	for _, g := range grants {
		g.Account = subject
		id, err := account.GrantRole(operator, h.store, g)
		if err != nil {
			h.t.Fatal(err)
		}
		ids = append(ids, id)
	}
	token, err := account.IssueToken(operator, h.store, account.NewToken{Account: subject, Label: "test"})
	if err != nil {
		h.t.Fatal(err)
	}
	return token, ids
}

// socket is a standard graphql-transport-ws client.
type socket struct {
	*testing.T
	*websocket.Conn
}

// readUntil reads a live query until its value satisfies shows, and returns that value.
func (s socket) readUntil(id, field string, shows func(any) bool) any {
	s.Helper()
	for {
		if now := at(s.nextData(id), field); shows(now) {
			return now
		}
	}
}

// matchesText returns a condition that a formatted value equals want.
func matchesText(want string, inWords func(any) string) func(any) bool {
	return func(now any) bool { return inWords(now) == want }
}

func (h liveAPI) dial(token string) socket {
	h.t.Helper()
	return h.dialFrom(nil, token)
}

// dialFrom opens a socket from a local address; nil for any.
func (h liveAPI) dialFrom(local net.Addr, token string) socket {
	h.t.Helper()
	network := net.Dialer{LocalAddr: local}
	d := websocket.Dialer{Subprotocols: []string{"graphql-transport-ws"}, NetDialContext: network.DialContext}
	c, _, err := d.DialContext(h.t.Context(), "ws"+strings.TrimPrefix(h.url, "http"), nil)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = c.Close() })
	s := socket{h.t, c}
	hello := map[string]any{}
	if token != "" {
		hello["Authorization"] = "Bearer " + token
	}
	s.send(map[string]any{"type": "connection_init", "payload": hello})
	if m := s.receive(); m.Type != "connection_ack" {
		h.t.Fatalf("%+v", m)
	}
	return s
}

type message struct {
	ID, Type string
	Payload  json.RawMessage
}

func (s socket) send(m any) {
	s.Helper()
	if err := s.WriteJSON(m); err != nil {
		s.Fatal(err)
	}
}

func (s socket) receive() (m message) {
	s.Helper()
	_ = s.SetReadDeadline(time.Now().Add(time.Minute)) // on a busy machine
	if err := s.ReadJSON(&m); err != nil {
		s.Fatal(err)
	}
	return m
}

func (s socket) subscribe(id, query string, variables map[string]any) {
	s.Helper()
	s.send(
		map[string]any{
			"id":      id,
			"type":    "subscribe",
			"payload": map[string]any{"query": query, "variables": variables},
		},
	)
}

// nextData returns the data of the next message of an operation.
func (s socket) nextData(id string) map[string]any {
	s.Helper()
	m := s.receive()
	var payload struct{ Data map[string]any }
	decoder := json.NewDecoder(bytes.NewReader(m.Payload))
	decoder.UseNumber()
	if err := decoder.Decode(&payload); err != nil || m.ID != id || m.Type != "next" {
		s.Fatalf("%s %s %s", m.ID, m.Type, m.Payload)
	}
	return payload.Data
}

// errorCode returns the code of the error that ends an operation.
func (s socket) errorCode(id string) string {
	s.Helper()
	m := s.receive()
	var errs []responseError
	if err := json.Unmarshal(m.Payload, &errs); err != nil || m.ID != id || m.Type != "error" || len(errs) != 1 {
		s.Fatalf("%s %s %s", m.ID, m.Type, m.Payload)
	}
	return errs[0].Extensions.Code
}

// openEventStream subscribes like curl -N, and returns a function that reads the next event.
func (h liveAPI) openEventStream(
	query string, variables map[string]any, last string, header ...string,
) (next func() (id, data string)) {
	h.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		h.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(h.t.Context(), http.MethodPost, h.url, strings.NewReader(string(body)))
	if err != nil {
		h.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = response.Body.Close() })
	lines := bufio.NewScanner(response.Body)
	return func() (id, data string) {
		h.t.Helper()
		for lines.Scan() {
			switch line := lines.Text(); {
			case strings.HasPrefix(line, "id: "):
				id = line[len("id: "):]
			case strings.HasPrefix(line, "data: "):
				data = line[len("data: "):]
			case line == "" && data != "":
				return id, data
			}
		}
		h.t.Fatalf("the stream ended: %v", lines.Err())
		return "", ""
	}
}
