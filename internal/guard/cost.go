package guard

import "github.com/vektah/gqlparser/v2/ast"

// listLength is how long a list is taken to be that has no pages: members of a cluster, citations of a fact.
const listLength = 5

// filterValue is what a value in a filter costs, in fields: about as long does a database take for its condition.
const filterValue = 5

// typesLength is how long the list of the schema's types is taken to be.
const typesLength = 250

// noPage is for a row that is no connection.
const noPage = -1

// Price is what an operation may come to.
type Price struct {
	Cost     int  // fields of its answer, and what its filters come to in fields
	Schema   int  // those among them of the schema's description of itself, which is built anew for each of them
	Filters  int  // values in its filters, wherever they are used
	Constant bool // no variable changes it
}

// PriceOf weighs a valid operation: the fields of a page count once for each of its rows, pages within pages multiply,
// and all branches of a union count. So do the values of a filter, wherever it is used: a variable that sixty fields
// filter by is sixty filters.
func PriceOf(operation *ast.OperationDefinition, variables map[string]any) Price {
	c := coster{variables: variables, known: map[priced]worth{}, held: map[string]int{}, constant: true}
	cost := c.set(operation.SelectionSet, noPage)
	return Price{Cost: cost, Schema: c.schema, Filters: c.filtering, Constant: c.constant}
}

// priced is a fragment where it is spread: in a connection it costs by that connection's page.
type priced struct {
	fragment *ast.FragmentDefinition
	page     int
}

// worth is what a fragment comes to, each time that it is spread.
type worth struct{ cost, filters int }

type coster struct {
	variables map[string]any
	known     map[priced]worth
	held      map[string]int // how many values each variable holds that was asked for
	constant  bool
	schema    int
	filtering int
}

// set is the cost of selections on a row. The page is that of the connection which the row is, or noPage.
func (c *coster) set(set ast.SelectionSet, page int) (cost int) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			cost = plus(cost, c.field(s, page))
		case *ast.InlineFragment:
			cost = plus(cost, c.set(s.SelectionSet, page))
		case *ast.FragmentSpread:
			cost = plus(cost, c.fragment(s.Definition, page))
		}
	}
	return cost
}

func (c *coster) fragment(f *ast.FragmentDefinition, page int) int {
	if f == nil {
		return 0
	}
	key := priced{f, page}
	w, known := c.known[key]
	if !known {
		before := c.filtering
		w = worth{cost: c.set(f.SelectionSet, page)}
		w.filters = c.filtering - before
		c.known[key] = w
		return w.cost
	}
	c.filtering = plus(c.filtering, w.filters)
	return w.cost
}

func (c *coster) field(f *ast.Field, page int) int {
	if len(f.SelectionSet) == 0 || f.Definition == nil {
		return 1
	}
	if f.Name == "ofType" && f.Definition.Type.Name() == "__Type" { // tools ask for nine within each other; two are rarely there
		return 1
	}
	filters := c.filters(f)
	c.filtering = plus(c.filtering, filters)
	cost := plus(1, plus(c.rows(f, page), times(filterValue, filters)))
	if f.Name == "__schema" || f.Name == "__type" {
		c.schema = plus(c.schema, cost)
	}
	return cost
}

// rows is the cost of what is within a field, for all its rows.
func (c *coster) rows(f *ast.Field, page int) int {
	own, paged := c.page(f)
	if f.Definition.Type.Elem == nil { // one row, or a connection, whose page counts for its edges
		if !paged {
			own = noPage
		}
		return c.set(f.SelectionSet, own)
	}
	rows := listLength
	switch {
	case paged:
		rows = own
	case page != noPage:
		rows = page
	case f.Definition.Type.Name() == "__Type" && f.Name == "types":
		rows = typesLength
	}
	return times(rows, c.set(f.SelectionSet, noPage))
}
