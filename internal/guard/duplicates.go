package guard

import "github.com/vektah/gqlparser/v2/ast"

// nodeKey identifies where selections of the same response name meet: a response name within its parent
// node, through all fragments.
type nodeKey struct {
	parent int
	name   string
}

// spreadName is the name under which all fragment spreads of a node meet.
const spreadName = "..."

// countDuplicates counts how often the same response name is selected at the same place, as in {a a a} or
// {a{b} a{b}}, and the resulting pairs. GraphQL's validation compares these in pairs, in every definition.
// It expands fragments, so it may only be called for a document whose expansion was found to be small.
func (a *analyzer) countDuplicates(doc *ast.QueryDocument) {
	counter := duplicateCounter{analyzer: a, nodes: map[nodeKey]int{}}
	for _, o := range doc.Operations {
		counter.walk(o.SelectionSet, counter.newNode())
	}
	for _, f := range doc.Fragments {
		counter.walk(f.SelectionSet, counter.newNode())
	}
}

// duplicateCounter counts selections by response name.
type duplicateCounter struct {
	*analyzer
	nodes  map[nodeKey]int
	counts []int // of selections, by node
}

// newNode returns a new node without selections.
func (c *duplicateCounter) newNode() int {
	c.counts = append(c.counts, 0)
	return len(c.counts) - 1
}

// add counts a selection of a name, and returns its node.
func (c *duplicateCounter) add(parent int, name string) int {
	node, known := c.nodes[nodeKey{parent, name}]
	if !known {
		node = c.newNode()
		c.nodes[nodeKey{parent, name}] = node
	}
	c.Pairs = satAdd(c.Pairs, c.counts[node])
	c.counts[node]++
	return node
}

func (c *duplicateCounter) walk(set ast.SelectionSet, parent int) {
	for _, s := range set {
		c.Visited++
		switch s := s.(type) {
		case *ast.Field:
			node := c.add(parent, s.Alias)
			c.Repeated = max(c.Repeated, c.counts[node])
			c.walk(s.SelectionSet, node)
		case *ast.InlineFragment:
			c.walk(s.SelectionSet, parent)
		case *ast.FragmentSpread:
			c.add(parent, spreadName)
			if f := c.fragments[s.Name]; f != nil {
				c.walk(f.SelectionSet, parent)
			}
		}
	}
}
