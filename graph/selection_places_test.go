package graph_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// objectPath is a way to objects of a type: the fields that lead there from an object with an id, or from the
// root, through pages and objects without an id.
type objectPath struct {
	owner      *ast.Definition
	calls      []string // fields with their arguments, the nearest to the owner first
	path       []string // names in the answer, edges and nodes of pages among them
	target     *ast.Definition
	isNarrowed bool // the last field is of an abstract type: the target needs a fragment
}

func (p objectPath) String() string {
	name := p.owner.Name + "." + strings.Join(p.path, ".")
	if p.isNarrowed {
		name += ":" + p.target.Name
	}
	return name
}

// selection asks for fields of the target.
func (p objectPath) selection(inner string) string {
	if p.isNarrowed {
		inner = fmt.Sprintf("__typename ... on %s { %s }", p.target.Name, inner)
	}
	for i := len(p.calls) - 1; i >= 0; i-- {
		inner = p.calls[i] + " { " + inner + " }"
	}
	return inner
}

// objects are the targets in what was answered of an owner, in their order.
func (p objectPath) objects(owner any) []map[string]any {
	found := []any{owner}
	for _, name := range p.path {
		var next []any
		for _, v := range found {
			next = append(next, flatten(at(v, name))...)
		}
		found = next
	}
	var objects []map[string]any
	for _, v := range found {
		if o, ok := v.(map[string]any); ok && (!p.isNarrowed || o["__typename"] == p.target.Name) {
			objects = append(objects, o)
		}
	}
	return objects
}

// flatten is what is in a list, of lists too, or a value alone; nothing for null.
func flatten(v any) (all []any) {
	list, ok := v.([]any)
	switch {
	case v == nil:
		return nil
	case !ok:
		return []any{v}
	}
	for _, e := range list {
		all = append(all, flatten(e)...)
	}
	return all
}

// objectPaths are all ways to objects that begin at the root or at a type with an id.
func (l schemaInfo) objectPaths() []objectPath {
	var all []objectPath
	for _, owner := range append(l.nodes(), l.schema.Query) {
		l.appendPaths(objectPath{owner: owner, target: owner}, &all)
	}
	return all
}

// appendPaths adds the places one field further, and continues through objects that have no id.
func (l schemaInfo) appendPaths(from objectPath, all *[]objectPath) {
	for _, f := range from.target.Fields {
		of := l.schema.Types[f.Type.Name()]
		if of.IsLeafType() || strings.HasPrefix(f.Name, "__") {
			continue
		}
		p := objectPath{owner: from.owner, target: of}
		p.calls = append(slices.Clone(from.calls), l.callText(from.target, f))
		p.path = append(slices.Clone(from.path), f.Name)
		switch node := l.nodeOf(of); {
		case node != nil:
			for _, below := range [][]string{{"edges", "node"}, {"nodes"}} {
				*all = append(*all, objectPath{owner: p.owner, target: node,
					calls: slices.Concat(p.calls, below), path: slices.Concat(p.path, below)})
			}
		case of.IsAbstractType():
			for _, possible := range l.schema.GetPossibleTypes(of) {
				p.target, p.isNarrowed = possible, true
				*all = append(*all, p)
			}
		default:
			*all = append(*all, p)
			if !l.hasID(of) {
				l.appendPaths(p, all)
			}
		}
	}
}
