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
func (e *estimator) pageSize(f *ast.Field) (rows int, paged bool) {
	defined := f.Definition.Arguments
	if ids := f.Arguments.ForName("ids"); ids != nil && f.Definition.Type.Elem != nil {
		return e.listLength(ids.Value), true
	}
	if defined.ForName("first") == nil && defined.ForName("last") == nil {
		return 0, false
	}
	for _, name := range []string{"first", "last"} {
		if a := f.Arguments.ForName(name); a != nil {
			if n, given := e.readPageSize(a.Value); given {
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
func (e *estimator) readPageSize(v *ast.Value) (n int, given bool) {
	if v.Kind == ast.NullValue {
		return 0, false
	}
	if v.Kind != ast.Variable {
		return parsePageSize(v.Raw), true
	}
	e.constant = false
	switch value := e.variables[v.Raw].(type) { // input coercion has set defaults
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

// listLength returns the length of a list. A single value counts as a list of one, as GraphQL coerces it.
func (e *estimator) listLength(v *ast.Value) int {
	n := 1
	switch v.Kind {
	case ast.ListValue:
		n = len(v.Children)
	case ast.Variable:
		e.constant = false
		if list, ok := e.variables[v.Raw].([]any); ok {
			n = len(list)
		}
	}
	return min(n, maxPageSize)
}

// seekCost is the cost of a row of a list that is read from a cursor: the rows with the same key as that of
// the cursor are read up to the cursor, and if the column is null in most rows, these are most of the rows.
const seekCost = 15

// hasCursor reports whether a page begins or ends at a cursor.
func hasCursor(f *ast.Field) bool {
	for _, name := range []string{"after", "before"} {
		if a := f.Arguments.ForName(name); a != nil && a.Value.Kind != ast.NullValue {
			return true
		}
	}
	return false
}

// hasIndexedOrder reports whether an index has the rows of a connection in the requested order: it does for
// the default order of every type and for each single field (TestOrders_UseIndexes in graph).
func (e *estimator) hasIndexedOrder(f *ast.Field) bool {
	order := f.Arguments.ForName("orderBy")
	switch {
	case order == nil:
		return true
	case order.Value.Kind == ast.Variable:
		e.constant = false
		terms, isList := e.variables[order.Value.Raw].([]any)
		return isList && len(terms) < 2
	}
	return order.Value.Kind == ast.ObjectValue || len(order.Value.Children) < 2
}

// selectsRowsAndCount reports whether the rows of a connection are selected, and whether their number is.
func selectsRowsAndCount(set ast.SelectionSet) (rows, counts bool) {
	for _, s := range set {
		var r, n bool
		switch s := s.(type) {
		case *ast.Field:
			r, n = s.Name == "edges" || s.Name == "nodes" || s.Name == "pageInfo", s.Name == "totalCount"
		case *ast.InlineFragment:
			r, n = selectsRowsAndCount(s.SelectionSet)
		case *ast.FragmentSpread:
			r, n = true, true // fragments are not inspected, so that the estimate stays linear
		}
		rows, counts = rows || r, counts || n
	}
	return rows, counts
}
