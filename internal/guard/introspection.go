package guard

import "github.com/vektah/gqlparser/v2/ast"

// longestSchemaLists are the lengths of the longest lists of introspection of one type or field, rounded up.
// A client that selects one type can select the largest.
var longestSchemaLists = map[string]int{
	"fields": 80, "inputFields": 100, "enumValues": 90, "possibleTypes": 50, "args": 7, "interfaces": 3,
	"directives": 5, "locations": 19,
}

// schemaTypesRows is the assumed length of the list of the schema's types.
const schemaTypesRows = 250

// introspectionCost returns the cost of a field within __schema or __type.
func (e *estimator) introspectionCost(f *ast.Field, level cardinality) int {
	switch {
	case f.Name == "description":
		e.schemaFields = satAdd(e.schemaFields, satMul(level.rows, descriptionFields))
		return satMul(level.rows, descriptionFields*schemaCost)
	case len(f.SelectionSet) == 0:
		e.schemaFields = satAdd(e.schemaFields, level.rows)
		return satMul(level.rows, schemaCost)
	case f.Name == "ofType" && f.Definition.Type.Name() == "__Type":
		e.schemaFields = satAdd(e.schemaFields, level.rows)
		return satAdd(satMul(level.rows, schemaCost), e.wrappedTypeCost(f.SelectionSet, level))
	}
	inner := cardinality{rows: level.rows, page: notConnection, inSchema: true, allTypes: level.allTypes}
	switch {
	case f.Definition.Type.Elem == nil:
	case f.Name == "types" && f.Definition.Type.Name() == "__Type":
		inner.rows, inner.allTypes = satMul(level.rows, schemaTypesRows), true
	case level.allTypes:
		inner.rows = satMul(level.rows, defaultListRows)
	default:
		inner.rows = satMul(level.rows, longestSchemaLists[f.Name])
	}
	e.schemaFields = satAdd(e.schemaFields, level.rows)
	cost := satMul(level.rows, schemaCost)
	if f.Definition.Type.Elem != nil {
		cost = satAdd(cost, satMul(inner.rows, schemaElementCost))
	}
	return satAdd(cost, e.selectionsCost(f.SelectionSet, inner))
}

// schemaElementCost is the cost of an element of a list of introspection, which is built anew each time that
// the list is selected, a field with all its arguments.
const schemaElementCost = 2_20

// descriptionFields is how many other fields of introspection a description costs: it is a longer text.
const descriptionFields = 4

// wrappedTypeCost returns the cost of the selections within ofType, beyond the kind, the name and the ofType
// of each level: tools nest nine of them, of which more than one is rarely present.
func (e *estimator) wrappedTypeCost(set ast.SelectionSet, level cardinality) (cost int) {
	for _, s := range set {
		f, isField := s.(*ast.Field)
		switch {
		case isField && f.Alias == f.Name && (f.Name == "kind" || f.Name == "name"):
		case isField && f.Alias == f.Name && f.Name == "ofType":
			cost = satAdd(cost, e.wrappedTypeCost(f.SelectionSet, level))
		default:
			cost = satAdd(cost, e.selectionsCost(ast.SelectionSet{s}, level))
		}
	}
	return cost
}
