package graph_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"thidua/graph"
	"thidua/internal/access"
	"thidua/internal/store"
	"thidua/internal/web"
)

// Every example, from the request to the last byte of the answer, without a socket.
func BenchmarkExamples(b *testing.B) {
	for _, dialect := range []string{store.SQLite, store.Postgres} {
		s := published.Open(b, dialect, store.WithReadRules(access.InstallReadRules))
		h := graph.Handler(s)
		for _, e := range web.Examples() {
			if !hasOperation(e, "query") {
				continue
			}
			body, err := json.Marshal(
				map[string]any{"query": e.Query, "variables": json.RawMessage(cmp.Or(e.Variables, "null"))},
			)
			if err != nil {
				b.Fatal(err)
			}
			b.Run(dialect+"/"+e.Name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
					r.Header.Set("Content-Type", "application/json")
					w := httptest.NewRecorder()
					h.ServeHTTP(w, r)
					if w.Code != http.StatusOK || bytes.Contains(w.Body.Bytes(), []byte(`"errors"`)) {
						b.Fatal(w.Body)
					}
				}
			})
		}
	}
}
