package sdldiff

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
)

// input is an argument or a field of an input object; both follow the same rules.
type input struct {
	name         string
	typ          *ast.Type
	defaultValue *ast.Value // the default
}

func argumentInputs(list ast.ArgumentDefinitionList) []input {
	var all []input
	for _, a := range list {
		all = append(all, input{a.Name, a.Type, a.DefaultValue})
	}
	return all
}

func fieldInputs(list ast.FieldList) []input {
	var all []input
	for _, f := range list {
		all = append(all, input{f.Name, f.Type, f.DefaultValue})
	}
	return all
}

// compareInputs compares arguments or input fields; at formats the coordinate of a name.
func (c *changes) compareInputs(at string, was, is []input) {
	old, current := inputsByName(was), inputsByName(is)
	for _, in := range was {
		now, ok := current[in.name]
		if !ok {
			c.add(fmt.Sprintf(at, in.name), "removed")
			continue
		}
		if !isAssignable(in.typ, now.typ) {
			c.add(fmt.Sprintf(at, in.name), "was %s, is %s", in.typ, now.typ)
		}
		// Adding a default is not breaking: it only states what the server decided so far.
		if in.defaultValue != nil && in.defaultValue.String() != now.defaultValue.String() {
			c.add(fmt.Sprintf(at, in.name), "had the default %s, has %s", in.defaultValue,
				valueOrNone(now.defaultValue))
		}
	}
	for _, in := range is {
		if _, ok := old[in.name]; !ok && in.typ.NonNull && in.defaultValue == nil {
			c.add(fmt.Sprintf(at, in.name), "added, and required")
		}
	}
}

func inputsByName(list []input) map[string]input {
	all := make(map[string]input, len(list))
	for _, in := range list {
		all[in.name] = in
	}
	return all
}

func valueOrNone(v *ast.Value) string {
	if v == nil {
		return "none"
	}
	return v.String()
}

// isAssignable reports whether every value of the type given is a value of the type expected. Output may
// become non-null, and input nullable.
func isAssignable(given, expected *ast.Type) bool {
	if expected.NonNull && !given.NonNull {
		return false
	}
	if expected.Elem == nil || given.Elem == nil {
		return expected.Elem == nil && given.Elem == nil && expected.NamedType == given.NamedType
	}
	return isAssignable(given.Elem, expected.Elem)
}
