package guard

import "github.com/vektah/gqlparser/v2/ast"

// The costs of the parts of an operation, in hundredths of a unit. A unit is about a microsecond of one core
// on the machine that docs/performance.md describes, database included; TestCost_MatchesWork in graph
// compares the estimates with counted statements, rows and bytes.
const (
	operationCost   = 100_00 // parsing, validation and the response around its fields
	statementCost   = 80_00  // a statement, whatever it reads
	loadCost        = 14_00  // a row that is loaded from the database as an object
	objectCost      = 3_00   // an object of the response
	leafCost        = 1_80   // a scalar of the response
	sortCost        = 2_70   // a row that is read to be sorted
	rankCost        = 7_50   // a row that is read to find the first ones under each of several parents
	filterCost      = 10     // a row on which a filter is evaluated, beyond its conditions
	countCost       = 90     // a row that is only counted
	groupCost       = 2_75   // a row that is counted under one of several parents
	schemaCost      = 1_10   // a field of introspection, which needs no database
	filterValueCost = 5_00   // a value in a filter, for building the statement
	nameByteCost    = 2      // a byte of a response name beyond the first ones
)

// defaultListRows is the assumed length of a list of plain values without an entry in the table of field
// costs.
const defaultListRows = 5

// Estimate is the estimated cost of an operation.
type Estimate struct {
	Cost         int  // in units; see Limits.Cost
	SchemaFields int  // fields of introspection
	FilterValues int  // values in its filters, counted at each use
	Constant     bool // it does not depend on variables
}

// EstimateCost estimates the cost of a valid operation: the statements that it issues, the rows that they
// read, whether they are returned, counted, sorted or only filtered, and the fields of the largest response.
// Each alias is charged separately, and pages within pages multiply. All branches of a union count in lists;
// of a single object, only the most expensive one. What a field reads beyond its page is in the table of
// field costs. The estimate is an upper bound for data of the size that the table of type sizes states.
func EstimateCost(operation *ast.OperationDefinition, variables map[string]any) Estimate {
	e := estimator{variables: variables, fragments: map[fragmentKey]fragmentCost{},
		variableValues: map[string]int{}, constant: true}
	root := cardinality{rows: 1, distinct: true, single: true, page: notConnection}
	cost := satAdd(operationCost, e.selectionsCost(operation.SelectionSet, root))
	if cost < MaxCount { // a saturated estimate stays at MaxCount
		cost = (cost + 99) / 100
	}
	return Estimate{Cost: cost, SchemaFields: e.schemaFields, FilterValues: e.filterValues,
		Constant: e.constant}
}

// cardinality describes a level of selections: on how many rows they are evaluated, whether these are
// distinct, and, if they are connections, how many of their rows are returned in total.
type cardinality struct {
	rows     int
	distinct bool
	page     int
	inSchema bool // within __schema or __type
	allTypes bool // within __schema { types }, whose lists have their mean length rather than the longest
	single   bool // exactly one object is selected: neither it nor any of its parents is in a list
}

// fragmentKey is a fragment at a level: it costs the same wherever the level is the same.
type fragmentKey struct {
	fragment *ast.FragmentDefinition
	level    cardinality
}

// fragmentCost is the cost of a fragment, each time that it is spread.
type fragmentCost struct{ cost, filterValues, schemaFields int }

// estimator adds up the cost of an operation.
type estimator struct {
	variables      map[string]any
	fragments      map[fragmentKey]fragmentCost
	variableValues map[string]int // number of values of each variable that was counted
	constant       bool
	schemaFields   int
	filterValues   int
}

// selectionsCost returns the cost of selections at a level. A single object has one type, so only the
// fragments on the most expensive object type count; all other selections count for every type.
func (e *estimator) selectionsCost(set ast.SelectionSet, level cardinality) (cost int) {
	var branches map[string]int // the costs of the fragments on each object type
	for _, s := range set {
		part, objectType := 0, ""
		switch s := s.(type) {
		case *ast.Field:
			part = e.fieldCost(s, level)
		case *ast.InlineFragment:
			part, objectType = e.selectionsCost(s.SelectionSet, level), objectTypeOf(s.SelectionSet)
		case *ast.FragmentSpread:
			part = e.spreadCost(s.Definition, level)
			if s.Definition != nil && isObject(s.Definition.Definition) {
				objectType = s.Definition.TypeCondition
			}
		}
		if !level.single || objectType == "" {
			cost = satAdd(cost, part)
			continue
		}
		if branches == nil {
			branches = map[string]int{}
		}
		branches[objectType] = satAdd(branches[objectType], part)
	}
	most := 0
	for _, branch := range branches {
		most = max(most, branch)
	}
	return satAdd(cost, most)
}

// objectTypeOf returns the object type of the selections of an inline fragment; "" for an interface or a
// union, and if no field shows it.
func objectTypeOf(set ast.SelectionSet) string {
	for _, s := range set {
		if f, ok := s.(*ast.Field); ok && isObject(f.ObjectDefinition) {
			return f.ObjectDefinition.Name
		}
	}
	return ""
}

func isObject(d *ast.Definition) bool { return d != nil && d.Kind == ast.Object }

func (e *estimator) spreadCost(f *ast.FragmentDefinition, level cardinality) int {
	if f == nil {
		return 0
	}
	key := fragmentKey{f, level}
	cost, known := e.fragments[key]
	if !known {
		filterValues, schemaFields := e.filterValues, e.schemaFields
		cost = fragmentCost{cost: e.selectionsCost(f.SelectionSet, level)}
		cost.filterValues, cost.schemaFields = e.filterValues-filterValues, e.schemaFields-schemaFields
		e.fragments[key] = cost
		return cost.cost
	}
	e.filterValues = satAdd(e.filterValues, cost.filterValues)
	e.schemaFields = satAdd(e.schemaFields, cost.schemaFields)
	return cost.cost
}

func (e *estimator) fieldCost(f *ast.Field, level cardinality) int {
	return satAdd(satMul(level.rows, responseNameCost(f)), e.valueCost(f, level))
}

// valueCost returns the cost of the values of a field at a level.
func (e *estimator) valueCost(f *ast.Field, level cardinality) int {
	switch {
	case f.Definition == nil:
		return satMul(level.rows, leafCost)
	case level.inSchema || f.Name == "__schema" || f.Name == "__type":
		return e.introspectionCost(f, level)
	}
	entry := fieldCostOf(f)
	cost := satAdd(entry.Fixed*100, satMul(level.rows, entry.PerRow*100))
	if entry.PerWord > 0 {
		cost = satAdd(cost, satMul(e.countWords(f), entry.PerWord*100))
	}
	if entry.PerValue > 0 {
		cost = satAdd(cost, satMul(e.listRows(f, entry), entry.PerValue*100))
	}
	if len(f.SelectionSet) == 0 {
		return satAdd(cost, satMul(level.rows, leafCostOf(f)))
	}
	filters := e.countFilterValues(f)
	e.filterValues = satAdd(e.filterValues, filters)
	cost = satAdd(cost, satMul(filters, filterValueCost))
	if entry.Aggregates != "" {
		cost = satAdd(cost, e.aggregationCost(f, entry))
	}
	inner, own := e.fieldCardinality(f, level, entry)
	return satAdd(cost, satAdd(own, e.selectionsCost(f.SelectionSet, inner)))
}

// aggregationCost returns the cost of aggregating the rows that pass the filter of a field.
func (e *estimator) aggregationCost(f *ast.Field, entry FieldCost) int {
	size, where := typeSizes[entry.Aggregates], e.whereOf(f)
	filtered := filterCostsOf(where)
	each := satAdd(100*entry.PerAggregated, satAdd(filtered.row, size.VisibilityCost))
	return satAdd(satAdd(size.statementCost(), filtered.once),
		satMul(min(size.Rows, size.indexedRows(where)), each))
}

// leafCostOf returns the cost of a scalar on each row.
func leafCostOf(f *ast.Field) int {
	if f.ObjectDefinition != nil && IsLongText(f.ObjectDefinition.Name+"."+f.Name) {
		return longTextCost
	}
	return leafCost
}

// fieldCardinality returns the cardinality of the selections within a field, and the cost of the field
// itself.
func (e *estimator) fieldCardinality(
	f *ast.Field, level cardinality, entry FieldCost,
) (inner cardinality, cost int) {
	isList, rows := f.Definition.Type.Elem != nil, level.rows
	switch node, isConnection := connectionNode(f.Definition.Type.Name()); {
	case isConnection:
		return e.connectionCardinality(f, level, entry, node)
	case isList && level.page != notConnection && f.Name == "edges":
		inner = cardinality{rows: level.page, distinct: level.distinct, page: notConnection}
		return inner, satMul(level.page, objectCost)
	case isList && level.page != notConnection && f.Name == "nodes": // costs as much as edges { node }
		inner, cost = objectCardinality(f, cardinality{rows: level.page, page: notConnection}, entry)
		return inner, satAdd(cost, satMul(level.page, objectCost))
	case isList:
		rows = satMul(level.rows, e.listRows(f, entry))
	}
	return objectCardinality(f, cardinality{rows: rows, distinct: level.distinct && isList && !entry.Shared,
		single: level.single && !isList, page: notConnection}, entry)
}

// objectCardinality returns the cardinality of the selections on objects, and the cost of the objects.
func objectCardinality(
	f *ast.Field, objects cardinality, entry FieldCost,
) (inner cardinality, cost int) {
	cost = satMul(objects.rows, objectCost)
	size, isStored := typeSizes[f.Definition.Type.Name()]
	if !isStored || entry.Preloaded {
		return objects, cost
	}
	loaded := min(objects.rows, size.Rows)
	if objects.distinct {
		objects.rows = loaded
	}
	return objects, satAdd(cost, satAdd(size.statementCost(), satMul(loaded, loadCost)))
}

// listRows returns the assumed number of rows of a list that is not a connection, under each of its parents.
func (e *estimator) listRows(f *ast.Field, entry FieldCost) int {
	rows := defaultListRows
	if entry.Rows > 0 {
		rows = entry.Rows
	}
	if entry.CountedBy != "" {
		a := f.Arguments.ForName(entry.CountedBy)
		if a == nil || a.Value.Kind == ast.NullValue {
			return rows
		}
		rows = e.listLength(a.Value)
	} else if page, paged := e.pageSize(f); paged {
		rows = page
	}
	return rows
}

// connectionCardinality returns the cardinality of the fields of a connection, and the cost of reading and
// counting its rows.
func (e *estimator) connectionCardinality(
	f *ast.Field, level cardinality, entry FieldCost, node string,
) (inner cardinality, cost int) {
	size, known := typeSizes[node]
	if !known {
		size = unknownType
	}
	pageSize, _ := e.pageSize(f)
	pageSize = max(pageSize, 1) // an empty page reads one row, too
	rowsPerParent := size.Rows
	belowParent := f.ObjectDefinition != nil && !isRoot(f.ObjectDefinition)
	if belowParent {
		rowsPerParent = min(rowsPerParent, defaultChildRows)
		if entry.Rows > 0 {
			rowsPerParent = entry.Rows
		}
	}
	where := e.whereOf(f)
	filtered := filterCostsOf(where)
	read := min(satMul(level.rows, rowsPerParent), max(size.Rows, rowsPerParent))
	if !belowParent {
		read = min(read, satMul(level.rows, size.indexedRows(where)))
	}
	returned := satMul(level.rows, min(pageSize, rowsPerParent))
	inner = cardinality{rows: level.rows, distinct: level.distinct && !entry.Shared, page: returned}
	if inner.distinct {
		inner.page = min(returned, size.Rows)
	}
	cost = satMul(level.rows, objectCost)
	rows, counts := selectsRowsAndCount(f.SelectionSet)
	conditions := satAdd(filtered.row, size.VisibilityCost)
	if counts {
		each := countCost
		switch {
		case belowParent:
			each = groupCost
		case len(where) > 0:
			each = indexReadCost
		}
		cost = satAdd(cost, satAdd(satAdd(size.statementCost(), filtered.once),
			satMul(read, satAdd(each, conditions))))
	}
	if !rows {
		return inner, cost
	}
	each := conditions
	switch {
	case belowParent: // the rows of a parent are sorted: no index has them in order
		each = satAdd(each, rankCost)
	case !e.hasIndexedOrder(f):
		each = satAdd(each, sortCost)
	case filtered.row > 0: // rows are read in order until a page of them passes, which may be all
		each = satAdd(each, indexReadCost)
	default:
		each = 0
	}
	if hasCursor(f) {
		cost = satAdd(cost, size.statementCost()) // for the row of a cursor that holds a prefix of its name
		if !belowParent {
			each = satAdd(each, seekCost)
		}
	}
	cost = satAdd(cost, satAdd(satAdd(size.statementCost(), filtered.once), satMul(read, each)))
	return inner, satAdd(cost, satMul(min(returned, size.Rows), loadCost))
}
