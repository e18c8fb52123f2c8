package guard

import (
	"reflect"

	"github.com/vektah/gqlparser/v2/ast"
)

// countFilterValues returns the number of values in the objects among a field's arguments.
func (e *estimator) countFilterValues(f *ast.Field) (n int) {
	for _, a := range f.Arguments {
		switch a.Value.Kind {
		case ast.ObjectValue:
			n = satAdd(n, e.countNestedValues(a.Value))
		case ast.Variable:
			e.markVariableDependent(a)
			if object, ok := e.variables[a.Value.Raw].(map[string]any); ok {
				n = satAdd(n, e.countVariable(a.Value.Raw, object))
			}
		}
	}
	return n
}

// markVariableDependent records that the cost depends on a variable if it can be an object.
func (e *estimator) markVariableDependent(a *ast.Argument) {
	if d := a.Value.Definition; d == nil || d.Kind == ast.InputObject {
		e.constant = false
	}
}

// countNestedValues returns the number of values within a value of the document.
func (e *estimator) countNestedValues(v *ast.Value) (n int) {
	for _, child := range v.Children {
		n = satAdd(n, filterWeight(child.Name))
		if child.Value.Kind != ast.Variable {
			n = satAdd(n, e.countNestedValues(child.Value))
			continue
		}
		n = satAdd(n, e.countVariable(child.Value.Raw, e.variables[child.Value.Raw]))
		e.constant = false
	}
	return n
}

// dayFilterValues is how many values a condition on the validity of units and provinces counts as. It
// consists of six conditions with a subquery, and the time in which a database plans a statement grows with
// the square of their number: 480 of them took 250 ms.
const dayFilterValues = 20

// filterWeight returns how many values a field of a filter counts as, beside those within it.
func filterWeight(name string) int {
	if name == "validOn" {
		return dayFilterValues
	}
	return 1
}

// countVariable returns the number of values within a variable. Each variable is counted once, however often
// it is used.
func (e *estimator) countVariable(name string, value any) int {
	n, known := e.variableValues[name]
	if !known {
		n = countVariableValues(value)
		e.variableValues[name] = n
	}
	return n
}

// countVariableValues returns the number of values within a variable's value.
func countVariableValues(value any) (n int) {
	switch value := value.(type) {
	case []any:
		n = len(value)
		for _, element := range value {
			n = satAdd(n, countVariableValues(element))
		}
	case map[string]any:
		for name, element := range value {
			n = satAdd(n, satAdd(filterWeight(name), countVariableValues(element)))
		}
	default: // input coercion turns a single value into a list of its own type
		if list := reflect.ValueOf(value); list.Kind() == reflect.Slice {
			n = list.Len()
			for i := range list.Len() {
				n = satAdd(n, countVariableValues(list.Index(i).Interface()))
			}
		}
	}
	return n
}
