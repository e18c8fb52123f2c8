package web_test

import (
	_ "embed"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"thidua/internal/web"
)

// introspection answers the introspection query of testdata/schema.graphql. It was written once by
// graphql-js 16.11.0 (buildSchema, introspectionFromSchema with descriptions and input deprecation).
//
//go:embed testdata/introspection.json
var introspection []byte

// servePages serves the pages on loopback with a minimal fake of the API.
func servePages(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/graphql", fakeGraphQL)
	mux.Handle("/", web.Handler(web.Config{
		SDL:     []byte("type Query { năm: Int }\n"),
		Version: "v1.2.3-test",
		Tokens: []web.Token{{Role: "MINISTRY", Secret: "secret-of-the-ministry"},
			{Role: "SCREEN", Secret: "secret-of-a-screen"}},
	}))
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	return srv.URL
}

// fakeGraphQL answers introspection from the fixture, a subscription with two events, and anything else with
// the name of the root type and the request's headers.
func fakeGraphQL(w http.ResponseWriter, r *http.Request) {
	if websocket.IsWebSocketUpgrade(r) {
		fakeSocket(w, r)
		return
	}
	var ask struct{ Query, OperationName string }
	if err := json.NewDecoder(r.Body).Decode(&ask); err != nil || r.Method != http.MethodPost {
		http.Error(w, "POST JSON here", http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/graphql-response+json")
	if strings.Contains(ask.Query, "__schema") {
		_, _ = w.Write(introspection)
		return
	}
	data := map[string]any{"__typename": "Query"}
	switch { // the front page of a server without public access
	case strings.Contains(ask.Query, "query Listing"):
		data["conferences"] = map[string]any{"edges": []any{}, "pageInfo": map[string]any{"hasNextPage": false}}
	case strings.Contains(ask.Query, "query Front"):
		for _, list := range []string{"clusters", "ranks", "shares"} {
			data[list] = map[string]any{"edges": []any{}}
		}
	}
	_ = json.NewEncoder(w).Encode(map[string]any{
		"data": data,
		"extensions": map[string]string{"operation": ask.OperationName, "accept": r.Header.Get("Accept"),
			"authorization": r.Header.Get("Authorization")},
	})
}

// fakeSocket implements graphql-transport-ws for one subscription. If the subscription asks for it, the
// connection drops after an event; the client that resumes receives its position and token.
func fakeSocket(w http.ResponseWriter, r *http.Request) {
	up := websocket.Upgrader{Subprotocols: []string{"graphql-transport-ws"}}
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	bearer := ""
	for {
		var message struct {
			ID, Type string
			Payload  struct {
				Authorization, Query string
				Variables            struct{ After string }
			}
		}
		if conn.ReadJSON(&message) != nil {
			return
		}
		next := func(data any) {
			_ = conn.WriteJSON(map[string]any{"id": message.ID, "type": "next",
				"payload": map[string]any{"data": data}})
		}
		switch after := message.Payload.Variables.After; {
		case message.Type == "connection_init":
			bearer = message.Payload.Authorization
			_ = conn.WriteJSON(map[string]any{"type": "connection_ack"})
		case strings.Contains(message.Payload.Query, "cuts") && after == "":
			next(map[string]any{"cuts": map[string]string{"position": "one"}})
			return
		case strings.Contains(message.Payload.Query, "cuts"):
			next(map[string]any{"cuts": map[string]string{"position": "two", "after": after, "bearer": bearer}})
			next(map[string]any{"cuts": map[string]any{"position": "two",
				"change": map[string]string{"__typename": "Heartbeat"}}})
		case message.Type == "subscribe":
			for beat := 1; beat <= 2; beat++ {
				next(map[string]int{"beat": beat})
			}
			_ = conn.WriteJSON(map[string]any{"id": message.ID, "type": "complete"})
		}
	}
}
