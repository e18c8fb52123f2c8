package guard

import (
	"github.com/vektah/gqlparser/v2/ast"
)

// What the parts of an operation cost, in hundredths of a unit. A unit is about a microsecond of one core
// on the machine that docs/performance.md describes, database included; TestPricesFollowTheWork in graph
// holds the prices against statements, rows and bytes that are counted.
const (
	operationCost = 100_00 // parsing, validation and the answer around its fields
	statementCost = 80_00  // a statement, whatever it reads
	loadCost      = 14_00  // a row that is read from the database and made an object
	objectCost    = 3_00   // an object of the answer
	leafCost      = 1_80   // a scalar of the answer
	sortCost      = 2_00   // a row that is read to be sorted
	rankCost      = 6_50   // a row that is read to find the first ones under each of several parents
	filterCost    = 10     // a row that is read to hold it against a filter
	countCost     = 90     // a row that is only counted
	groupCost     = 1_80   // a row that is counted under one of several parents
	schemaCost    = 1_10   // a field of the schema's description of itself, which needs no database
	filterValue   = 5_00   // a value in a filter, for the time that it takes to build the statement
)

// listLength is how long a list of plain values is taken to be that the table of works does not know.
const listLength = 5

// typesLength is how long the list of the schema's types is taken to be.
const typesLength = 250

// noPage is for a row that is no connection.
const noPage = -1

// Price is what an operation may come to.
type Price struct {
	Cost     int  // in units; see Limits.Cost
	Schema   int  // fields of the schema's description of itself, which is built anew for each of them
	Filters  int  // values in its filters, wherever they are used
	Constant bool // no variable changes it
}

// PriceOf estimates what a valid operation costs: the statements that it issues, the rows that they read,
// whether they are returned, counted, sorted or only held against a filter, and the fields of the largest
// answer. Each alias is paid for again, pages within pages multiply, and all branches of a union count.
// What a field reads beyond its page is in the table of works. The estimate is an upper bound for data of
// the size that the table of types states.
func PriceOf(operation *ast.OperationDefinition, variables map[string]any) Price {
	c := coster{variables: variables, known: map[priced]worth{}, held: map[string]int{}, constant: true}
	cost := plus(operationCost, c.set(operation.SelectionSet, level{rows: 1, distinct: true, page: noPage}))
	if cost < Most { // a saturated estimate stays at Most
		cost = (cost + 99) / 100
	}
	return Price{Cost: cost, Schema: c.schema, Filters: c.filtering, Constant: c.constant}
}

// level is where selections are evaluated: on how many rows, whether no row is among them twice, and, if
// they are connections, how many rows of them are returned in total and how many are loaded.
type level struct {
	rows     int
	distinct bool
	page     int
	schema   bool // within __schema or __type
}

// priced is a fragment at a place: it costs the same wherever the place is the same.
type priced struct {
	fragment *ast.FragmentDefinition
	at       level
}

// worth is what a fragment comes to, each time that it is spread.
type worth struct{ cost, filters, schema int }

type coster struct {
	variables map[string]any
	known     map[priced]worth
	held      map[string]int // how many values each variable holds that was asked for
	constant  bool
	schema    int
	filtering int
}

// set is the cost of selections at a place.
func (c *coster) set(set ast.SelectionSet, at level) (cost int) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			cost = plus(cost, c.field(s, at))
		case *ast.InlineFragment:
			cost = plus(cost, c.set(s.SelectionSet, at))
		case *ast.FragmentSpread:
			cost = plus(cost, c.fragment(s.Definition, at))
		}
	}
	return cost
}

func (c *coster) fragment(f *ast.FragmentDefinition, at level) int {
	if f == nil {
		return 0
	}
	key := priced{f, at}
	w, known := c.known[key]
	if !known {
		filters, schema := c.filtering, c.schema
		w = worth{cost: c.set(f.SelectionSet, at)}
		w.filters, w.schema = c.filtering-filters, c.schema-schema
		c.known[key] = w
		return w.cost
	}
	c.filtering, c.schema = plus(c.filtering, w.filters), plus(c.schema, w.schema)
	return w.cost
}

func (c *coster) field(f *ast.Field, at level) int {
	switch {
	case f.Definition == nil:
		return times(at.rows, leafCost)
	case at.schema || f.Name == "__schema" || f.Name == "__type":
		return c.described(f, at)
	}
	work := workOf(f)
	cost := plus(work.Fixed*100, times(at.rows, work.Each*100))
	if work.Word > 0 {
		cost = plus(cost, times(c.words(f), work.Word*100))
	}
	if len(f.SelectionSet) == 0 {
		return plus(cost, times(at.rows, leafCost))
	}
	filters := c.filters(f)
	c.filtering = plus(c.filtering, filters)
	cost = plus(cost, times(filters, filterValue))
	below, own := c.below(f, at, work)
	return plus(cost, plus(own, c.set(f.SelectionSet, below)))
}

// below is the place of what is selected within a field, and what the field itself costs there.
func (c *coster) below(f *ast.Field, at level, work Work) (below level, cost int) {
	name := f.Definition.Type.Name()
	size := at.rows
	switch node, isConnection := connectionOf(name); {
	case isConnection:
		return c.connection(f, at, work, node)
	case f.Definition.Type.Elem != nil && at.page != noPage && f.Name == "edges":
		return level{rows: at.page, distinct: at.distinct, page: noPage}, times(at.page, objectCost)
	case f.Definition.Type.Elem != nil:
		size = times(at.rows, c.listed(f, work))
	}
	below = level{rows: size, distinct: at.distinct && f.Definition.Type.Elem != nil && !work.Shared, page: noPage}
	cost = times(size, objectCost)
	stored, isStored := types[name]
	if !isStored || work.Carried {
		return below, cost
	}
	loaded := min(size, stored.Rows)
	if below.distinct {
		below.rows = loaded
	}
	return below, plus(cost, plus(stored.statement(), times(loaded, loadCost)))
}

// described is the cost of a field of the schema's description of itself.
func (c *coster) described(f *ast.Field, at level) int {
	// Tools ask for nine ofType within each other; two are rarely there.
	if len(f.SelectionSet) == 0 || f.Name == "ofType" && f.Definition.Type.Name() == "__Type" {
		c.schema = plus(c.schema, at.rows)
		return times(at.rows, schemaCost)
	}
	below := level{rows: at.rows, page: noPage, schema: true}
	if f.Definition.Type.Elem != nil {
		length := listLength
		if f.Name == "types" && f.Definition.Type.Name() == "__Type" {
			length = typesLength
		}
		below.rows = times(at.rows, length)
	}
	c.schema = plus(c.schema, at.rows)
	return plus(times(at.rows, schemaCost), c.set(f.SelectionSet, below))
}

// listed is how many rows a list has under each of its parents, which is no connection.
func (c *coster) listed(f *ast.Field, work Work) int {
	rows := listLength
	if work.Rows > 0 {
		rows = work.Rows
	}
	if work.By != "" {
		a := f.Arguments.ForName(work.By)
		if a == nil || a.Value.Kind == ast.NullValue {
			return rows
		}
		rows = c.length(a.Value)
	} else if page, paged := c.page(f); paged {
		rows = page
	}
	return rows
}

// connection is the cost of reading and counting what a connection returns, and the place of its fields.
func (c *coster) connection(f *ast.Field, at level, work Work, node string) (below level, cost int) {
	stored, known := types[node]
	if !known {
		stored = unknownType
	}
	asked, _ := c.page(f)
	asked = max(asked, 1) // one row is read for an empty page, too
	extent := stored.Rows
	if f.ObjectDefinition != nil && !isRoot(f.ObjectDefinition) {
		extent = min(extent, fanOut)
		if work.Rows > 0 {
			extent = work.Rows
		}
	}
	read := min(times(at.rows, extent), max(stored.Rows, extent))
	returned := times(at.rows, min(asked, extent))
	below = level{rows: at.rows, distinct: at.distinct && !work.Shared, page: returned}
	if below.distinct {
		below.page = min(returned, stored.Rows)
	}
	cost = times(at.rows, objectCost)
	rows, counts := selected(f.SelectionSet)
	filtered := c.conditions(f)
	conditions := plus(filtered.row, stored.Visible)
	if counts {
		each := countCost
		if at.rows > 1 {
			each = groupCost
		}
		cost = plus(cost, plus(plus(stored.statement(), filtered.once), times(read, plus(each, conditions))))
	}
	if !rows {
		return below, cost
	}
	each := conditions
	switch {
	case at.rows > 1:
		each = plus(each, rankCost)
	case !c.ordered(f):
		each = plus(each, sortCost)
	case filtered.row > 0: // rows are read in order until a page of them passes, which may be all
		each = plus(each, countCost)
	default:
		each = 0
	}
	cost = plus(cost, plus(plus(stored.statement(), filtered.once), times(read, each)))
	return below, plus(cost, times(min(returned, stored.Rows), loadCost))
}

// ordered reports whether an index gives the rows of a connection in the order that is asked for: it does for the default
// order of every type and for each single field (TestOrders_AreIndexScans in graph).
func (c *coster) ordered(f *ast.Field) bool {
	order := f.Arguments.ForName("orderBy")
	switch {
	case order == nil:
		return true
	case order.Value.Kind == ast.Variable:
		c.constant = false
		terms, isList := c.variables[order.Value.Raw].([]any)
		return isList && len(terms) < 2
	}
	return order.Value.Kind == ast.ObjectValue || len(order.Value.Children) < 2
}

// selected reports whether the rows of a connection are selected, and whether their number is.
func selected(set ast.SelectionSet) (rows, counts bool) {
	for _, s := range set {
		var r, n bool
		switch s := s.(type) {
		case *ast.Field:
			r, n = s.Name == "edges" || s.Name == "pageInfo", s.Name == "totalCount"
		case *ast.InlineFragment:
			r, n = selected(s.SelectionSet)
		case *ast.FragmentSpread:
			r, n = true, true // it is not looked into, so that the work stays linear
		}
		rows, counts = rows || r, counts || n
	}
	return rows, counts
}
