package graph

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/core"
)

// numericVariables is a gqlgen extension that rejects strings in variables where a number is required, as the
// specification demands: gqlparser accepts "3" for an Int.
type numericVariables struct{}

// ExtensionName implements graphql.HandlerExtension.
func (numericVariables) ExtensionName() string { return "NumericVariables" }

// Validate implements graphql.HandlerExtension.
func (numericVariables) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext returns a validation error for the first string in a place of an Int or a Float.
func (numericVariables) MutateOperationContext(
	_ context.Context, operation *graphql.OperationContext,
) *gqlerror.Error {
	for _, v := range operation.Operation.VariableDefinitions {
		path := ast.Path{ast.PathName("variable"), ast.PathName(v.Variable)}
		if wrong := stringForNumber(v.Type, operation.Variables[v.Variable], path); wrong != nil {
			err := gqlerror.ErrorPathf(wrong, "cannot use a string as a number")
			errcode.Set(err, errcode.ValidationFailed)
			return err
		}
	}
	return nil
}

// stringForNumber returns the path of the first string in a place of an Int or a Float within a value of a
// type, or nil. path is that of the value, which gqlparser has found valid otherwise.
func stringForNumber(t *ast.Type, value any, path ast.Path) ast.Path {
	if t.Elem != nil {
		return stringInNumbers(t.Elem, value, path)
	}
	switch value := value.(type) {
	case string:
		if t.NamedType == "Int" || t.NamedType == "Float" {
			return slices.Clone(path)
		}
	case map[string]any:
		def := publicSchema().Types[t.NamedType]
		if def == nil || def.Kind != ast.InputObject {
			return nil
		}
		for _, field := range def.Fields { // in their order in the schema, so that errors are deterministic
			wrong := stringForNumber(field.Type, value[field.Name], append(path, ast.PathName(field.Name)))
			if wrong != nil {
				return wrong
			}
		}
	}
	return nil
}

// stringInNumbers is stringForNumber for a list of a type.
func stringInNumbers(element *ast.Type, value any, path ast.Path) ast.Path {
	switch value := value.(type) {
	case []any:
		for i, v := range value {
			if wrong := stringForNumber(element, v, append(path, ast.PathIndex(i))); wrong != nil {
				return wrong
			}
		}
	case []map[string]any: // gqlparser has made it from a single object
		return stringForNumber(element, value[0], path)
	case []string: // gqlparser has made it from a single text
		return stringForNumber(element, value[0], path)
	}
	return nil
}

// maxSuggestedFor is the maximum length of a name for which similar names are searched, in bytes: the search
// compares every character.
const maxSuggestedFor = 64

// suggestInputFields adds the similar names of the schema to the error of a variable with an unknown field,
// as gqlparser does for literals. It returns other errors unchanged.
func suggestInputFields(operation *graphql.OperationContext, err *gqlerror.Error) *gqlerror.Error {
	last := len(err.Path) - 1
	if err.Message != "unknown field" || last < 2 || operation == nil || operation.Operation == nil {
		return err
	}
	name, isName := err.Path[last].(ast.PathName)
	input := inputTypeAt(operation.Operation, err.Path[1:last])
	if !isName || input == nil || len(name) > maxSuggestedFor {
		return err
	}
	var names []string
	for _, field := range input.Fields {
		names = append(names, field.Name)
	}
	suggesting := *err
	core.SuggestListQuoted("Did you mean", string(name), names)(&suggesting)
	return &suggesting
}

// inputTypeAt returns the input type at a path, which begins with the name of a variable; nil if there is
// none.
func inputTypeAt(operation *ast.OperationDefinition, path ast.Path) *ast.Definition {
	variable, _ := path[0].(ast.PathName)
	definition := operation.VariableDefinitions.ForName(string(variable))
	if definition == nil {
		return nil
	}
	typ := publicSchema().Types[definition.Type.Name()]
	for _, step := range path[1:] {
		name, isName := step.(ast.PathName)
		if !isName { // an index of a list
			continue
		}
		if typ == nil || typ.Fields.ForName(string(name)) == nil {
			return nil
		}
		typ = publicSchema().Types[typ.Fields.ForName(string(name)).Type.Name()]
	}
	return typ
}
