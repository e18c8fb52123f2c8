package guard

import "github.com/vektah/gqlparser/v2/ast"

// place is where selections of the same response name meet: the name within the place above, through all fragments.
type place struct {
	above int
	name  string
}

// spreads is the name under which all fragments that are spread at a place meet.
const spreads = "..."

// repeats counts how often the same response name is selected at the same place, as {a a a} or {a{b} a{b}} do, and the
// pairs that this makes. GraphQL's validation compares each with each, in every definition. The fragments are written out
// for it: only a document that was found to be small with its fragments written out may be given.
func (m *measurer) repeats(doc *ast.QueryDocument) {
	r := repeater{measurer: m, places: map[place]int{}}
	for _, o := range doc.Operations {
		r.walk(o.SelectionSet, r.place())
	}
	for _, f := range doc.Fragments {
		r.walk(f.SelectionSet, r.place())
	}
}

type repeater struct {
	*measurer
	places map[place]int
	counts []int // how many meet at each place
}

// place makes a place that nothing was at yet.
func (r *repeater) place() int {
	r.counts = append(r.counts, 0)
	return len(r.counts) - 1
}

// meet counts one more of a name, and gives its place.
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
