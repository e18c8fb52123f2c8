package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"thidua/graph"
	"thidua/internal/account"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/transport"
)

// secretText is what must not be in a log. Its parts are letters alone, so that no case or quoting hides it.
const secretText = "Hunter2OfHueNobodyMayKnow"

// captureLog is the log of the whole program, at every level, until the test ends.
func captureLog(t *testing.T) fmt.Stringer {
	t.Helper()
	var log lockedBuffer
	before := slog.Default()
	slog.SetDefault(
		slog.New(transport.WithRequestID(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))),
	)
	t.Cleanup(func() { slog.SetDefault(before) })
	return &log
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// mutationCase is a mutation with all its arguments in variables.
type mutationCase struct {
	query     string
	variables map[string]any
}

// mutationCases are all that the schema has. Texts are the secret; what is no text is good where valid, and
// else the secret.
func mutationCases(valid bool) map[string]mutationCase {
	schema, all := graph.Schema(), map[string]mutationCase{}
	for _, field := range schema.Mutation.Fields {
		var declared, passed []string
		variables := map[string]any{}
		for _, a := range field.Arguments {
			declared = append(declared, "$"+a.Name+": "+a.Type.String())
			passed = append(passed, a.Name+": $"+a.Name)
			variables[a.Name] = argumentValue(schema, a.Type, valid)
		}
		all[field.Name] = mutationCase{
			"mutation Change(" + strings.Join(declared, ", ") + ") { it: " + field.Name + "(" + strings.Join(
				passed,
				", ",
			) + ") { __typename } }",
			variables,
		}
	}
	return all
}

// argumentValue is a value of a type.
func argumentValue(schema *ast.Schema, of *ast.Type, valid bool) any {
	if of.Elem != nil {
		return []any{argumentValue(schema, of.Elem, valid)}
	}
	d := schema.Types[of.Name()]
	good := map[string]any{
		"Int":        2,
		"Boolean":    true,
		"Float":      1.5,
		"SchoolYear": "2023-2024",
		"Time":       "2030-01-01T00:00:00Z",
		"Date":       "2024-08-17",
		"Decimal":    "1.5",
		"ID":         gid.New(gid.Token).String(),
	}
	switch {
	case d.Kind == ast.InputObject:
		object := map[string]any{}
		for _, f := range d.Fields {
			object[f.Name] = argumentValue(schema, f.Type, valid)
		}
		return object
	case d.Kind == ast.Enum && valid:
		return d.EnumValues[0].Name
	case valid && good[d.Name] != nil:
		return good[d.Name]
	}
	return secretText
}

// failingExtension has every mutation fail in a way that tells all it was given, after it was run.
type failingExtension func(given any)

func (failingExtension) ExtensionName() string                   { return "Spoiler" }
func (failingExtension) Validate(graphql.ExecutableSchema) error { return nil }
func (s failingExtension) InterceptField(ctx context.Context, next graphql.Resolver) (any, error) {
	fc := graphql.GetFieldContext(ctx)
	if fc.Object != "Mutation" {
		return next(ctx)
	}
	_, _ = next(ctx)
	if s == nil {
		return nil, fmt.Errorf(
			"it fails with %+v: %w", fc.Args,
			fmt.Errorf("pq: %q, %s", graphql.GetOperationContext(ctx).Variables, fc.Args),
		)
	}
	s(fc.Args)
	return nil, nil
}

// TestLog_NoClientValues checks that values that clients send are in no log line, whatever the outcome, nor
// are tokens and parts of URLs.
func TestLog_NoClientValues(t *testing.T) {
	log := captureLog(t)
	panics := failingExtension(func(given any) { panic(fmt.Sprintf("%+v", given)) })
	eachSignedAPI(t, func(a signedAPI, ministry string) {
		began := len(log.String())
		whole := newProgramHandler(a.store)
		a.checkNothingLogged(log, true, whole, ministry, `"operation":"Change"`)
		a.checkNothingLogged(log, false, newProgramHandler(a.store), ministry, `"code":"GRAPHQL_VALIDATION_FAILED"`)
		a.checkNothingLogged(
			log, true, newProgramHandler(a.store, graph.WithExtension(panics)), ministry, `"msg":"panic"`,
		)
		a.checkNothingLogged(
			log, true, newProgramHandler(a.store, graph.WithExtension(failingExtension(nil))), ministry,
			`"msg":"unexpected error"`,
		)
		if err := a.store.Close(); err != nil {
			a.t.Fatal(err)
		}
		a.checkNothingLogged(log, true, whole, ministry, `"msg":"unexpected error"`)
		if text := log.String()[began:]; strings.Count(
			text, `"msg":"request"`,
		) != 5*4*len(graph.Schema().Mutation.Fields) {
			a.t.Errorf("the log has but %s", text)
		}
	})
}

// newProgramHandler is the API as the program serves it.
func newProgramHandler(s *store.Store, options ...graph.Option) http.Handler {
	authenticator := account.NewAuthenticator(s, nil, time.Now)
	return transport.AccessLog(
		transport.Middleware(
			transport.Config{}, transport.Authenticate(graph.Handler(s, options...), authenticator.Authenticate),
		),
		nil,
	)
}

// checkNothingLogged sends every mutation, and a query by URL, to a server, and reads what it logs.
func (a signedAPI) checkNothingLogged(log fmt.Stringer, valid bool, h http.Handler, token, want string) {
	a.t.Helper()
	server := httptest.NewServer(h)
	defer server.Close()
	a.url = server.URL
	for field, m := range mutationCases(valid) {
		began := len(log.String())
		a.sendAndDiscard(m.query, m.variables, "Authorization", "Bearer "+token)
		a.sendAndDiscard(m.query, m.variables, "Authorization", "Bearer "+secretText)
		a.sendAndDiscard(
			`mutation { `+field+`(nothing: "`+secretText+`") { id } }`, nil, "Authorization", "Bearer "+token,
		)
		byURL := url.Values{"query": {m.query}, "variables": {`{"id":"` + secretText + `"}`}}
		if response, err := http.Get(server.URL + "/graphql?" + byURL.Encode()); err == nil {
			response.Body.Close()
		}
		text := log.String()[began:]
		if strings.Contains(strings.ToLower(text), strings.ToLower(secretText)) || strings.Contains(text, token) {
			a.t.Errorf("%s: the log has it: %s", field, text)
		}
		if !strings.Contains(text, want) {
			a.t.Errorf("%s: the log has no %s: %s", field, want, text)
		}
	}
}

// sendAndDiscard sends an operation, whatever becomes of it.
func (a signedAPI) sendAndDiscard(query string, variables map[string]any, header ...string) {
	a.t.Helper()
	request, err := http.NewRequestWithContext(
		a.t.Context(), http.MethodPost, a.url,
		bytes.NewReader(encodeJSON(a.t, map[string]any{"query": query, "variables": variables})),
	)
	if err != nil {
		a.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		a.t.Fatal(err)
	}
	response.Body.Close()
}

func encodeJSON(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
