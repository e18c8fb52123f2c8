package guard

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// selectionCounts are the totals of a set of selections with its fragments expanded.
type weight struct {
	selections int // fields, spreads and inline fragments
	fields     int // fields at this level
	depth      int // nesting of fields
	schemas    int // __schema and __type
	lists      int // nesting of introspection lists
}

// add returns the totals of two sets side by side.
func (w weight) and(v weight) weight {
	return weight{
		selections: plus(w.selections, v.selections),
		fields:     plus(w.fields, v.fields),
		schemas:    plus(w.schemas, v.schemas),
		depth:      max(w.depth, v.depth),
		lists:      max(w.lists, v.lists),
	}
}

// analyzer counts a parsed document, each fragment once.
type measurer struct {
	*Report
	schema  *ast.Schema
	written map[string]*ast.FragmentDefinition
	weighed map[string]weight
	open    map[string]bool // fragments that are being counted: meeting one again is a cycle
}

func (r *Report) measurer(doc *ast.QueryDocument, schema *ast.Schema) *measurer {
	m := &measurer{
		Report: r, schema: schema, written: make(map[string]*ast.FragmentDefinition, len(doc.Fragments)),
		weighed: make(map[string]weight, len(doc.Fragments)), open: map[string]bool{},
	}
	for _, f := range doc.Fragments {
		if m.written[f.Name] == nil { // validation rejects a duplicate name, and uses the first one until then
			m.written[f.Name] = f
		}
	}
	return m
}

// countDocument counts the operations of a document, and each fragment by itself, as validation visits them.
func (m *measurer) all(doc *ast.QueryDocument) {
	for _, o := range doc.Operations {
		m.directives(o.Directives)
		for _, v := range o.VariableDefinitions {
			m.directives(v.Directives)
			m.argument(v.DefaultValue)
		}
		m.root(m.set(o.SelectionSet, m.start(o.Operation)), true)
	}
	for _, f := range doc.Fragments {
		m.directives(f.Directives)
		m.root(m.fragment(f.Name), false)
	}
}

// addRoot adds the totals of an operation or a fragment.
func (m *measurer) root(w weight, operation bool) {
	m.Expanded = plus(m.Expanded, w.selections)
	m.Depth = max(m.Depth, w.depth)
	m.Schemas = max(m.Schemas, w.schemas)
	if operation {
		m.RootFields = max(m.RootFields, w.fields)
	}
}

// countSelections counts selections on a type; nil if it is unknown.
func (m *measurer) set(set ast.SelectionSet, on *ast.Definition) (w weight) {
	for _, s := range set {
		m.Visited++
		w.selections = plus(w.selections, 1)
		switch s := s.(type) {
		case *ast.Field:
			w = w.and(m.field(s, on))
		case *ast.InlineFragment:
			m.directives(s.Directives)
			within := on
			if s.TypeCondition != "" {
				within = m.named(s.TypeCondition)
			}
			w = w.and(m.set(s.SelectionSet, within))
		case *ast.FragmentSpread:
			m.directives(s.Directives)
			w = w.and(m.fragment(s.Name))
		}
	}
	return w
}

func (m *measurer) field(f *ast.Field, on *ast.Definition) weight {
	if f.Alias != f.Name {
		m.Aliases++
	}
	m.directives(f.Directives)
	for _, a := range f.Arguments {
		m.argument(a.Value)
	}
	w := m.set(f.SelectionSet, m.result(f, on))
	w.fields, w.depth = 1, plus(w.depth, 1)
	if slices.Contains(schemaLists, f.Name) {
		w.lists = plus(w.lists, 1)
	}
	if f.Name == "__schema" || f.Name == "__type" {
		w.schemas = plus(w.schemas, 1)
		m.SchemaDepth, m.SchemaLists = max(m.SchemaDepth, w.depth), max(m.SchemaLists, w.lists)
	}
	return w
}

// introspectionLists are the list fields of introspection types. Each nested one multiplies the response.
var schemaLists = []string{
	"types", "directives", "fields", "args", "inputFields", "interfaces", "enumValues", "possibleTypes",
}

// countFragment counts a fragment the first time. An undefined one counts nothing: validation rejects it.
func (m *measurer) fragment(name string) weight {
	if m.open[name] {
		m.Cyclic = true
		return weight{}
	}
	if w, known := m.weighed[name]; known {
		return w
	}
	f := m.written[name]
	if f == nil {
		return weight{}
	}
	m.open[name] = true
	w := m.set(f.SelectionSet, m.named(f.TypeCondition))
	delete(m.open, name)
	m.weighed[name] = w
	return w
}
