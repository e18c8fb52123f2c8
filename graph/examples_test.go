package graph_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"thidua/internal/viewer"
	"thidua/internal/web"
)

var update = flag.Bool("update", false, "write the answers of the examples to testdata")

// TestExamples_Responses checks that each example of the playground has the same response bytes on both
// databases.
func TestExamples_Responses(t *testing.T) {
	eachDataset(t, func(a api) {
		for _, example := range web.Examples() {
			a.t.Run(example.Name, func(t *testing.T) {
				var got bytes.Buffer
				if err := json.Indent(&got, a.exampleResponse(example), "", "  "); err != nil {
					t.Fatal(err)
				}
				got.WriteByte('\n')
				file := filepath.Join("testdata", "examples", example.Name+".json")
				if *update {
					if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), got.String()); diff != "" {
					t.Errorf(
						"%s answers otherwise (go test ./graph -run Examples -update, and read the difference):\n%s",
						example.Name, diff,
					)
				}
				if bytes.Contains(got.Bytes(), []byte(`"errors"`)) {
					t.Error("an example must not answer with errors")
				}
			})
		}
	})
}

// exampleResponse is all that an example is answered, or the first that one is which subscribes.
func (a api) exampleResponse(example web.Example) []byte {
	a.t.Helper()
	if hasOperation(example, "subscription") {
		return a.firstMessage(example)
	}
	return a.exampleAPI(example).responseBody(example.Query, parseVariables(a.t, example.Variables))
}

// exampleAPI returns the API as the example's reader sees it; mutations run as the Ministry.
func (a api) exampleAPI(example web.Example) api {
	a.t.Helper()
	if !hasOperation(example, "mutation") {
		return a
	}
	return serve(a.t, a.store, viewer.Account(0, time.Time{}, viewer.Grant{Role: viewer.Ministry}))
}

// parseVariables reads the variables of an example, "" for none.
func parseVariables(t *testing.T, text string) (variables map[string]any) {
	t.Helper()
	if text == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(text), &variables); err != nil {
		t.Fatal(err)
	}
	return variables
}
