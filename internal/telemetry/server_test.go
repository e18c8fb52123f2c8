package telemetry

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"thidua/internal/store"
	"thidua/internal/transport"
)

// secret must not appear anywhere: it is in every variable, argument and token of these tests.
const secret = "hunter2"

// newTestServer returns an observed server with a schema that needs no generated code.
func newTestServer(t *Telemetry) http.Handler {
	schema := gqlparser.MustLoadSchema(
		&ast.Source{
			Input: `type Query { ok(s: String): String fails: String panics: String sql: String } type Mutation { ` +
				`change: String }`,
		},
	)
	srv := handler.New(&graphql.ExecutableSchemaMock{
		SchemaFunc: func() *ast.Schema { return schema },
		ExecFunc: func(context.Context) graphql.ResponseHandler {
			return func(ctx context.Context) *graphql.Response { return respond(ctx, t) }
		},
	})
	srv.AddTransport(transport.GET{})
	srv.AddTransport(transport.POST{})
	srv.AddTransport(transport.MethodNotAllowed{})
	if e := t.Extension(); e != nil {
		srv.Use(e)
	}
	mux := http.NewServeMux()
	mux.Handle("/graphql", transport.Middleware(transport.Config{}, srv))
	mux.HandleFunc("GET /page/{name}", func(http.ResponseWriter, *http.Request) {})
	return transport.AccessLog(mux, t.RequestObserver())
}

func respond(ctx context.Context, t *Telemetry) *graphql.Response {
	refused := func(code string) *graphql.Response {
		return &graphql.Response{Data: json.RawMessage(`{}`),
			Errors: gqlerror.List{{Message: secret, Extensions: map[string]any{"code": code}}}}
	}
	switch graphql.GetOperationContext(ctx).Operation.SelectionSet[0].(*ast.Field).Name {
	case "fails":
		return refused("NOT_FOUND")
	case "panics":
		panic(secret)
	case "sql":
		observe := t.StatementObserver()
		observe(ctx, store.Statement{Verb: "SELECT", Table: "units", Text: "SELECT id FROM units WHERE code = ?",
			Dialect: store.SQLite})(nil)
		observe(ctx, store.Statement{Verb: "UPDATE", Table: "units", Text: "UPDATE units SET code = ?",
			Dialect: store.Postgres})(errors.Join(context.DeadlineExceeded, errors.New(secret)))
	}
	return &graphql.Response{Data: json.RawMessage(`{}`)}
}

// postQuery sends an operation, with the secret wherever a client may put one.
func postQuery(t *testing.T, h http.Handler, query string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": map[string]any{"s": secret}})
	if err != nil {
		t.Fatal(err)
	}
	return send(h, http.MethodPost, "/graphql?"+secret, string(body), header...)
}

func send(h http.Handler, method, path, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+secret)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// newMeasured returns a Telemetry with metrics only.
func newMeasured(t *testing.T, c Config) *Telemetry {
	t.Helper()
	c.Metrics, c.Version = true, "v1"
	m, err := New(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// newTraced returns a Telemetry with traces only, and a function that returns its spans.
func newTraced(t *testing.T, ratio float64) (*Telemetry, func() tracetest.SpanStubs) {
	t.Helper()
	kept := tracetest.NewInMemoryExporter()
	m := &Telemetry{
		names:  newOperationNames(nil, false),
		traces: newTraces(Config{SampleRatio: ratio, Version: "v1"}, kept),
	}
	t.Cleanup(func() { _ = m.traces.provider.Shutdown(context.Background()) })
	return m, func() tracetest.SpanStubs {
		if err := m.traces.provider.ForceFlush(t.Context()); err != nil {
			t.Fatal(err)
		}
		defer kept.Reset()
		return kept.GetSpans()
	}
}

// Only the tests of transport check the log.
func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	os.Exit(m.Run())
}
