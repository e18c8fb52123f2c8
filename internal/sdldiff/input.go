package sdldiff

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
)

// input is what a client may give: an argument or a field of an input object, which follow the same rules.
type input struct {
	name    string
	of      *ast.Type
	without *ast.Value // the value that stands where a client gives none
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

// inputs compares all that clients may give in one place; at makes the coordinate from a name.
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
		// A default where there was none only says what was so far left to the server.
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

// fits tells whether each value of one type is one of the other. What a field gives now must fit what clients expect of
// it, so it may become non-null; what clients give must fit what an argument takes now, so it may become nullable.
func fits(given, expected *ast.Type) bool {
	if expected.NonNull && !given.NonNull {
		return false
	}
	if expected.Elem == nil || given.Elem == nil {
		return expected.Elem == nil && given.Elem == nil && expected.NamedType == given.NamedType
	}
	return fits(given.Elem, expected.Elem)
}
