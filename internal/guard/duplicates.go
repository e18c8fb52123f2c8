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
func (m *analyzer) countDuplicates(doc *ast.QueryDocument) {
	r := duplicateCounter{analyzer: m, nodes: map[nodeKey]int{}}
	for _, o := range doc.Operations {
		r.walk(o.SelectionSet, r.newNode())
	}
	for _, f := range doc.Fragments {
		r.walk(f.SelectionSet, r.newNode())
	}
}

// duplicateCounter counts selections by response name.
type duplicateCounter struct {
	*analyzer
	nodes  map[nodeKey]int
	counts []int // of selections, by node
}

// newNode returns a new node without selections.
func (r *duplicateCounter) newNode() int {
	r.counts = append(r.counts, 0)
	return len(r.counts) - 1
}

// add counts a selection of a name, and returns its node.
func (r *duplicateCounter) add(above int, name string) int {
	at, known := r.nodes[nodeKey{above, name}]
	if !known {
		at = r.newNode()
		r.nodes[nodeKey{above, name}] = at
	}
	r.Pairs = satAdd(r.Pairs, r.counts[at])
	r.counts[at]++
	return at
}

func (r *duplicateCounter) walk(set ast.SelectionSet, above int) {
	for _, s := range set {
		r.Visited++
		switch s := s.(type) {
		case *ast.Field:
			at := r.add(above, s.Alias)
			r.Repeated = max(r.Repeated, r.counts[at])
			r.walk(s.SelectionSet, at)
		case *ast.InlineFragment:
			r.walk(s.SelectionSet, above)
		case *ast.FragmentSpread:
			r.add(above, spreadName)
			if f := r.fragments[s.Name]; f != nil {
				r.walk(f.SelectionSet, above)
			}
		}
	}
}
