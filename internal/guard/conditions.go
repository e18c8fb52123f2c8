package guard

import (
	"reflect"
	"strings"
	"unicode"

	"github.com/vektah/gqlparser/v2/ast"
)

// The costs of conditions, in hundredths of a unit.
const (
	conditionCost = 10 // a condition, for each row on which it is evaluated
	wordCost      = 45 // each further word of a text filter, which is a condition of its own
	elementCost   = 1  // an element of a list, for each row
)

// edgeRows is the assumed number of rows that a condition on an edge reads. A database may read them once for
// each statement, or evaluate the condition for each row; both are charged.
const edgeRows = 4000

// conditions are the costs of a filter: for each row, and once for each statement.
type conditions struct{ row, once int }

func (a conditions) plus(b conditions) conditions {
	return conditions{plus(a.row, b.row), plus(a.once, b.once)}
}

// conditions returns the costs of a connection's argument where.
func (c *coster) conditions(f *ast.Field) conditions {
	where := f.Arguments.ForName("where")
	if where == nil {
		return conditions{}
	}
	value, err := where.Value.Value(c.variables)
	if object, ok := value.(map[string]any); err == nil && ok && len(object) > 0 {
		return conditions{row: filterCost}.plus(conditionsIn("", object))
	}
	return conditions{}
}

// conditionsIn returns the costs of a value within a filter; name is its field there.
func conditionsIn(name string, value any) (sum conditions) {
	onEdge := strings.HasPrefix(name, "has") && strings.HasSuffix(name, "With")
	if object, ok := value.(map[string]any); ok && onEdge { // one object stands for a list of it
		value = []any{object}
	}
	switch value := value.(type) {
	case map[string]any:
		for name, element := range value {
			sum = sum.plus(conditionsIn(name, element))
		}
		return sum
	case string:
		if name == "text" {
			return conditions{row: conditionCost + wordCost*furtherWords(value)}
		}
		return conditions{row: conditionCost}
	}
	list := reflect.ValueOf(value)
	if list.Kind() != reflect.Slice {
		return conditions{row: conditionCost}
	}
	sum.row = conditionCost
	for i := range list.Len() {
		value := list.Index(i)
		if value.Kind() == reflect.Interface {
			value = value.Elem()
		}
		if value.Kind() != reflect.Map {
			sum.row = plus(sum.row, elementCost)
			continue
		}
		sum = sum.plus(conditionsIn("", value.Interface()))
	}
	if onEdge {
		rows := edgeRows
		if strings.Contains(name, "IndicatorValue") {
			rows = types["IndicatorValue"].Rows
		}
		return conditions{row: plus(conditionCost, sum.row), once: plus(sum.once, times(rows, plus(countCost, sum.row)))}
	}
	return sum
}

// maxCountedWords is how many words of a text count at most; a valid search text does not have more.
const maxCountedWords = 50

// furtherWords returns how many words of a text follow the first one.
func furtherWords(text string) (n int) {
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if n++; n == maxCountedWords {
				break
			}
		}
	}
	return n
}

// words returns how many words the argument text of a field has.
func (c *coster) words(f *ast.Field) int {
	a := f.Arguments.ForName("text")
	switch {
	case a == nil:
		return 0
	case a.Value.Kind != ast.Variable:
		return 1 + furtherWords(a.Value.Raw)
	}
	c.constant = false
	text, _ := c.variables[a.Value.Raw].(string)
	return 1 + furtherWords(text)
}
