package graph_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"thidua/graph"
	"thidua/internal/access"
	"thidua/internal/guard"
	"thidua/internal/store"
)

// Whatever is sent as a cursor, of whichever list and order: it is read as one, or refused as BAD_CURSOR, and
// is never a mistake of ours.
func FuzzCursors(f *testing.F) {
	s := published.Open(f, store.SQLite, store.WithReadRules(access.InstallReadRules))
	h := graph.Handler(s, graph.WithGuard(guard.New(guard.Config{Limits: guard.DefaultLimits()})))
	type answer struct {
		Data   map[string]struct{ PageInfo struct{ EndCursor string } }
		Errors []struct{ Extensions struct{ Code string } }
	}
	ask := func(t testing.TB, query string, cursor *string) (a answer) {
		body, err := json.Marshal(map[string]any{"query": query, "variables": map[string]any{"c": cursor}})
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		return a
	}
	lists := []string{
		`query($c: Cursor) { l: units(first: 2, after: $c) { pageInfo { endCursor } edges { node { id } } } }`,
		`query($c: Cursor) { l: units(first: 2, after: $c, orderBy: [{field: NAME, direction: DESC}]) { ` +
			`pageInfo { endCursor } edges { node { id } } } }`,
		`query($c: Cursor) { l: conferences(last: 2, before: $c, orderBy: [{field: HELD_ON}]) { pageInfo { ` +
			`endCursor } edges { node { id } } } }`,
		`query($c: Cursor) { l: proposals(first: 2, after: $c, orderBy: [{field: SCHOOL_YEAR}, {field: ` +
			`ORDINAL}]) { pageInfo { endCursor } edges { node { id } } } }`,
	}
	for i, query := range lists {
		end := ask(f, query, nil).Data["l"].PageInfo.EndCursor
		if end == "" {
			f.Fatalf("%s has no end", query)
		}
		f.Add(i, end)
	}
	f.Add(0, "")
	f.Add(0, "gqF20X00oXY0000") // a key that is given twice, on which the decoder of msgpack panics
	f.Fuzz(func(t *testing.T, list int, cursor string) {
		for _, e := range ask(t, lists[uint(list)%uint(len(lists))], &cursor).Errors {
			if e.Extensions.Code != "BAD_CURSOR" {
				t.Errorf("%.80q is refused as %s", cursor, e.Extensions.Code)
			}
		}
	})
}
