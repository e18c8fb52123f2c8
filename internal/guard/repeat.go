package guard

import "github.com/vektah/gqlparser/v2/ast"

// nodeKey identifies where selections of the same response name meet: a response name within its parent
// node, through all fragments.
type place struct {
	above int
	name  string
}

// spreadName is the name under which all fragment spreads of a node meet.
const spreads = "..."

// countDuplicates counts how often the same response name is selected at the same place, as in {a a a} or
// {a{b} a{b}}, and the resulting pairs. GraphQL's validation compares these in pairs, in every definition.
// It expands fragments, so it may only be called for a document whose expansion was found to be small.
func (m *measurer) repeats(doc *ast.QueryDocument) {
	r := repeater{measurer: m, places: map[place]int{}}
	for _, o := range doc.Operations {
		r.walk(o.SelectionSet, r.place())
	}
	for _, f := range doc.Fragments {
		r.walk(f.SelectionSet, r.place())
	}
}

// duplicateCounter counts selections by response name.
type repeater struct {
	*measurer
	places map[place]int
	counts []int // of selections, by node
}

// newNode returns a new node without selections.
func (r *repeater) place() int {
	r.counts = append(r.counts, 0)
	return len(r.counts) - 1
}

// add counts a selection of a name, and returns its node.
func (r *repeater) meet(above int, name string) int {
	at, known := r.places[place{above, name}]
	if !known {
		at = r.place()
		r.places[place{above, name}] = at
	}
	r.Pairs = plus(r.Pairs, r.counts[at])
	r.counts[at]++
	return at
}

func (r *repeater) walk(set ast.SelectionSet, above int) {
	for _, s := range set {
		r.Visited++
		switch s := s.(type) {
		case *ast.Field:
			at := r.meet(above, s.Alias)
			r.Repeated = max(r.Repeated, r.counts[at])
			r.walk(s.SelectionSet, at)
		case *ast.InlineFragment:
			r.walk(s.SelectionSet, above)
		case *ast.FragmentSpread:
			r.meet(above, spreads)
			if f := r.written[s.Name]; f != nil {
				r.walk(f.SelectionSet, above)
			}
		}
	}
}
