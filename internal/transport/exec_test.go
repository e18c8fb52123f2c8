package transport_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"thidua/internal/transport"
)

// testSDL is a schema whose fields do what their names say.
const testSDL = `
scalar Any
type Query {
  echo(text: String, number: Any): String
  big: String  slow: String  panic: String  broken: String  null: String!  defer: String
}
type Mutation { change: String }
type Subscription { ticks: Int }`

// newTestServer returns gqlgen's server for a schema that is executed without generated code.
func newTestServer(limits transport.Limits) *handler.Server {
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: testSDL})
	s := handler.New(&graphql.ExecutableSchemaMock{
		SchemaFunc: func() *ast.Schema { return schema },
		ExecFunc: func(ctx context.Context) graphql.ResponseHandler {
			oc := graphql.GetOperationContext(ctx)
			return graphql.OneShot(resolve(ctx, oc))
		},
	})
	s.AddTransport(transport.GET{Limits: limits})
	s.AddTransport(transport.POST{Limits: limits})
	s.AddTransport(transport.MethodNotAllowed{})
	return s
}

func resolve(ctx context.Context, oc *graphql.OperationContext) *graphql.Response {
	field := oc.Operation.SelectionSet[0].(*ast.Field)
	switch field.Name {
	case "big":
		return &graphql.Response{Data: json.RawMessage(`{"big":"` + strings.Repeat("thi đua ", 1000) + `"}`)}
	case "slow":
		<-ctx.Done()
		return nil
	case "panic":
		panic("the password is hunter2")
	case "broken": // an error without data
		return graphql.ErrorResponse(ctx, "broken")
	case "null":
		return &graphql.Response{
			Data:   json.RawMessage(`null`),
			Errors: graphql.ErrorResponse(ctx, "it was null").Errors,
		}
	case "defer":
		more := true
		return &graphql.Response{Data: json.RawMessage(`{}`), HasNext: &more}
	case "echo":
		variables, _ := json.Marshal(oc.Variables)
		return &graphql.Response{Data: json.RawMessage(`{"echo":` + string(variables) + `}`)}
	}
	return &graphql.Response{Data: json.RawMessage(`{"` + field.Alias + `":"Query"}`)}
}

// testResponse is what a client gets.
type testResponse struct {
	status int
	header http.Header
	body   string
	errors []errorResult
	data   json.RawMessage
}

type errorResult struct {
	Message    string
	Extensions struct {
		Code   string
		Params map[string]any
	}
}

func (tr testResponse) code() string {
	if len(tr.errors) == 0 {
		return ""
	}
	return tr.errors[0].Extensions.Code
}

// send sends a request by its method, target, body, and pairs of header names and values.
func send(t *testing.T, h http.Handler, method, target, body string, header ...string) testResponse {
	t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return readResponse(t, w.Result())
}

// readResponse reads a response, which must be a GraphQL result if it has a body.
func readResponse(t *testing.T, response *http.Response) testResponse {
	t.Helper()
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	got := testResponse{status: response.StatusCode, header: response.Header, body: string(body)}
	if len(body) == 0 || response.Header.Get("Content-Encoding") != "" {
		return got
	}
	var result struct {
		Errors []errorResult
		Data   json.RawMessage
	}
	if err := json.Unmarshal(body, &result); err != nil {
		t.Fatalf("not JSON: %v: %s", err, body)
	}
	got.errors, got.data = result.Errors, result.Data
	return got
}

const asJSON = "application/json"

// post sends a body as clients do.
func post(t *testing.T, h http.Handler, body string, header ...string) testResponse {
	t.Helper()
	return send(t, h, http.MethodPost, "/graphql", body, append([]string{"Content-Type", asJSON}, header...)...)
}
