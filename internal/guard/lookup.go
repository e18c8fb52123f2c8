package guard

import "github.com/vektah/gqlparser/v2/ast"

// typeNamed returns a type of the schema; nil if it does not exist or there is no schema.
func (m *analyzer) typeNamed(name string) *ast.Definition {
	if m.schema == nil {
		return nil
	}
	return m.schema.Types[name]
}

// rootType returns the root type of an operation.
func (m *analyzer) rootType(o ast.Operation) *ast.Definition {
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

// fieldType returns the type of a field. It counts an unknown field: validation compares its name with all
// known ones for a suggestion, which takes longer than anything else that it does with a field.
func (m *analyzer) fieldType(f *ast.Field, on *ast.Definition) *ast.Definition {
	if on == nil || f.Name == "__typename" {
		return nil
	}
	defined := on.Fields.ForName(f.Name)
	if defined == nil {
		m.UnknownFields++
		return nil
	}
	return m.typeNamed(defined.Type.Name())
}

// charsPerUnknownType is how many characters of an unknown type count as one unknown field.
const charsPerUnknownType = 32

// countFragmentType counts an unknown type of a fragment definition among the unknown fields: validation
// compares its name, character by character, with the names of all types.
func (m *analyzer) countFragmentType(f *ast.FragmentDefinition) {
	if m.schema != nil && m.schema.Types[f.TypeCondition] == nil {
		m.UnknownFields = satAdd(m.UnknownFields, 1+len(f.TypeCondition)/charsPerUnknownType)
	}
}
