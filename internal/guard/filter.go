package guard

import (
	"reflect"

	"github.com/vektah/gqlparser/v2/ast"
)

// countFilterValues returns the number of values in the objects among a field's arguments.
func (c *estimator) countFilterValues(f *ast.Field) (n int) {
	for _, a := range f.Arguments {
		switch a.Value.Kind {
		case ast.ObjectValue:
			n = satAdd(n, c.countValues(a.Value))
		case ast.Variable:
			c.noteFilterVariable(a)
			if object, ok := c.variables[a.Value.Raw].(map[string]any); ok {
				n = satAdd(n, c.countVariable(a.Value.Raw, object))
			}
		}
	}
	return n
}

// noteFilterVariable notes that the cost depends on a variable if it can be an object.
func (c *estimator) noteFilterVariable(a *ast.Argument) {
	if d := a.Value.Definition; d == nil || d.Kind == ast.InputObject {
		c.constant = false
	}
}

// countValues returns the number of values within a value of the document.
func (c *estimator) countValues(v *ast.Value) (n int) {
	for _, child := range v.Children {
		n = satAdd(n, valuesOf(child.Name))
		if child.Value.Kind != ast.Variable {
			n = satAdd(n, c.countValues(child.Value))
			continue
		}
		n = satAdd(n, c.countVariable(child.Value.Raw, c.variables[child.Value.Raw]))
		c.constant = false
	}
	return n
}

// dayFilterValues is how many values a condition on the validity of units and provinces counts as. It
// consists of six conditions with a subquery, and the time in which a database plans a statement grows with
// the square of their number: 480 of them took 250 ms.
const dayFilterValues = 20

// valuesOf returns how many values a field of a filter counts as, beside those within it.
func valuesOf(name string) int {
	if name == "validOn" {
		return dayFilterValues
	}
	return 1
}

// countVariable returns the number of values within a variable. Each variable is counted once, however often
// it is used.
func (c *estimator) countVariable(name string, value any) int {
	n, known := c.variableValues[name]
	if !known {
		n = countNested(value)
		c.variableValues[name] = n
	}
	return n
}

// countNested returns the number of values within a variable's value.
func countNested(value any) (n int) {
	switch value := value.(type) {
	case []any:
		n = len(value)
		for _, element := range value {
			n = satAdd(n, countNested(element))
		}
	case map[string]any:
		for name, element := range value {
			n = satAdd(n, satAdd(valuesOf(name), countNested(element)))
		}
	default: // input coercion turns a single value into a list of its own type
		if list := reflect.ValueOf(value); list.Kind() == reflect.Slice {
			n = list.Len()
			for i := range list.Len() {
				n = satAdd(n, countNested(list.Index(i).Interface()))
			}
		}
	}
	return n
}
