package web_test

import (
	"encoding/json"
	"reflect"
	"regexp"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"thidua/internal/web"
)

// Each example has a number, a title and one named operation, which uses exactly the variables in its file.
// The tests of cmd/thidua check its fields.
func TestExamples(t *testing.T) {
	examples := web.Examples()
	if len(examples) == 0 {
		t.Fatal("no examples")
	}
	names := map[string]bool{} // GraphiQL names tabs after operations
	for _, e := range examples {
		if !regexp.MustCompile(`^\d\d-[a-z0-9-]+$`).MatchString(e.Name) {
			t.Errorf("%s: want a name like 01-first-look", e.Name)
		}
		if e.Title == "" {
			t.Errorf("%s: the first line is no # Title", e.Name)
		}
		doc, err := parser.ParseQuery(&ast.Source{Name: e.Name, Input: e.Query})
		if err != nil {
			t.Errorf("%s: %v", e.Name, err)
			continue
		}
		if len(doc.Operations) != 1 || doc.Operations[0].Name == "" || names[doc.Operations[0].Name] {
			t.Errorf("%s: want one operation, with a name no other example has", e.Name)
			continue
		}
		names[doc.Operations[0].Name] = true

		given := map[string]any{}
		if e.Variables != "" {
			if err := json.Unmarshal([]byte(e.Variables), &given); err != nil {
				t.Errorf("%s: the variables: %v", e.Name, err)
			}
		}
		for _, v := range doc.Operations[0].VariableDefinitions {
			if _, ok := given[v.Variable]; !ok && v.Type.NonNull && v.DefaultValue == nil {
				t.Errorf("%s: $%s is not given", e.Name, v.Variable)
			}
			delete(given, v.Variable)
		}
		if len(given) > 0 {
			t.Errorf("%s: given but not asked for: %v", e.Name, given)
		}
	}

	var served []web.Example
	res := request(t, web.Handler(web.Config{}), "GET", "/static/examples.json")
	if err := json.NewDecoder(res.Body).Decode(&served); err != nil || !reflect.DeepEqual(served, examples) {
		t.Errorf("examples.json is not what Examples says (%v):\n%+v", err, served)
	}
}
