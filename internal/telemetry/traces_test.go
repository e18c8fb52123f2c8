package telemetry

import (
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"
	coltrace "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/protobuf/proto"
)

const parentTrace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

// spanAttributes returns the attributes of a span as text.
func spanAttributes(s tracetest.SpanStub) map[string]string {
	all := map[string]string{}
	for _, a := range s.Attributes {
		all[string(a.Key)] = a.Value.String()
	}
	return all
}

// A request is a span of the trace in its header, its operation a span within it, and its statements within
// that. None contains a variable, an argument or a token.
func TestSpans(t *testing.T) {
	t.Parallel()
	m, spans := newTraced(t, 0) // the trace decides about sampling, not the ratio
	const look = "query Look($s: String) { sql: sql other: ok(s: $s) }"
	postQuery(t, newTestServer(m), look, "traceparent", parentTrace, "baggage", "a="+secret)
	got := spans()
	if len(got) != 4 {
		t.Fatalf("%d spans", len(got))
	}
	found, failed, operation, request := got[0], got[1], got[2], got[3]
	for i, want := range []struct {
		name   string
		kind   trace.SpanKind
		parent trace.SpanID
		status codes.Code
		has    map[string]string
	}{
		{"SELECT units", trace.SpanKindClient, operation.SpanContext.SpanID(), codes.Unset,
			map[string]string{"db.system.name": "sqlite", "db.operation.name": "SELECT",
				"db.collection.name": "units", "db.query.text": "SELECT id FROM units WHERE code = ?"}},
		{"UPDATE units", trace.SpanKindClient, operation.SpanContext.SpanID(), codes.Error,
			map[string]string{"db.system.name": "postgresql", "error.type": "timeout"}},
		{"query Look", trace.SpanKindInternal, request.SpanContext.SpanID(), codes.Unset,
			map[string]string{"graphql.operation.name": "Look", "graphql.operation.type": "query",
				"graphql.document.hash": fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(look)))}},
		{"POST /graphql", trace.SpanKindServer, trace.SpanID{0, 0xf0, 0x67, 0xaa, 0x0b, 0xa9, 0x02, 0xb7},
			codes.Unset, map[string]string{"http.request.method": "POST",
				"http.route": "/graphql", "http.response.status_code": "200", "url.path": "/graphql",
				"url.scheme": "http"}},
	} {
		s := got[i]
		if s.Name != want.name || s.SpanKind != want.kind || s.Parent.SpanID() != want.parent ||
			s.Status.Code != want.status || s.SpanContext.TraceID().String() != "4bf92f3577b34da6a3ce929d0e0e4736" {
			t.Errorf("%s: %v within %v, %v", s.Name, s.SpanKind, s.Parent.SpanID(), s.Status)
		}
		for key, value := range want.has {
			if spanAttributes(s)[key] != value {
				t.Errorf("%s: %s is %s, want %s", s.Name, key, spanAttributes(s)[key], value)
			}
		}
	}
	if failed.Status.Description != "timeout" || found.EndTime.Before(found.StartTime) {
		t.Errorf("%+v", failed.Status)
	}
	if text := fmt.Sprintf("%+v", got); strings.Contains(text, secret) {
		t.Errorf("the spans have the secret: %s", text)
	}
}

// A failed operation has its code as status, and only internal errors are errors of the request.
func TestSpans_Failures(t *testing.T) {
	t.Parallel()
	m, spans := newTraced(t, 1)
	h := newTestServer(m)
	for query, want := range map[string]struct {
		operation, code string
		status          codes.Code
	}{
		"query Fails { fails }":   {"query Fails", "NOT_FOUND", codes.Unset},
		"query Wrong { nothing }": {"refused", "GRAPHQL_VALIDATION_FAILED", codes.Unset},
		"{ panics }":              {"query", "", codes.Error},
	} {
		postQuery(t, h, query)
		got := spans()
		request := got[len(got)-1]
		if request.Name != "POST /graphql" || request.Status.Code != want.status || request.Parent.IsValid() {
			t.Errorf("%s: %s, %v", query, request.Name, request.Status)
		}
		if text := fmt.Sprintf("%+v", got); strings.Contains(text, secret) {
			t.Errorf("%s: the spans have the secret: %s", query, text)
		}
		if want.status == codes.Error {
			if spanAttributes(request)["thidua.panics"] != "1" || request.Status.Description != "INTERNAL" {
				t.Errorf("%s: %v", query, request)
			}
			continue
		}
		if operation := got[0]; operation.Name != want.operation || operation.Status.Code != codes.Error ||
			operation.Status.Description != want.code || spanAttributes(operation)["error.type"] != want.code {
			t.Errorf("%s: %s, %+v", query, operation.Name, operation.Status)
		}
	}
}

// A ratio of 0 samples no traces that begin here, and statements outside requests have no spans.
func TestSpans_Sampling(t *testing.T) {
	t.Parallel()
	m, spans := newTraced(t, 0)
	postQuery(t, newTestServer(m), "{ sql }")
	postQuery(t, newTestServer(m), "{ sql }", "traceparent", strings.TrimSuffix(parentTrace, "01")+"00")
	m, kept := newTraced(t, 1)
	m.startStatement(t.Context(), untracedStatement)(nil)
	if n := len(spans()) + len(kept()); n != 0 {
		t.Errorf("%d spans", n)
	}
}

// otlpReceiver is a collector for OTLP over HTTP.
type otlpReceiver struct {
	mu    sync.Mutex
	names []string
	paths []string
	keys  []string
}

func (o *otlpReceiver) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	var sent coltrace.ExportTraceServiceRequest
	if err := proto.Unmarshal(body, &sent); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.paths = append(o.paths, r.URL.Path)
	for _, of := range sent.ResourceSpans {
		for _, a := range of.Resource.Attributes {
			o.keys = append(o.keys, a.Key+"="+a.Value.GetStringValue())
		}
		for _, in := range of.ScopeSpans {
			for _, s := range in.Spans {
				o.names = append(o.names, s.Name)
			}
		}
	}
}

// Shutdown sends the remaining spans to the path of the specification.
func TestNew_OTLP(t *testing.T) {
	t.Parallel()
	var c otlpReceiver
	server := httptest.NewServer(&c)
	defer server.Close()
	m, err := New(t.Context(), Config{Traces: server.URL, SampleRatio: 1, Version: "v1"})
	if err != nil {
		t.Fatal(err)
	}
	postQuery(t, newTestServer(m), "query Look { ok }")
	if err := m.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if strings.Join(c.paths, " ") != "/v1/traces" || strings.Join(c.names, ", ") != "query Look, POST /graphql" {
		t.Errorf("%v %v", c.paths, c.names)
	}
	if keys := strings.Join(c.keys, " "); !strings.Contains(keys, "service.name=thidua") ||
		!strings.Contains(keys, "service.version=v1") || !strings.Contains(keys, "telemetry.sdk.language=go") {
		t.Error(keys)
	}
}

// An invalid endpoint is refused, and the error does not contain a password in it.
func TestNew_TracesEndpoint(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"127.0.0.1:4318", "ftp://a", "http://", "http://u:hunter2@a",
		"http://a?key=hunter2", ":"} {
		if _, err := New(t.Context(), Config{Traces: bad}); err == nil || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
