package main

import (
	"strings"

	"github.com/99designs/gqlgen/codegen/config"
	"github.com/vektah/gqlparser/v2/ast"
)

// payloads is a plugin of gqlgen that binds the result types of mutations, which differ only in their names,
// to the types of graph/view by what they contain: GiveFloorPayload, whose first field is of type
// FloorRequest, to view.FloorRequestPayload. It runs before gqlgen generates a model for each.
type payloads struct{}

func (payloads) Name() string { return "payloads" }

// MutateConfig adds the bindings, except of types that gqlgen.yml binds.
func (payloads) MutateConfig(cfg *config.Config) error {
	for _, mutation := range cfg.Schema.Mutation.Fields {
		result := cfg.Schema.Types[mutation.Type.Name()]
		if result == nil || !strings.HasSuffix(result.Name, "Payload") || cfg.Models.UserDefined(result.Name) {
			continue
		}
		cfg.Models.Add(result.Name, "thidua/graph/view."+payloadModel(result.Fields[0]))
	}
	return nil
}

// payloadModel returns the Go type of results whose first field is f.
func payloadModel(f *ast.FieldDefinition) string {
	name := f.Type.Name()
	if f.Type.Elem != nil {
		name += "s"
	}
	return name + "Payload"
}
