package guard

import "github.com/vektah/gqlparser/v2/ast"

// listLength is how long a list is taken to be that has no pages: members of a cluster, citations of a fact.
const listLength = 5

// noPage is for a row that is no connection.
const noPage = -1

// Cost is how many fields the answer of a valid operation may have: those of a page once for each of its rows, pages
// within pages multiplied. Both branches of a union count. Constant says that no variable changes it.
func Cost(operation *ast.OperationDefinition, variables map[string]any) (cost int, constant bool) {
	c := coster{variables: variables, known: map[priced]int{}, constant: true}
	return c.set(operation.SelectionSet, noPage), c.constant
}

// priced is a fragment where it is spread: in a connection it costs by that connection's page.
type priced struct {
	fragment *ast.FragmentDefinition
	page     int
}

type coster struct {
	variables map[string]any
	known     map[priced]int
	constant  bool
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
	cost, known := c.known[key]
	if !known {
		cost = c.set(f.SelectionSet, page)
		c.known[key] = cost
	}
	return cost
}

func (c *coster) field(f *ast.Field, page int) int {
	if len(f.SelectionSet) == 0 || f.Definition == nil {
		return 1
	}
	if f.Name == "__schema" || f.Name == "__type" { // bounded by schema-depth and schema-lists
		return plus(1, c.set(f.SelectionSet, 1))
	}
	own, paged := c.page(f)
	if f.Definition.Type.Elem == nil { // one row, or a connection, whose page counts for its edges
		if !paged {
			own = noPage
		}
		return plus(1, c.set(f.SelectionSet, own))
	}
	rows := listLength
	switch {
	case paged:
		rows = own
	case page != noPage:
		rows = page
	}
	return plus(1, times(rows, c.set(f.SelectionSet, noPage)))
}
