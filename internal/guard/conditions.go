package guard

import (
	"reflect"
	"strings"
	"unicode"

	"github.com/vektah/gqlparser/v2/ast"
)

// The costs of conditions, in hundredths of a unit.
const (
	conditionCost = 10   // a condition, for each row on which it is evaluated
	wordCost      = 45   // each further word of a text filter, which is a condition of its own
	elementCost   = 1    // an element of a list, for each row
	compareCost   = 8    // an element of a list of few elements, which are compared one by one
	existsCost    = 20   // whether a related row exists, for each row
	notCost       = 75   // a negation, for each row: it distinguishes null from false
	semiJoinCost  = 50   // looking a row's key up among the rows that pass a condition on an edge
	indexReadCost = 2_40 // a row that is read through an index, in the order of that index
)

// edgeRows is the assumed number of rows that a condition on an edge reads, once for each statement (package
// related in ent).
const edgeRows = 4000

// filterCosts are the costs of a filter: for each row, and once for each statement.
type filterCosts struct{ row, once int }

func (c filterCosts) add(other filterCosts) filterCosts {
	return filterCosts{satAdd(c.row, other.row), satAdd(c.once, other.once)}
}

// whereOf returns the filter of a connection; nil if it has none.
func (e *estimator) whereOf(f *ast.Field) map[string]any {
	where := f.Arguments.ForName("where")
	if where == nil {
		return nil
	}
	value, err := where.Value.Value(e.variables)
	if object, ok := value.(map[string]any); err == nil && ok {
		return object
	}
	return nil
}

// filterCostsOf returns the costs of a filter.
func filterCostsOf(where map[string]any) filterCosts {
	if len(where) == 0 {
		return filterCosts{}
	}
	return filterCosts{row: filterCost}.add(conditionCosts("", where))
}

// indexedRows returns how many of the rows of a type an index finds for a filter: those that a condition on
// an edge selects by unique keys of the related rows.
func (t TypeSize) indexedRows(where map[string]any) int {
	rows := t.Rows
	for edge, each := range t.RowsPerKey {
		if keys, only := countUniqueKeys(where[edge]); only {
			rows = min(rows, satMul(keys, each))
		}
	}
	return rows
}

// SelectsByKey reports whether the filter of a connection to a type is charged for the rows that unique keys
// of related rows select. The statement must then find these rows by the keys, whatever order is requested.
func SelectsByKey(typeName string, where map[string]any) bool {
	t := typeSizes[typeName]
	return t.indexedRows(where) < t.Rows
}

// countUniqueKeys returns how many rows a condition on an edge can select, if each of its alternatives names
// them by id or code.
func countUniqueKeys(condition any) (keys int, only bool) {
	alternatives, isList := elementsOf(condition)
	if !isList { // one object stands for a list of it
		alternatives = []any{condition}
	}
	for _, a := range alternatives {
		object, _ := a.(map[string]any)
		n := -1
		for _, name := range []string{"id", "code"} {
			if object[name] != nil {
				n = 1
			} else if list, isList := elementsOf(object[name+"In"]); isList && n != 1 {
				n = len(list)
			}
		}
		if n < 0 {
			return 0, false
		}
		keys = satAdd(keys, n)
	}
	return keys, true
}

// conditionCosts returns the costs of a value within a filter; name is its field there.
func conditionCosts(name string, value any) (sum filterCosts) {
	onEdge := strings.HasPrefix(name, "has") && strings.HasSuffix(name, "With")
	if object, ok := value.(map[string]any); ok && onEdge { // one object stands for a list of it
		value = []any{object}
	}
	switch value := value.(type) {
	case map[string]any:
		for name, element := range value {
			sum = sum.add(conditionCosts(name, element))
		}
		if name == "not" {
			sum.row = satAdd(sum.row, notCost)
		}
		return sum
	case bool:
		if strings.HasPrefix(name, "has") {
			return filterCosts{row: existsCost}
		}
		return filterCosts{row: conditionCost}
	case string:
		if name == "text" {
			return filterCosts{row: conditionCost + wordCost*countFurtherWords(value)}
		}
		return filterCosts{row: conditionCost}
	}
	list, isList := elementsOf(value)
	if !isList {
		return filterCosts{row: conditionCost}
	}
	sum.row = conditionCost
	for i, element := range list {
		if _, isObject := element.(map[string]any); !isObject {
			sum.row = satAdd(sum.row, listElementCost(i))
			continue
		}
		sum = sum.add(conditionCosts("", element))
	}
	if onEdge {
		rows := edgeRows
		if strings.Contains(name, "IndicatorValue") {
			rows = typeSizes["IndicatorValue"].Rows
		}
		return filterCosts{row: semiJoinCost, once: satAdd(sum.once, satMul(rows, satAdd(countCost, sum.row)))}
	}
	return sum
}

// comparedElements is how many elements of a list are compared one by one, before a hash set is faster.
const comparedElements = 5

func listElementCost(i int) int {
	if i < comparedElements {
		return compareCost
	}
	return elementCost
}

// elementsOf returns the elements of a list, whose type depends on where a variable was read.
func elementsOf(value any) (elements []any, isList bool) {
	list := reflect.ValueOf(value)
	if list.Kind() != reflect.Slice {
		return nil, false
	}
	for i := range list.Len() {
		elements = append(elements, list.Index(i).Interface())
	}
	return elements, true
}

// maxCountedWords is the maximum of countFurtherWords; a valid search text has no more words.
const maxCountedWords = 50

// countFurtherWords returns how many words of a text can follow the first one, at most maxCountedWords: one
// after each character that is neither a letter nor a digit.
func countFurtherWords(text string) (n int) {
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if n++; n == maxCountedWords {
				break
			}
		}
	}
	return n
}

// countWords returns how many words the argument text of a field has.
func (e *estimator) countWords(f *ast.Field) int {
	a := f.Arguments.ForName("text")
	switch {
	case a == nil:
		return 0
	case a.Value.Kind != ast.Variable:
		return 1 + countFurtherWords(a.Value.Raw)
	}
	e.constant = false
	text, _ := e.variables[a.Value.Raw].(string)
	return 1 + countFurtherWords(text)
}
