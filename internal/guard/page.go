package guard

import (
	"encoding/json"
	"math"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

// The bounds of a page, as ent/codegen sets them.
const (
	defaultPageSize = 20
	maxPageSize     = 100
)

// pageSize returns the maximum number of rows of a field whose caller limits it: by first or last, or by
// listing them in ids.
func (c *estimator) pageSize(f *ast.Field) (rows int, paged bool) {
	defined := f.Definition.Arguments
	if ids := f.Arguments.ForName("ids"); ids != nil && f.Definition.Type.Elem != nil {
		return c.valueCount(ids.Value), true
	}
	if defined.ForName("first") == nil && defined.ForName("last") == nil {
		return 0, false
	}
	for _, name := range []string{"first", "last"} {
		if a := f.Arguments.ForName(name); a != nil {
			if n, given := c.readPageSize(a.Value); given {
				rows = max(rows, n)
				paged = true
			}
		}
	}
	if !paged {
		rows = defaultPageSize
	}
	return rows, true
}

// readPageSize returns a page size, clamped as the page will be. An invalid number is rejected later; until
// then it counts as the maximum.
func (c *estimator) readPageSize(v *ast.Value) (n int, given bool) {
	if v.Kind == ast.NullValue {
		return 0, false
	}
	if v.Kind != ast.Variable {
		return parsePageSize(v.Raw), true
	}
	c.constant = false
	switch value := c.variables[v.Raw].(type) { // input coercion has set defaults
	case nil:
		return 0, false
	case int64:
		return int(min(max(value, 0), maxPageSize)), true
	case int:
		return min(max(value, 0), maxPageSize), true
	case json.Number:
		return parsePageSize(value.String()), true
	case string:
		return parsePageSize(value), true
	}
	return maxPageSize, true
}

// parsePageSize parses a number literal.
func parsePageSize(written string) int {
	f, err := strconv.ParseFloat(written, 64)
	if err != nil || math.IsNaN(f) {
		return maxPageSize
	}
	return int(min(max(f, 0), maxPageSize))
}

// valueCount returns the length of a list. A single value counts as a list of one, as GraphQL coerces it.
func (c *estimator) valueCount(v *ast.Value) int {
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
	return min(n, maxPageSize)
}
