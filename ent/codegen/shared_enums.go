package main

import (
	"entgo.io/ent/entc/gen"
	"github.com/vektah/gqlparser/v2/ast"
)

// sharedEnums maps the enum that entgql would give a field to the one with the same values that it has
// instead. entgql names an enum after its type and field, and has no annotation for another name.
var sharedEnums = map[string]string{"HeadElectionRole": "OfficeRole"}

// shareEnums replaces enums of the generated schema by shared ones, which then have several Go types.
func shareEnums(_ *gen.Graph, s *ast.Schema) error {
	for name, shared := range sharedEnums {
		var models ast.ChildValueList
		for _, def := range []*ast.Definition{s.Types[shared], s.Types[name]} {
			model := def.Directives.ForName("goModel").Arguments.ForName("model").Value
			models = append(models, &ast.ChildValue{Value: model})
		}
		s.Types[shared].Directives = ast.DirectiveList{{Name: "goModel", Arguments: ast.ArgumentList{
			{Name: "models", Value: &ast.Value{Kind: ast.ListValue, Children: models}},
		}}}
		delete(s.Types, name)
	}
	for _, def := range s.Types {
		for _, f := range def.Fields {
			shareEnum(f.Type)
		}
	}
	return nil
}

func shareEnum(t *ast.Type) {
	if t.Elem != nil {
		shareEnum(t.Elem)
	} else if shared, ok := sharedEnums[t.NamedType]; ok {
		t.NamedType = shared
	}
}
