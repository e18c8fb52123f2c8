package graph

import (
	"fmt"
	"maps"
	"strings"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"thidua/graph/generated"
)

// publicSchema returns the public schema: without the directives for the code generator, and without @defer,
// which no transport supports. The executor serves it, so introspection and validation match the printed
// text.
var publicSchema = sync.OnceValue(func() *ast.Schema {
	s := generated.NewExecutableSchema(generated.Config{}).Schema()
	maps.DeleteFunc(s.Directives,
		func(name string, _ *ast.DirectiveDefinition) bool { return internalDirectives[name] })
	s.Description = schemaDescription
	sortFields(s.Query, queryFields)
	sortFields(s.Mutation, mutationFields)
	return s
})

// preparePublicSchema makes the generated schema, which the executor serves, the public one.
func preparePublicSchema() { publicSchema() }

// schemaDescription describes the whole schema, for introspection and the printed text.
const schemaDescription = `The education emulation clusters (cụm thi đua) of Viet Nam: clusters and their
members, reports and figures, conferences as they are conducted, proposals, tasks and awards.

Names follow the rules of /docs/api#names, and errors have the codes of the enum ErrorCode. A field is
deprecated before it is removed: /docs/api#versions has the policy.`

// Schema returns the public schema, for validating documents.
func Schema() *ast.Schema { return publicSchema() }

// internalDirectives are not part of the public schema.
var internalDirectives = map[string]bool{"defer": true, "goModel": true, "goField": true, "goTag": true,
	"goExtraField": true, "goEnum": true}

// SDL returns the public schema as text, from which clients generate types.
func SDL() string {
	public := *publicSchema()
	public.Types = maps.Clone(public.Types)
	for name, def := range public.Types {
		public.Types[name] = withoutInternalDirectives(def)
	}
	var b strings.Builder
	// The formatter omits the schema definition where the root types have their usual names.
	fmt.Fprintf(&b, "\"\"\"\n%s\n\"\"\"\n", public.Description)
	b.WriteString("schema {\n  query: Query\n  mutation: Mutation\n  subscription: Subscription\n}\n\n")
	formatter.NewFormatter(&b, formatter.WithIndent("  ")).FormatSchema(&public)
	return b.String()
}

func withoutInternalDirectives(def *ast.Definition) *ast.Definition {
	public := *def
	public.Directives = publicDirectives(def.Directives)
	public.Fields = nil
	for _, f := range def.Fields {
		field := *f
		field.Directives = publicDirectives(f.Directives)
		public.Fields = append(public.Fields, &field)
	}
	return &public
}

func publicDirectives(list ast.DirectiveList) (kept ast.DirectiveList) {
	for _, d := range list {
		if !internalDirectives[d.Name] {
			kept = append(kept, d)
		}
	}
	return kept
}
