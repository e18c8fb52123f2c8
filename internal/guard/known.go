package guard

import "github.com/vektah/gqlparser/v2/ast"

// named is a type of the schema, nil if it is not there or no schema was given.
func (m *measurer) named(name string) *ast.Definition {
	if m.schema == nil {
		return nil
	}
	return m.schema.Types[name]
}

// start is the type of an operation's root.
func (m *measurer) start(o ast.Operation) *ast.Definition {
	switch {
	case m.schema == nil:
		return nil
	case o == ast.Mutation:
		return m.schema.Mutation
	case o == ast.Subscription:
		return m.schema.Subscription
	}
	return m.schema.Query
}

// result is the type that a field gives. One that its type does not have is counted: validation looks for a name like it
// among all there are, which takes longer than anything else that it does with a field.
func (m *measurer) result(f *ast.Field, on *ast.Definition) *ast.Definition {
	if on == nil || f.Name == "__typename" {
		return nil
	}
	defined := on.Fields.ForName(f.Name)
	if defined == nil {
		m.UnknownFields++
		return nil
	}
	return m.named(defined.Type.Name())
}
