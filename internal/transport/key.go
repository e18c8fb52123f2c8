package transport

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"thidua/internal/journal"
)

// positionArgument is the argument of a subscription's field that says from where to follow.
const positionArgument = "after"

// operationKey is the same for operations that show the same of the same event to the same viewers: document, operation,
// language, and variables but those that say no more than from where to follow. Who catches up so shares what was
// rendered with who follows live.
func operationKey(document string, operation *ast.OperationDefinition, variables map[string]any, language string) string {
	showing := map[string]any{}
	for name, value := range variables {
		showing[name] = value
	}
	for _, name := range positionVariables(operation) {
		delete(showing, name)
	}
	canonical, err := json.Marshal(showing) // its members are sorted
	if err != nil {
		panic(err) // they came as JSON
	}
	h := sha256.New()
	for _, part := range []string{document, operation.Name, language, string(canonical)} {
		_ = binary.Write(h, binary.BigEndian, int64(len(part))) // a hash never fails
		h.Write([]byte(part))
	}
	return string(h.Sum(nil))
}

// positionVariables are the variables that stand for a root field's position, and nowhere else.
func positionVariables(operation *ast.OperationDefinition) []string {
	u := usage{positions: map[string]bool{}, others: map[string]bool{}, seen: map[string]bool{}}
	u.directives(operation.Directives)
	u.selections(operation.SelectionSet, true)
	var names []string
	for name := range u.positions {
		if !u.others[name] {
			names = append(names, name)
		}
	}
	return names
}

// usage is where an operation uses its variables.
type usage struct {
	positions, others map[string]bool
	seen              map[string]bool // fragments
}

func (u *usage) selections(set ast.SelectionSet, root bool) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			for _, a := range s.Arguments {
				if root && a.Name == positionArgument && a.Value.Kind == ast.Variable {
					u.positions[a.Value.Raw] = true
				} else {
					u.value(a.Value)
				}
			}
			u.directives(s.Directives)
			u.selections(s.SelectionSet, false)
		case *ast.InlineFragment:
			u.directives(s.Directives)
			u.selections(s.SelectionSet, root)
		case *ast.FragmentSpread:
			u.directives(s.Directives)
			if s.Definition != nil && !u.seen[s.Name] { // one of the root's type is spread at the root alone
				u.seen[s.Name] = true
				u.directives(s.Definition.Directives)
				u.selections(s.Definition.SelectionSet, root)
			}
		}
	}
}

func (u *usage) directives(all ast.DirectiveList) {
	for _, d := range all {
		for _, a := range d.Arguments {
			u.value(a.Value)
		}
	}
}

func (u *usage) value(v *ast.Value) {
	if v == nil {
		return
	}
	if v.Kind == ast.Variable {
		u.others[v.Raw] = true
	}
	for _, child := range v.Children {
		u.value(child.Value)
	}
}

// positionOf is the position that an operation says to follow from; nil for none. It is read here and not by the resolver
// alone, because who asks for the same as another is planned by what was planned for that one. Refused with BAD_POSITION.
func positionOf(operation *graphql.OperationContext) (*journal.Position, error) {
	for _, f := range graphql.CollectFields(operation, operation.Operation.SelectionSet, []string{"Subscription"}) {
		if given := f.ArgumentMap(operation.Variables)[positionArgument]; given != nil {
			p := new(journal.Position)
			return p, p.UnmarshalGQL(given)
		}
	}
	return nil, nil
}
