package graph_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// place is a way to objects of a type: the fields that lead there from an object with an id, or from the
// root, through pages and objects without an id.
type place struct {
	owner  *ast.Definition
	calls  []string // fields with their arguments, the nearest to the owner first
	path   []string // names in the answer, edges and nodes of pages among them
	target *ast.Definition
	narrow bool // the last field is of an abstract type: what is asked for stands in a fragment on the target
}

func (p place) String() string {
	name := p.owner.Name + "." + strings.Join(p.path, ".")
	if p.narrow {
		name += ":" + p.target.Name
	}
	return name
}

// selection asks for fields of the target.
func (p place) selection(inner string) string {
	if p.narrow {
		inner = fmt.Sprintf("__typename ... on %s { %s }", p.target.Name, inner)
	}
	for i := len(p.calls) - 1; i >= 0; i-- {
		inner = p.calls[i] + " { " + inner + " }"
	}
	return inner
}

// objects are the targets in what was answered of an owner, in their order.
func (p place) objects(owner any) []map[string]any {
	found := []any{owner}
	for _, name := range p.path {
		var next []any
		for _, v := range found {
			next = append(next, flat(at(v, name))...)
		}
		found = next
	}
	var objects []map[string]any
	for _, v := range found {
		if o, ok := v.(map[string]any); ok && (!p.narrow || o["__typename"] == p.target.Name) {
			objects = append(objects, o)
		}
	}
	return objects
}

// flat is what is in a list, of lists too, or a value alone; nothing for null.
func flat(v any) (all []any) {
	list, ok := v.([]any)
	switch {
	case v == nil:
		return nil
	case !ok:
		return []any{v}
	}
	for _, e := range list {
		all = append(all, flat(e)...)
	}
	return all
}

// places are all ways to objects that begin at the root or at a type with an id.
func (l language) places() []place {
	var all []place
	for _, owner := range append(l.nodes(), l.schema.Query) {
		l.follow(place{owner: owner, target: owner}, &all)
	}
	return all
}

// follow adds the places one field further, and goes on through objects that have no id.
func (l language) follow(from place, all *[]place) {
	for _, f := range from.target.Fields {
		of := l.schema.Types[f.Type.Name()]
		if of.IsLeafType() || strings.HasPrefix(f.Name, "__") {
			continue
		}
		p := place{owner: from.owner, target: of}
		p.calls = append(slices.Clone(from.calls), l.call(from.target, f))
		p.path = append(slices.Clone(from.path), f.Name)
		switch node := l.nodeOf(of); {
		case node != nil:
			p.calls, p.path, p.target = append(p.calls, "edges", "node"), append(p.path, "edges", "node"), node
			*all = append(*all, p)
		case of.IsAbstractType():
			for _, possible := range l.schema.GetPossibleTypes(of) {
				p.target, p.narrow = possible, true
				*all = append(*all, p)
			}
		default:
			*all = append(*all, p)
			if !l.hasID(of) {
				l.follow(p, all)
			}
		}
	}
}
