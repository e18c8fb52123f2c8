package guard

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// selectionCounts are the totals of a set of selections with its fragments expanded.
type selectionCounts struct {
	selections int // fields, spreads and inline fragments
	fields     int // fields at this level
	depth      int // nesting of fields
	schemas    int // __schema and __type
	lists      int // nesting of introspection lists
	validated  int // nesting of those that validation limits
}

// add returns the totals of two sets side by side.
func (w selectionCounts) add(v selectionCounts) selectionCounts {
	return selectionCounts{
		selections: satAdd(w.selections, v.selections),
		fields:     satAdd(w.fields, v.fields),
		schemas:    satAdd(w.schemas, v.schemas),
		depth:      max(w.depth, v.depth),
		lists:      max(w.lists, v.lists),
		validated:  max(w.validated, v.validated),
	}
}

// analyzer counts a parsed document, each fragment once.
type analyzer struct {
	*DocumentStats
	schema         *ast.Schema
	fragments      map[string]*ast.FragmentDefinition
	fragmentCounts map[string]selectionCounts
	visiting       map[string]bool // fragments that are being counted: meeting one again is a cycle
}

func (r *DocumentStats) newAnalyzer(doc *ast.QueryDocument, schema *ast.Schema) *analyzer {
	m := &analyzer{
		DocumentStats: r, schema: schema, fragments: make(map[string]*ast.FragmentDefinition,
			len(doc.Fragments)),
		fragmentCounts: make(map[string]selectionCounts, len(doc.Fragments)), visiting: map[string]bool{},
	}
	for _, f := range doc.Fragments {
		// validation rejects a duplicate name, and uses the first one until then
		if m.fragments[f.Name] == nil {
			m.fragments[f.Name] = f
		}
	}
	return m
}

// countDocument counts the operations of a document, and each fragment by itself, as validation visits them.
func (m *analyzer) countDocument(doc *ast.QueryDocument) {
	for _, o := range doc.Operations {
		m.countDirectives(o.Directives)
		for _, v := range o.VariableDefinitions {
			m.countDirectives(v.Directives)
			m.countArgument(v.DefaultValue)
		}
		m.addRoot(m.countSelections(o.SelectionSet, m.rootType(o.Operation)), true)
	}
	for _, f := range doc.Fragments {
		m.countFragmentType(f)
		m.countDirectives(f.Directives)
		m.addRoot(m.countFragment(f.Name), false)
	}
}

// addRoot adds the totals of an operation or a fragment.
func (m *analyzer) addRoot(w selectionCounts, operation bool) {
	m.Expanded = satAdd(m.Expanded, w.selections)
	m.Depth = max(m.Depth, w.depth)
	m.Schemas = max(m.Schemas, w.schemas)
	if operation {
		m.RootFields = max(m.RootFields, w.fields)
	}
}

// countSelections counts selections on a type; nil if it is unknown.
func (m *analyzer) countSelections(set ast.SelectionSet, on *ast.Definition) (w selectionCounts) {
	for _, s := range set {
		m.Visited++
		w.selections = satAdd(w.selections, 1)
		switch s := s.(type) {
		case *ast.Field:
			w = w.add(m.countField(s, on))
		case *ast.InlineFragment:
			m.countDirectives(s.Directives)
			within := on
			if s.TypeCondition != "" {
				within = m.typeNamed(s.TypeCondition)
			}
			w = w.add(m.countSelections(s.SelectionSet, within))
		case *ast.FragmentSpread:
			m.countDirectives(s.Directives)
			w = w.add(m.countFragment(s.Name))
		}
	}
	return w
}

func (m *analyzer) countField(f *ast.Field, on *ast.Definition) selectionCounts {
	if f.Alias != f.Name {
		m.Aliases++
	}
	m.countDirectives(f.Directives)
	for _, a := range f.Arguments {
		m.countArgument(a.Value)
	}
	w := m.countSelections(f.SelectionSet, m.fieldType(f, on))
	w.fields, w.depth = 1, satAdd(w.depth, 1)
	if slices.Contains(introspectionLists, f.Name) {
		w.lists = satAdd(w.lists, 1)
	}
	if slices.Contains(validatedLists, f.Name) {
		w.validated = satAdd(w.validated, 1)
	}
	if f.Name == "__schema" || f.Name == "__type" {
		w.schemas = satAdd(w.schemas, 1)
		m.SchemaDepth, m.SchemaLists = max(m.SchemaDepth, w.depth), max(m.SchemaLists, w.lists, 1+w.validated)
	}
	return w
}

// introspectionLists are the list fields of introspection types. Each nested one multiplies the response.
var introspectionLists = []string{
	"types", "directives", "fields", "args", "inputFields", "interfaces", "enumValues", "possibleTypes",
}

// validatedLists are the lists of which gqlparser's rule MaxIntrospectionDepth allows two within each other.
// They count one more, so that the limit rejects a third one: its error names the limit.
var validatedLists = []string{"fields", "interfaces", "possibleTypes", "inputFields"}

// countFragment counts a fragment the first time. An undefined one counts nothing: validation rejects it.
func (m *analyzer) countFragment(name string) selectionCounts {
	if m.visiting[name] {
		m.Cyclic = true
		return selectionCounts{}
	}
	if w, known := m.fragmentCounts[name]; known {
		return w
	}
	f := m.fragments[name]
	if f == nil {
		return selectionCounts{}
	}
	m.visiting[name] = true
	w := m.countSelections(f.SelectionSet, m.typeNamed(f.TypeCondition))
	delete(m.visiting, name)
	m.fragmentCounts[name] = w
	return w
}
