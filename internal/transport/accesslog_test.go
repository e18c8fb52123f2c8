package transport_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"thidua/internal/fault"
	"thidua/internal/transport"
)

// captureLog captures the program's log, at every level, until the test ends. Tests that use it do not run
// in parallel.
func captureLog(t *testing.T) *capturedLog {
	t.Helper()
	var log capturedLog
	before := slog.Default()
	handler := slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})
	slog.SetDefault(slog.New(transport.WithRequestID(handler)))
	t.Cleanup(func() { slog.SetDefault(before) })
	return &log
}

// capturedLog is a buffer that timers of the program write while a test reads it.
type capturedLog struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (l *capturedLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buffer.Write(p)
}

func (l *capturedLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buffer.String()
}

func (l *capturedLog) Reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.buffer.Reset()
}

// newTestMux serves the API, a page, and handlers that fail.
func newTestMux(observe transport.Observer) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/graphql", newMiddleware(transport.Config{}))
	mux.Handle("/quiet", newMiddleware(transport.Config{Quiet: true}))
	mux.HandleFunc("GET /page/{name}", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("hello"))
	})
	mux.HandleFunc("GET /panic", func(http.ResponseWriter, *http.Request) { panic("hunter2") })
	mux.HandleFunc("GET /broken", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("he"))
		panic("hunter2")
	})
	mux.HandleFunc("GET /abort", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	return transport.AccessLog(mux, observe)
}

// sendPlain sends a request whose response may not be GraphQL.
func sendPlain(h http.Handler, method, path, body string) http.Header {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", asJSON)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Header()
}

// accessLogLine returns the access log line in a log.
func accessLogLine(t *testing.T, log string) map[string]any {
	t.Helper()
	var found map[string]any
	for text := range strings.Lines(log) {
		var l map[string]any
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			t.Fatal(err)
		}
		if l["msg"] != "request" {
			continue
		}
		if found != nil {
			t.Errorf("two lines: %s", log)
		}
		found = l
	}
	return found
}

// Every request has one log line with its properties and result: requests to the API at info level, others
// and successful ones of a quiet API at debug level.
func TestAccessLog(t *testing.T) {
	log := captureLog(t)
	h := newTestMux(nil)
	type attributes map[string]any
	for name, tc := range map[string]struct {
		method, path, body string
		want               attributes
	}{
		"an operation": {
			"POST", "/graphql", `{"query":"query Who($n: Any) { echo(number: $n) }","variables":{"n":1}}`,
			attributes{
				"level": "INFO", "status": 200.0, "path": "/graphql", "method": "POST", "kind": "query",
				"operation": "Who", "viewer": "anonymous", "code": nil,
			},
		},
		"a long name": {
			"POST", "/graphql", `{"query":"query ` + strings.Repeat("a", 100) + ` { __typename }"}`,
			attributes{"operation": strings.Repeat("a", 64)},
		},
		"not JSON": {
			"POST", "/graphql", "{",
			attributes{"level": "INFO", "status": 400.0, "code": "MALFORMED_REQUEST", "operation": nil},
		},
		"not GraphQL": {
			"POST", "/graphql", `{"query":"{"}`,
			attributes{"status": 200.0, "code": "GRAPHQL_PARSE_FAILED", "operation": nil},
		},
		"by GET": {
			"GET", "/graphql?query=%7Becho%7D&variables=%7B%22hunter2%22:1%7D", "",
			attributes{"status": 200.0, "path": "/graphql"},
		},
		"a mutation by GET": {
			"GET", "/graphql?query=mutation%7Bchange%7D", "",
			attributes{"status": 405.0, "kind": "mutation", "code": "METHOD_NOT_ALLOWED"},
		},
		"a page": {
			"GET", "/page/a", "",
			attributes{"level": "DEBUG", "status": 200.0, "bytes": 5.0, "viewer": nil},
		},
		"no page": {
			"GET", "/" + strings.Repeat("a", 1000), "",
			attributes{"status": 404.0, "path": "/" + strings.Repeat("a", 255)},
		},
		"quiet": {
			"POST", "/quiet", `{"query":"{ __typename }"}`,
			attributes{"level": "DEBUG", "status": 200.0, "viewer": "anonymous"},
		},
		"an error, quiet": {
			"POST", "/quiet", "{",
			attributes{"level": "INFO", "code": "MALFORMED_REQUEST"},
		},
		"a panic": {
			"GET", "/panic", "",
			attributes{"status": 500.0, "code": "INTERNAL"},
		},
		"a panic in GraphQL": {
			"POST", "/graphql", `{"query":"{ panic }"}`,
			attributes{"status": 500.0, "code": "INTERNAL"},
		},
	} {
		log.Reset()
		header := sendPlain(h, tc.method, tc.path, tc.body)
		l := accessLogLine(t, log.String())
		if id := header.Get("X-Request-Id"); id == "" || l["request"] != id {
			t.Errorf("%s: %q in %v", name, id, l)
		}
		for key, want := range tc.want {
			if l[key] != want {
				t.Errorf("%s: %s is %v, want %v", name, key, l[key], want)
			}
		}
		if duration, ok := l["duration"].(float64); !ok || duration <= 0 {
			t.Errorf("%s: duration is %v", name, l["duration"])
		}
		if strings.Contains(log.String(), "hunter2") {
			t.Errorf("%s: the log has the secret: %s", name, log)
		}
	}
}

// A panic is logged with its location but without its value, which may be anything, and a response that has
// started is aborted.
func TestAccessLog_PanicValueHidden(t *testing.T) {
	log := captureLog(t)
	var count atomic.Int64
	h := newTestMux(func(r *http.Request) (context.Context, func(*transport.RequestInfo)) {
		return r.Context(), func(info *transport.RequestInfo) { count.Add(int64(info.Panics())) }
	})
	for path, want := range map[string]struct{ broken, logged bool }{
		"/panic":  {false, true},
		"/broken": {true, true},
		"/abort":  {true, false},
	} {
		log.Reset()
		count.Store(0)
		var thrown any
		func() {
			defer func() { thrown = recover() }()
			h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil))
		}()
		if (thrown != nil) != want.broken || thrown != nil && thrown != http.ErrAbortHandler {
			t.Errorf("%s throws %v", path, thrown)
		}
		got := log.String()
		if strings.Contains(got, `"msg":"panic"`) != want.logged || strings.Contains(got, "hunter2") ||
			want.logged && !strings.Contains(got, "accesslog_test.go") {
			t.Errorf("%s: %s", path, got)
		}
		if (count.Load() == 1) != want.logged {
			t.Errorf("%s: %d panics", path, count.Load())
		}
	}
}

// The log has only the part of a panic's value that cannot contain data of clients.
func TestLogPanic(t *testing.T) {
	log := captureLog(t)
	var index runtime.Error
	func() {
		defer func() { index, _ = recover().(runtime.Error) }()
		_ = []int{}[len(t.Name())]
	}()
	for want, value := range map[string]any{
		"index out of range [12] with length 0": index,
		`"panic":"string"`:                      "hunter2",
		`"panic":"*errors.errorString"`:         errors.New("hunter2"),
		`"panic":"BAD_INPUT"`:                   fault.BadInput.Wrap(errors.New("hunter2")),
		`"panic":"[]string"`:                    []string{"hunter2"},
	} {
		log.Reset()
		id := transport.LogPanic(t.Context(), value)
		got := log.String()
		if len(id) != 12 || !strings.Contains(got, id) || !strings.Contains(got, want) ||
			strings.Contains(got, "hunter2") {
			t.Errorf("%s: %s", want, got)
		}
	}
}

// The observer is called at the start and the end of a request, once each, and can set its context.
func TestAccessLog_Observer(t *testing.T) {
	type key struct{}
	var started, ended int
	type seen struct {
		route, rejected, code string
		status                int
		api                   bool
	}
	var last seen
	h := newTestMux(func(r *http.Request) (context.Context, func(*transport.RequestInfo)) {
		started++
		return context.WithValue(r.Context(), key{}, true), func(info *transport.RequestInfo) {
			ended++
			last = seen{info.Route, info.RejectedCode, info.Code, info.Status, info.API}
		}
	})
	for path, want := range map[string]seen{
		"/page/a":  {"/page/{name}", "", "", 200, false},
		"/panic":   {"/panic", "INTERNAL", "INTERNAL", 500, false},
		"/nowhere": {"", "", "", 404, false},
		"/graphql": {"/graphql", "BAD_PARAMETER", "BAD_PARAMETER", 400, true},
	} {
		started, ended = 0, 0
		sendPlain(h, http.MethodGet, path, "")
		if started != 1 || ended != 1 || last != want {
			t.Errorf("%s: %d %d %+v", path, started, ended, last)
		}
	}
}

// A handler within AccessLog can flush its writer and hijack its connection.
func TestAccessLog_KeepsWriterInterfaces(t *testing.T) {
	const switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n"
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/flush" {
			w.(http.Flusher).Flush()
			return
		}
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = conn.Write([]byte(switching))
		conn.Close()
	})
	statuses := make(chan int, 1)
	observe := func(r *http.Request) (context.Context, func(*transport.RequestInfo)) {
		return r.Context(), func(info *transport.RequestInfo) { statuses <- info.Status }
	}
	server := httptest.NewServer(transport.AccessLog(handler, observe))
	defer server.Close()
	for path, want := range map[string]int{"/flush": 200, "/socket": 101} {
		response, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if got := <-statuses; got != want || response.StatusCode != want {
			t.Errorf("%s: %d, and the client sees %d", path, got, response.StatusCode)
		}
	}
}

// A request that the client canceled before it was handled, as a flood of HTTP/2 resets does, is neither
// handled nor logged.
func TestAccessLog_CanceledBefore(t *testing.T) {
	handled := 0
	h := transport.AccessLog(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { handled++ }), nil)
	ctx, cancel := context.WithCancel(t.Context())
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", http.NoBody)
	h.ServeHTTP(httptest.NewRecorder(), r)
	cancel()
	h.ServeHTTP(httptest.NewRecorder(), r)
	if handled != 1 {
		t.Errorf("%d requests were handled", handled)
	}
}
