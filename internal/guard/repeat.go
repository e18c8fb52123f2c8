package guard

import "github.com/vektah/gqlparser/v2/ast"

// place is where selections of the same response name meet: the name within the place above, through all fragments.
type place struct {
	above int
	name  string
}

// repeats counts how often the same response name is selected at the same place, as {a a a} or {a{b} a{b}} do. GraphQL's
// validation compares each with each. The fragments are written out for it: only a document that was found to be small
// with its fragments written out may be given.
func (m *measurer) repeats(doc *ast.QueryDocument) {
	places := make(map[place]int, m.Expanded)
	counts := make([]int, 1, 1+m.Expanded)
	var walk func(set ast.SelectionSet, above int)
	walk = func(set ast.SelectionSet, above int) {
		for _, s := range set {
			m.Visited++
			switch s := s.(type) {
			case *ast.Field:
				at, known := places[place{above, s.Alias}]
				if !known {
					at = len(counts)
					places[place{above, s.Alias}] = at
					counts = append(counts, 0)
				}
				counts[at]++
				m.Repeated = max(m.Repeated, counts[at])
				walk(s.SelectionSet, at)
			case *ast.InlineFragment:
				walk(s.SelectionSet, above)
			case *ast.FragmentSpread:
				if f := m.written[s.Name]; f != nil {
					walk(f.SelectionSet, above)
				}
			}
		}
	}
	root := func(set ast.SelectionSet) { // each on its own
		counts = append(counts, 0)
		walk(set, len(counts)-1)
	}
	for _, o := range doc.Operations {
		root(o.SelectionSet)
	}
	for _, f := range doc.Fragments {
		if !m.spread[f.Name] {
			root(f.SelectionSet)
		}
	}
}
