package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"thidua/internal/fault"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

func TestPlanDescriptors(t *testing.T) {
	for name, c := range map[string]struct {
		limit, database, configured int
		want                        descriptorPlan
	}{
		"as many as there may be": {1500, 24, 0, descriptorPlan{1388, 1215, 0}},
		"fewer":                   {1500, 24, 100, descriptorPlan{1388, 100, 0}},
		"more":                    {1500, 24, 5000, descriptorPlan{1388, 1215, 5000}},
		"few descriptors":         {256, 5, 0, descriptorPlan{182, 150, 0}},
		"one socket":              {64 + 10 + 32 + 1, 5, 0, descriptorPlan{33, 1, 0}},
	} {
		got, err := planDescriptors(c.limit, c.database, c.configured)
		if err != nil || got != c.want {
			t.Errorf("%s: %+v, %v; want %+v", name, got, err, c.want)
		}
	}
	if _, err := planDescriptors(64+10+32, 5, 0); !errors.Is(err, fault.BadConfig) ||
		!strings.Contains(err.Error(), "106") || !strings.Contains(err.Error(), "107") {
		t.Errorf("too few are %v", err)
	}
}

// startWithFileLimit starts a server process with a soft and a hard limit of open files, and returns its
// address and its log messages about descriptors: the allocation, and the warning, if any.
func startWithFileLimit(
	t *testing.T, soft, hard string, more ...string,
) (base string, shared, warned map[string]any) {
	t.Helper()
	args := append([]string{"serve", "--database", storetest.NewURL(t, store.SQLite), "--listen", "127.0.0.1:0",
		"--log-format", "json", "--public-read",
		"--rate-address", "0", "--database-read-connections", "4"}, more...)
	cmd := exec.Command("sh", "-c", "ulimit -Sn "+soft+" && ulimit -Hn "+hard+` && exec "$0"`, os.Args[0])
	cmd.Env = append(os.Environ(), nodeEnv+"="+strings.Join(args, "\n"))
	errs, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	lines := bufio.NewScanner(errs)
	for lines.Scan() {
		var line map[string]any
		if json.Unmarshal(lines.Bytes(), &line) != nil {
			continue
		}
		if line["level"] == "WARN" {
			warned = line
		}
		switch line["msg"] {
		case "file descriptors allocated":
			shared = line
		case "serving":
			return strings.TrimSuffix(line["pages"].(string), "/"), shared, warned
		}
	}
	t.Fatal("the process does not serve")
	return "", nil, nil
}

// Sockets and event streams beyond the available descriptors are refused with a retryable code, and unused
// connections are closed, while requests of other clients succeed.
func TestServe_FewDescriptors(t *testing.T) {
	base, shared, _ := startWithFileLimit(t, "100", "256")
	if shared["descriptors"] != 256.0 || shared["connections"] != 182.0 || shared["sockets"] != 150.0 {
		t.Fatalf("the soft limit of 100 under a hard one of 256 gives %v", shared)
	}
	dialer := websocket.Dialer{Subprotocols: []string{"graphql-transport-ws"}}
	dial := func() (*websocket.Conn, *http.Response, error) {
		c, response, err := dialer.Dial("ws"+strings.TrimPrefix(base, "http")+"/graphql", nil)
		if err == nil {
			t.Cleanup(func() { _ = c.Close() })
			err = c.WriteJSON(map[string]string{"type": "connection_init"})
		}
		return c, response, err
	}
	var sockets []*websocket.Conn
	var refusal *http.Response
	for len(sockets) < 300 {
		c, response, err := dial()
		if err != nil {
			refusal = response
			break
		}
		sockets = append(sockets, c)
	}
	if len(sockets) != 150 {
		t.Errorf("%d sockets are open", len(sockets))
	}
	expectFull(t, refusal)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/graphql?query={__typename}",
		nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept", "text/event-stream")
	stream, err := faultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	expectFull(t, stream)
	for range 100 { // connections that are never used
		c, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
	}
	for range 5 {
		if response, body := postGraphQL(t, faultClient, base,
			typenameQuery); response.StatusCode != http.StatusOK {
			t.Errorf("another client is answered %d %s", response.StatusCode, body)
		}
	}
	_ = sockets[0].Close()
	for try := 0; ; try++ { // until the server has noticed
		_, response, err := dial()
		if err == nil {
			break
		}
		if response == nil || try == 1000 {
			t.Fatalf("after one has gone: %v", err)
		}
		_ = response.Body.Close()
	}
}

// expectFull checks that a response is the error of a full node.
func expectFull(t *testing.T, response *http.Response) {
	t.Helper()
	if response == nil {
		t.Error("there is no refusal")
		return
	}
	defer response.Body.Close()
	var got struct {
		Errors []struct {
			Extensions struct {
				Code   string
				Params struct {
					Limit      string
					Max, Value int
				}
			}
		}
	}
	err := json.NewDecoder(response.Body).Decode(&got)
	if err != nil || len(got.Errors) != 1 || response.StatusCode != http.StatusServiceUnavailable ||
		response.Header.Get("Retry-After") == "" {
		t.Errorf("%d %v %+v %v", response.StatusCode, response.Header, got, err)
		return
	}
	e := got.Errors[0].Extensions
	if e.Code != "NODE_FULL" || e.Params.Limit != "--max-sockets" || e.Params.Max != 150 ||
		e.Params.Value != 150 {
		t.Errorf("%+v", e)
	}
}

// A limit that exceeds the available descriptors is lowered, with a warning.
func TestServe_MoreSocketsThanDescriptors(t *testing.T) {
	_, shared, warned := startWithFileLimit(t, "256", "256", "--max-sockets", "1000")
	if shared["sockets"] != 150.0 || warned["configured"] != 1000.0 || warned["used"] != 150.0 ||
		warned["descriptors"] != 256.0 {
		t.Errorf("%v, and the warning is %v", shared, warned)
	}
}
