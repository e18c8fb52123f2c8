package graph

import (
	"maps"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"thidua/graph/generated"
)

// Schema is the public schema, for whoever checks documents against it.
func Schema() *ast.Schema { return generated.NewExecutableSchema(generated.Config{}).Schema() }

// SDL is the public schema as text, as clients generate their types from it: without what is only for the generator.
func SDL() string {
	schema := *Schema()
	schema.Directives = maps.Clone(schema.Directives)
	for name := range schema.Directives {
		if strings.HasPrefix(name, "go") { // goModel, goField and the like
			delete(schema.Directives, name)
		}
	}
	schema.Types = maps.Clone(schema.Types)
	for name, def := range schema.Types {
		schema.Types[name] = withoutInternals(def)
	}
	var b strings.Builder
	formatter.NewFormatter(&b, formatter.WithIndent("  ")).FormatSchema(&schema)
	return b.String()
}

func withoutInternals(def *ast.Definition) *ast.Definition {
	public := *def
	public.Directives = nil
	for _, d := range def.Directives {
		if !strings.HasPrefix(d.Name, "go") {
			public.Directives = append(public.Directives, d)
		}
	}
	public.Fields = nil
	for _, f := range def.Fields {
		field := *f
		field.Directives = nil
		for _, d := range f.Directives {
			if !strings.HasPrefix(d.Name, "go") {
				field.Directives = append(field.Directives, d)
			}
		}
		public.Fields = append(public.Fields, &field)
	}
	return &public
}
