package graph_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"time"

	"thidua/graph"
	"thidua/internal/account"
	"thidua/internal/journal"
	"thidua/internal/live"
	"thidua/internal/transport"
	"thidua/internal/web"
)

// firstMessage is the first message of an example that subscribes: a live view's state, an event stream's
// heartbeat. When it happened and where differs in each run, so neither is in it.
func (a api) firstMessage(example web.Example) []byte {
	a.t.Helper()
	ctx, cancel := context.WithTimeout(a.t.Context(), time.Minute)
	defer cancel()
	server := httptest.NewServer(graph.Handler(a.store, graph.WithStreams(&transport.Streams{Hub: a.hub()})))
	defer server.Close()
	defer cancel() // before the server waits for its streams to end
	body, err := json.Marshal(
		map[string]any{"query": example.Query, "variables": parseVariables(a.t, example.Variables)},
	)
	if err != nil {
		a.t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL, bytes.NewReader(body))
	if err != nil {
		a.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		a.t.Fatal(err)
	}
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() {
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			data = regexp.MustCompile(`"\d{4}-\d\d-\d\dT[^"]*Z"`).ReplaceAllString(data, `"(time)"`)
			return regexp.MustCompile(`"position":"[^"]*"`).ReplaceAll([]byte(data), []byte(`"position":"(position)"`))
		}
	}
	a.t.Fatalf("%s: no message, %d, %v", example.Name, response.StatusCode, lines.Err())
	return nil
}

// hub carries the journal of the store as the program does.
func (a api) hub() *live.Hub {
	a.t.Helper()
	if err := journal.EnsureEpoch(a.t.Context(), a.store); err != nil {
		a.t.Fatal(err)
	}
	h := live.NewFromStore(
		a.t.Context(), a.store,
		live.Config{HeartbeatInterval: time.Minute, OnGrantsChanged: account.InvalidateCache},
	)
	a.t.Cleanup(h.Close)
	return h
}

// hasOperation tells what kind of operation an example is.
func hasOperation(example web.Example, kind string) bool {
	return strings.Contains(example.Query, "\n"+kind+" ")
}
