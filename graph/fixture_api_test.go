package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"thidua/graph"
	"thidua/internal/access"
	"thidua/internal/dataset"
	"thidua/internal/guard"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

// api is a test server as seen by a client: the real handler behind a real socket.
type api struct {
	t     *testing.T
	url   string
	store *store.Store
	as    viewer.Viewer
}

// graphqlResponse is a response as a client receives it.
type graphqlResponse struct {
	Data   map[string]any  `json:"data"`
	Errors []responseError `json:"errors"`
}

// responseError is one error of a response.
type responseError struct {
	Message    string `json:"message"`
	Path       []any  `json:"path"`
	Extensions struct {
		Code   string         `json:"code"`
		Params map[string]any `json:"params"`
		Fields []invalidField `json:"fields"`
	} `json:"extensions"`
}

// invalidField is a field of an input that is rejected.
type invalidField struct {
	Path   string         `json:"path"`
	Code   string         `json:"code"`
	Params map[string]any `json:"params"`
}

// eachAPI runs body against a server on each database, which is empty except for its schema.
func eachAPI(t *testing.T, body func(api)) {
	t.Helper()
	storetest.EachDatabase(
		t, func(t *testing.T, s *store.Store) { body(serve(t, s, viewer.Anonymous())) },
		store.WithReadRules(access.InstallReadRules),
	)
}

// eachDataset runs body against a server with the published dataset.
func eachDataset(t *testing.T, body func(api)) {
	t.Helper()
	published.Each(
		t, func(t *testing.T, s *store.Store) { body(serve(t, s, viewer.Anonymous())) },
		store.WithReadRules(access.InstallReadRules),
	)
}

// published is the published record, loaded once for all tests of this package.
var published = storetest.NewTemplate(func(ctx context.Context, s *store.Store) error {
	_, err := dataset.Load(viewer.NewContext(ctx, viewer.Operator()), s)
	return err
})

// serve starts a server whose requests have the given viewer. This is the only difference from the program,
// where requests without a token are anonymous.
func serve(t *testing.T, s *store.Store, as viewer.Viewer, options ...graph.Option) api {
	t.Helper()
	h := graph.Handler(s, options...)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(viewer.NewContext(r.Context(), as)))
	}))
	t.Cleanup(server.Close)
	return api{t: t, url: server.URL, store: s, as: as}
}

// withoutCostLimit serves operations whatever they cost; all other limits are the default ones.
func withoutCostLimit() graph.Option {
	most := guard.DefaultLimits()
	most.Cost, most.AnonymousCost = guard.MaxCount, guard.MaxCount
	return graph.WithGuard(guard.New(guard.Config{Limits: most}))
}

// ask sends an operation and returns the response.
func (a api) ask(query string, variables map[string]any, header ...string) graphqlResponse {
	a.t.Helper()
	var got graphqlResponse
	decoder := json.NewDecoder(bytes.NewReader(a.responseBody(query, variables, header...)))
	decoder.UseNumber()
	if err := decoder.Decode(&got); err != nil {
		a.t.Fatal(err)
	}
	return got
}

// post sends an operation with headers, by name and value.
func (a api) post(query string, variables map[string]any, header ...string) *http.Response {
	a.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		a.t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(a.t.Context(), http.MethodPost, a.url, bytes.NewReader(body))
	if err != nil {
		a.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Add(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		a.t.Fatal(err)
	}
	return response
}

// responseBody returns the bytes of the response.
func (a api) responseBody(query string, variables map[string]any, header ...string) []byte {
	a.t.Helper()
	response := a.post(query, variables, header...)
	defer response.Body.Close()
	out, err := io.ReadAll(response.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	if response.StatusCode >= http.StatusInternalServerError {
		a.t.Fatalf("status %d: %s", response.StatusCode, out)
	}
	return out
}

// data sends an operation that must succeed without errors, and returns its data.
func (a api) data(query string, variables map[string]any) responseData {
	a.t.Helper()
	got := a.ask(query, variables)
	if len(got.Errors) > 0 {
		a.t.Fatalf("%s\n%+v", query, got.Errors)
	}
	return got.Data
}

// responseData is the data of a response.
type responseData map[string]any

// changed returns the object, or the list, that a mutation changed: the field of its result that is not the
// position.
func (d responseData) changed(mutation string) any {
	result, _ := d[mutation].(map[string]any)
	for field, value := range result {
		if field != "position" {
			return value
		}
	}
	return nil
}

// mutationCall returns a document that calls a mutation and selects the id of what it changed.
func mutationCall(mutation, arguments string) string {
	types := graph.SchemaTypes()
	result := types[types["Mutation"].Fields.ForName(mutation).Type.Name()]
	return fmt.Sprintf(`mutation { %s%s { %s { id } } }`, mutation, arguments, result.Fields[0].Name)
}

// at returns the value at a path of names and indexes in a response.
func at(v any, path ...any) any {
	for _, step := range path {
		switch s := step.(type) {
		case string:
			m, ok := v.(map[string]any)
			if d, isData := v.(responseData); isData && !ok {
				m = d
			}
			v = m[s]
		case int:
			l, _ := v.([]any)
			if s >= len(l) {
				return nil
			}
			v = l[s]
		}
	}
	return v
}
