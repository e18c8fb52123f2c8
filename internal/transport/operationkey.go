package transport

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"thidua/internal/journal"
)

// positionArgument is the argument of a subscription field with the position to resume after.
const positionArgument = "after"

// operationKey returns the same key for operations that render the same event alike for the same class of
// viewers: it covers the document, operation name, language, and all variables that are not only a position.
// So subscribers that catch up share rendered events with those at the end of the stream.
func operationKey(
	document string, operation *ast.OperationDefinition, variables map[string]any, language string,
) string {
	keyVariables := map[string]any{}
	for name, value := range variables {
		keyVariables[name] = value
	}
	for _, name := range positionVariables(operation) {
		delete(keyVariables, name)
	}
	canonical, err := json.Marshal(keyVariables) // its members are sorted
	if err != nil {
		panic(err) // not for values that were decoded from JSON
	}
	h := sha256.New()
	for _, part := range []string{document, operation.Name, language, string(canonical)} {
		_ = binary.Write(h, binary.BigEndian, int64(len(part))) // a hash never fails
		h.Write([]byte(part))
	}
	return string(h.Sum(nil))
}

// positionVariables returns the variables that are used only as the position of a root field.
func positionVariables(operation *ast.OperationDefinition) []string {
	usage := variableUsage{positions: map[string]bool{}, others: map[string]bool{}, seen: map[string]bool{}}
	usage.visitDirectives(operation.Directives)
	usage.visitSelections(operation.SelectionSet, true)
	var names []string
	for name := range usage.positions {
		if !usage.others[name] {
			names = append(names, name)
		}
	}
	return names
}

// variableUsage records where an operation uses its variables.
type variableUsage struct {
	positions, others map[string]bool
	seen              map[string]bool // fragments
}

func (v *variableUsage) visitSelections(set ast.SelectionSet, root bool) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			for _, a := range s.Arguments {
				if root && a.Name == positionArgument && a.Value.Kind == ast.Variable {
					v.positions[a.Value.Raw] = true
				} else {
					v.visitValue(a.Value)
				}
			}
			v.visitDirectives(s.Directives)
			v.visitSelections(s.SelectionSet, false)
		case *ast.InlineFragment:
			v.visitDirectives(s.Directives)
			v.visitSelections(s.SelectionSet, root)
		case *ast.FragmentSpread:
			v.visitDirectives(s.Directives)
			if s.Definition != nil && !v.seen[s.Name] { // one on the root type is spread only at the root
				v.seen[s.Name] = true
				v.visitDirectives(s.Definition.Directives)
				v.visitSelections(s.Definition.SelectionSet, root)
			}
		}
	}
}

func (v *variableUsage) visitDirectives(all ast.DirectiveList) {
	for _, d := range all {
		for _, a := range d.Arguments {
			v.visitValue(a.Value)
		}
	}
}

func (v *variableUsage) visitValue(argument *ast.Value) {
	if argument == nil {
		return
	}
	if argument.Kind == ast.Variable {
		v.others[argument.Raw] = true
	}
	for _, child := range argument.Children {
		v.visitValue(child.Value)
	}
}

// requestedPosition returns the position that an operation resumes after; nil for none. The resolver cannot
// return it, because an operation that equals an earlier one is not executed again to be authorized. It
// fails with BAD_POSITION.
func requestedPosition(operation *graphql.OperationContext) (*journal.Position, error) {
	fields := graphql.CollectFields(operation, operation.Operation.SelectionSet, []string{"Subscription"})
	for _, f := range fields {
		if given := f.ArgumentMap(operation.Variables)[positionArgument]; given != nil {
			p := new(journal.Position)
			return p, p.UnmarshalGQL(given)
		}
	}
	return nil, nil
}
