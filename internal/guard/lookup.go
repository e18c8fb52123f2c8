package guard

import "github.com/vektah/gqlparser/v2/ast"

// typeNamed returns a type of the schema; nil if it does not exist or there is no schema.
func (a *analyzer) typeNamed(name string) *ast.Definition {
	if a.schema == nil {
		return nil
	}
	return a.schema.Types[name]
}

// rootType returns the root type of an operation.
func (a *analyzer) rootType(o ast.Operation) *ast.Definition {
	switch {
	case a.schema == nil:
		return nil
	case o == ast.Mutation:
		return a.schema.Mutation
	case o == ast.Subscription:
		return a.schema.Subscription
	}
	return a.schema.Query
}

// fieldType returns the type of a field. It counts an unknown field: validation compares its name with all
// known ones for a suggestion, which takes longer than anything else that it does with a field.
func (a *analyzer) fieldType(f *ast.Field, parentType *ast.Definition) *ast.Definition {
	if parentType == nil || f.Name == "__typename" {
		return nil
	}
	defined := parentType.Fields.ForName(f.Name)
	if defined == nil {
		a.UnknownFields++
		return nil
	}
	return a.typeNamed(defined.Type.Name())
}

// charsPerUnknownType is how many characters of an unknown type count as one unknown field.
const charsPerUnknownType = 32

// countFragmentType counts an unknown type of a fragment definition among the unknown fields: validation
// compares its name, character by character, with the names of all types.
func (a *analyzer) countFragmentType(f *ast.FragmentDefinition) {
	if a.schema != nil && a.schema.Types[f.TypeCondition] == nil {
		a.UnknownFields = satAdd(a.UnknownFields, 1+len(f.TypeCondition)/charsPerUnknownType)
	}
}
