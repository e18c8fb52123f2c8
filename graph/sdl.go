package graph

import (
	"maps"
	"strings"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"thidua/graph/generated"
)

// schema is the public schema: without the directives that are only for the generator, and without @defer, which no
// transport here speaks. The executor serves it, so introspection and validation know no more than the printed text.
var schema = sync.OnceValue(func() *ast.Schema {
	s := generated.NewExecutableSchema(generated.Config{}).Schema()
	maps.DeleteFunc(s.Directives, func(name string, _ *ast.DirectiveDefinition) bool { return internal[name] })
	return s
})

// internal are the directives that clients never see.
var internal = map[string]bool{"defer": true, "goModel": true, "goField": true, "goTag": true, "goExtraField": true, "goEnum": true}

// SDL is the public schema as text, as clients generate their types from it.
func SDL() string {
	public := *schema()
	public.Types = maps.Clone(public.Types)
	for name, def := range public.Types {
		public.Types[name] = withoutInternals(def)
	}
	var b strings.Builder
	formatter.NewFormatter(&b, formatter.WithIndent("  ")).FormatSchema(&public)
	return b.String()
}

func withoutInternals(def *ast.Definition) *ast.Definition {
	public := *def
	public.Directives = shown(def.Directives)
	public.Fields = nil
	for _, f := range def.Fields {
		field := *f
		field.Directives = shown(f.Directives)
		public.Fields = append(public.Fields, &field)
	}
	return &public
}

func shown(list ast.DirectiveList) (kept ast.DirectiveList) {
	for _, d := range list {
		if !internal[d.Name] {
			kept = append(kept, d)
		}
	}
	return kept
}
