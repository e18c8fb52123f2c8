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
func (c *estimator) introspectionCost(f *ast.Field, at cardinality) int {
	switch {
	case f.Name == "description":
		c.schemaFields = satAdd(c.schemaFields, satMul(at.rows, descriptionFields))
		return satMul(at.rows, descriptionFields*schemaCost)
	case len(f.SelectionSet) == 0:
		c.schemaFields = satAdd(c.schemaFields, at.rows)
		return satMul(at.rows, schemaCost)
	case f.Name == "ofType" && f.Definition.Type.Name() == "__Type":
		c.schemaFields = satAdd(c.schemaFields, at.rows)
		return satAdd(satMul(at.rows, schemaCost), c.wrappedTypeCost(f.SelectionSet, at))
	}
	inner := cardinality{rows: at.rows, page: notConnection, inSchema: true, allTypes: at.allTypes}
	switch {
	case f.Definition.Type.Elem == nil:
	case f.Name == "types" && f.Definition.Type.Name() == "__Type":
		inner.rows, inner.allTypes = satMul(at.rows, schemaTypesRows), true
	case at.allTypes:
		inner.rows = satMul(at.rows, defaultListRows)
	default:
		inner.rows = satMul(at.rows, longestSchemaLists[f.Name])
	}
	c.schemaFields = satAdd(c.schemaFields, at.rows)
	cost := satMul(at.rows, schemaCost)
	if f.Definition.Type.Elem != nil {
		cost = satAdd(cost, satMul(inner.rows, schemaElementCost))
	}
	return satAdd(cost, c.selectionsCost(f.SelectionSet, inner))
}

// schemaElementCost is the cost of an element of a list of introspection, which is built anew each time that
// the list is selected, a field with all its arguments.
const schemaElementCost = 2_20

// descriptionFields is how many other fields of introspection a description costs: it is a longer text.
const descriptionFields = 4

// wrappedTypeCost returns the cost of the selections within ofType, beyond the kind, the name and the ofType
// of each level: tools nest nine of them, of which more than one is rarely present.
func (c *estimator) wrappedTypeCost(set ast.SelectionSet, at cardinality) (cost int) {
	for _, s := range set {
		f, isField := s.(*ast.Field)
		switch {
		case isField && f.Alias == f.Name && (f.Name == "kind" || f.Name == "name"):
		case isField && f.Alias == f.Name && f.Name == "ofType":
			cost = satAdd(cost, c.wrappedTypeCost(f.SelectionSet, at))
		default:
			cost = satAdd(cost, c.selectionsCost(ast.SelectionSet{s}, at))
		}
	}
	return cost
}
