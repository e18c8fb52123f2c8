package main

import (
	"os"
	"strings"
	"testing"

	"entgo.io/contrib/entgql"
	"entgo.io/ent/entc/gen"

	"thidua/internal/patch"
)

// The patches fit the versions of entgql and ent in go.mod.
func TestPatches(t *testing.T) {
	t.Chdir("../..")
	extension, err := loadTemplates()
	if err != nil {
		t.Fatal(err)
	}
	overridden := map[string]bool{}
	for _, file := range extension.Templates() {
		for _, template := range file.Templates() {
			overridden[template.Name()] = true
		}
	}
	for _, file := range []*gen.Template{
		entgql.CollectionTemplate, entgql.EdgeTemplate, entgql.NodeTemplate, entgql.PaginationTemplate,
		entgql.WhereTemplate,
	} {
		for _, template := range file.Templates() {
			isFile := template.Tree == nil || strings.HasSuffix(template.Name(), ".tmpl")
			if !isFile && !overridden[template.Name()] {
				t.Errorf("template %s of entgql is not overridden", template.Name())
			}
		}
	}
	if !overridden["dialect/sql/query"] {
		t.Error("the query template of ent is not overridden")
	}
}

func TestDefaultOrder(t *testing.T) {
	report := &gen.Type{Name: "Report"}
	year := &entgql.OrderTerm{GQL: "SCHOOL_YEAR", Owner: report, Field: &gen.Field{Name: "school_year"}}
	got, err := defaultOrder(report, []*entgql.OrderTerm{year})
	want := "[]*ReportOrder{{Direction: entgql.OrderDirectionDesc, Field: ReportOrderFieldSchoolYear}}"
	if err != nil || got != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
	if got, err := defaultOrder(report, nil); err != nil || got != "" {
		t.Errorf("a type without order fields has the default order %s, %v", got, err)
	}
}

func TestPatches_Documented(t *testing.T) {
	text, err := os.ReadFile("../../docs/adr/0005-generated-code.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range patchedTemplates {
		if !strings.Contains(string(text), patch.Table(p.generator, p.patches)) {
			t.Errorf("the table of patches of %s in docs/adr is out of date; run .ci/tables", p.generator)
		}
	}
}
