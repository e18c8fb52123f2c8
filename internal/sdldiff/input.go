package sdldiff

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
)

// input is an argument or a field of an input object; both follow the same rules.
type input struct {
	name    string
	of      *ast.Type
	without *ast.Value // the default
}

func ofArguments(list ast.ArgumentDefinitionList) []input {
	var all []input
	for _, a := range list {
		all = append(all, input{a.Name, a.Type, a.DefaultValue})
	}
	return all
}

func ofFields(list ast.FieldList) []input {
	var all []input
	for _, f := range list {
		all = append(all, input{f.Name, f.Type, f.DefaultValue})
	}
	return all
}

// compareInputs compares arguments or input fields; at formats the coordinate of a name.
func (c *changes) inputs(at string, was, is []input) {
	old, current := byName(was), byName(is)
	for _, in := range was {
		now, ok := current[in.name]
		if !ok {
			c.add(fmt.Sprintf(at, in.name), "removed")
			continue
		}
		if !fits(in.of, now.of) {
			c.add(fmt.Sprintf(at, in.name), "was %s, is %s", in.of, now.of)
		}
		// Adding a default is not breaking: it only states what the server decided so far.
		if in.without != nil && in.without.String() != now.without.String() {
			c.add(fmt.Sprintf(at, in.name), "had the default %s, has %s", in.without, orNone(now.without))
		}
	}
	for _, in := range is {
		if _, ok := old[in.name]; !ok && in.of.NonNull && in.without == nil {
			c.add(fmt.Sprintf(at, in.name), "added, and required")
		}
	}
}

func byName(list []input) map[string]input {
	all := make(map[string]input, len(list))
	for _, in := range list {
		all[in.name] = in
	}
	return all
}

func orNone(v *ast.Value) string {
	if v == nil {
		return "none"
	}
	return v.String()
}

// isAssignable reports whether every value of the type given is a value of the type expected. Output may
// become non-null, and input nullable.
func fits(given, expected *ast.Type) bool {
	if expected.NonNull && !given.NonNull {
		return false
	}
	if expected.Elem == nil || given.Elem == nil {
		return expected.Elem == nil && given.Elem == nil && expected.NamedType == given.NamedType
	}
	return fits(given.Elem, expected.Elem)
}
