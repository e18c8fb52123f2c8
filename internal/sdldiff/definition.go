package sdldiff

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// compareDefinition compares a type with its new version, nil if it was removed.
func (c *changes) compareDefinition(was, is *ast.Definition) {
	switch {
	case is == nil:
		c.add(was.Name, "removed")
		return
	case is.Kind != was.Kind:
		c.add(was.Name, "was %s, is %s", was.Kind, is.Kind)
		return // nothing below is comparable
	}
	for _, name := range was.Interfaces {
		if !slices.Contains(is.Interfaces, name) {
			c.add(was.Name, "no longer implements %s", name)
		}
	}
	for _, name := range was.Types {
		if !slices.Contains(is.Types, name) {
			c.add(was.Name, "no longer holds %s", name)
		}
	}
	for _, value := range was.EnumValues {
		if is.EnumValues.ForName(value.Name) == nil {
			c.add(was.Name+"."+value.Name, "removed")
		}
	}
	if was.Kind == ast.InputObject {
		c.compareInputFields(was, is)
		return
	}
	for _, field := range was.Fields {
		c.compareField(was.Name+"."+field.Name, field, is.Fields.ForName(field.Name))
	}
}

// compareField compares an output field.
func (c *changes) compareField(at string, was, is *ast.FieldDefinition) {
	if is == nil {
		c.add(at, "removed")
		return
	}
	if !isAssignable(is.Type, was.Type) {
		c.add(at, "was %s, is %s", was.Type, is.Type)
	}
	c.compareInputs(at+"(%s:)", argumentInputs(was.Arguments), argumentInputs(is.Arguments))
}

// compareInputFields compares the fields of an input object.
func (c *changes) compareInputFields(was, is *ast.Definition) {
	c.compareInputs(was.Name+".%s", fieldInputs(was.Fields), fieldInputs(is.Fields))
	if was.Directives.ForName("oneOf") == nil && is.Directives.ForName("oneOf") != nil {
		c.add(was.Name, "takes only one of its fields now")
	}
}
