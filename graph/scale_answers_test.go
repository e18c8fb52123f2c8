package graph_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"reflect"
	"testing"

	_ "github.com/lib/pq"

	"thidua/internal/access"
	"thidua/internal/sampledata"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

// scaleBody is the request for a query.
func scaleBody(name string) string {
	body, err := json.Marshal(
		map[string]any{
			"query":     scaleFile(name + ".graphql"),
			"variables": json.RawMessage(scaleFile(name + ".json")),
		},
	)
	if err != nil {
		panic(err)
	}
	return string(body)
}

// loadSampleData loads generated data of a size beside the record.
func loadSampleData(t testing.TB, s *store.Store, size sampledata.Size) {
	t.Helper()
	ctx := viewer.NewContext(t.Context(), viewer.Operator())
	if err := sampledata.Load(ctx, s, size, func(int, int, string) {}); err != nil {
		t.Fatal(err)
	}
}

// TestScale_SameResponses checks that the benchmarked variants return the same response, which is not empty.
func TestScale_SameResponses(t *testing.T) {
	url := published.URL(t, store.Postgres)
	s := storetest.OpenURL(t, url, store.WithReadRules(access.InstallReadRules))
	loadSampleData(t, s, sampledata.Size{Units: 18, Years: 3, Values: 18 * 3 * 2 * 12})
	db, err := sql.Open("postgres", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	routes, err := scaleRoutes(s, db)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(routes)
	defer server.Close()
	for _, name := range scaleQueries {
		t.Run(name, func(t *testing.T) { checkSameResponses(t, server.URL, name, "") })
	}
}

func checkSameResponses(t testing.TB, base, name, bearer string) {
	t.Helper()
	var answers []any
	for _, path := range []string{"/hand/" + name, "/bare", "/whole"} {
		var answer any
		text := fetchResponse(t, base, path, scaleBody(name), bearer)
		if err := json.Unmarshal(text, &answer); err != nil {
			t.Fatal(err)
		}
		answers = append(answers, answer)
		if least := map[string]int{"cluster": 1000, "view": 20_000, "reports": 4000}[name]; len(text) < least {
			t.Errorf("%s answers %d bytes: %s", path, len(text), text)
		}
		if !reflect.DeepEqual(answers[0], answer) {
			t.Errorf("%s answers\n%s, not\n%s", path, fmt.Sprint(answer), fmt.Sprint(answers[0]))
		}
	}
}
