package guard

import (
	"reflect"

	"github.com/vektah/gqlparser/v2/ast"
)

// countFilterValues returns the number of values in the objects among a field's arguments.
func (c *coster) filters(f *ast.Field) (n int) {
	for _, a := range f.Arguments {
		switch a.Value.Kind {
		case ast.ObjectValue:
			n = plus(n, c.values(a.Value))
		case ast.Variable:
			c.filtered(a)
			if object, ok := c.variables[a.Value.Raw].(map[string]any); ok {
				n = plus(n, c.holds(a.Value.Raw, object))
			}
		}
	}
	return n
}

// noteFilterVariable notes that the cost depends on a variable if it can be an object.
func (c *coster) filtered(a *ast.Argument) {
	if d := a.Value.Definition; d == nil || d.Kind == ast.InputObject {
		c.constant = false
	}
}

// countValues returns the number of values within a value of the document.
func (c *coster) values(v *ast.Value) (n int) {
	for _, child := range v.Children {
		n = plus(n, 1)
		if child.Value.Kind != ast.Variable {
			n = plus(n, c.values(child.Value))
			continue
		}
		n = plus(n, c.holds(child.Value.Raw, c.variables[child.Value.Raw]))
		c.constant = false
	}
	return n
}

// countVariable returns the number of values within a variable. Each variable is counted once, however often
// it is used.
func (c *coster) holds(name string, value any) int {
	n, known := c.held[name]
	if !known {
		n = within(value)
		c.held[name] = n
	}
	return n
}

// countNested returns the number of values within a variable's value.
func within(value any) (n int) {
	switch value := value.(type) {
	case []any:
		n = len(value)
		for _, element := range value {
			n = plus(n, within(element))
		}
	case map[string]any:
		n = len(value)
		for _, element := range value {
			n = plus(n, within(element))
		}
	default: // input coercion turns a single value into a list of its own type
		if list := reflect.ValueOf(value); list.Kind() == reflect.Slice {
			n = list.Len()
			for i := range list.Len() {
				n = plus(n, within(list.Index(i).Interface()))
			}
		}
	}
	return n
}
