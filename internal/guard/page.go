package guard

import (
	"encoding/json"
	"math"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

// The bounds of a page, as ent/codegen sets them.
const (
	pageDefault = 20
	pageMax     = 100
)

// page is how many rows a field gives at the most, for a field that lets its caller say so: by first or last, or by
// naming them in ids.
func (c *coster) page(f *ast.Field) (rows int, paged bool) {
	defined := f.Definition.Arguments
	if ids := f.Arguments.ForName("ids"); ids != nil && f.Definition.Type.Elem != nil {
		return c.length(ids.Value), true
	}
	if defined.ForName("first") == nil && defined.ForName("last") == nil {
		return 0, false
	}
	for _, name := range []string{"first", "last"} {
		if a := f.Arguments.ForName(name); a != nil {
			if n, given := c.number(a.Value); given {
				rows = max(rows, n)
				paged = true
			}
		}
	}
	if !paged {
		rows = pageDefault
	}
	return rows, true
}

// number reads a size, bounded as the page will be. What is no number is refused later; until then it is the most.
func (c *coster) number(v *ast.Value) (n int, given bool) {
	if v.Kind == ast.NullValue {
		return 0, false
	}
	if v.Kind != ast.Variable {
		return size(v.Raw), true
	}
	c.constant = false
	switch value := c.variables[v.Raw].(type) { // the schema's reading has put defaults in
	case nil:
		return 0, false
	case int64:
		return int(min(max(value, 0), pageMax)), true
	case int:
		return min(max(value, 0), pageMax), true
	case json.Number:
		return size(value.String()), true
	case string:
		return size(value), true
	}
	return pageMax, true
}

// size reads a number as it is written.
func size(written string) int {
	f, err := strconv.ParseFloat(written, 64)
	if err != nil || math.IsNaN(f) {
		return pageMax
	}
	return int(min(max(f, 0), pageMax))
}

// length is that of a list. A single value counts as a list of one, as GraphQL reads it.
func (c *coster) length(v *ast.Value) int {
	n := 1
	switch v.Kind {
	case ast.ListValue:
		n = len(v.Children)
	case ast.Variable:
		c.constant = false
		if list, ok := c.variables[v.Raw].([]any); ok {
			n = len(list)
		}
	}
	return min(n, pageMax)
}
