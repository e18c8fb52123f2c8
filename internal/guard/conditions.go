package guard

import (
	"reflect"
	"strings"
	"unicode"

	"github.com/vektah/gqlparser/v2/ast"
)

// What conditions cost, in hundredths of a unit.
const (
	conditionCost = 10 // a condition, for each row that it is evaluated on
	wordCost      = 45 // each further word of a condition text: it is a condition of its own
	elementCost   = 1  // an element of a list, for each row
)

// edgeRows is how many rows a condition on an edge looks through. A database may do so once for each
// statement, or evaluate the condition for each row; both are paid for.
const edgeRows = 4000

// conditions are what a filter costs: on each row, and once.
type conditions struct{ row, once int }

func (a conditions) and(b conditions) conditions {
	return conditions{plus(a.row, b.row), plus(a.once, b.once)}
}

// conditions are those of a connection's argument where.
func (c *coster) conditions(f *ast.Field) conditions {
	where := f.Arguments.ForName("where")
	if where == nil {
		return conditions{}
	}
	value, err := where.Value.Value(c.variables)
	if object, ok := value.(map[string]any); err == nil && ok && len(object) > 0 {
		return conditions{row: filterCost}.and(conditionsIn("", object))
	}
	return conditions{}
}

// conditionsIn are the conditions of a value within a filter, under its name there.
func conditionsIn(name string, value any) (sum conditions) {
	onEdge := strings.HasPrefix(name, "has") && strings.HasSuffix(name, "With")
	if object, ok := value.(map[string]any); ok && onEdge { // one object stands for a list of it
		value = []any{object}
	}
	switch value := value.(type) {
	case map[string]any:
		for name, element := range value {
			sum = sum.and(conditionsIn(name, element))
		}
		return sum
	case string:
		if name == "text" {
			return conditions{row: conditionCost + wordCost*spaces(value)}
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
		sum = sum.and(conditionsIn("", value.Interface()))
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

// wordsCounted is how many words of a text count at most: a text that is searched for has no more.
const wordsCounted = 50

// spaces is how many words of a text follow the first one. Each word that is searched for is a condition of
// its own.
func spaces(text string) (n int) {
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if n++; n == wordsCounted {
				break
			}
		}
	}
	return n
}

// words is how many words the argument text of a field has.
func (c *coster) words(f *ast.Field) int {
	a := f.Arguments.ForName("text")
	switch {
	case a == nil:
		return 0
	case a.Value.Kind != ast.Variable:
		return 1 + spaces(a.Value.Raw)
	}
	c.constant = false
	text, _ := c.variables[a.Value.Raw].(string)
	return 1 + spaces(text)
}
