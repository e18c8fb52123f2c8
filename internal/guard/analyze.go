package guard

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// selectionCounts are the totals of a set of selections with its fragments expanded.
type selectionCounts struct {
	selections   int // fields, spreads and inline fragments
	fields       int // fields at this level
	depth        int // nesting of fields
	schemas      int // __schema and __type
	lists        int // nesting of introspection lists
	depthLimited int // nesting of lists whose depth validation limits
}

// add returns the totals of two sets side by side.
func (c selectionCounts) add(other selectionCounts) selectionCounts {
	return selectionCounts{
		selections:   satAdd(c.selections, other.selections),
		fields:       satAdd(c.fields, other.fields),
		schemas:      satAdd(c.schemas, other.schemas),
		depth:        max(c.depth, other.depth),
		lists:        max(c.lists, other.lists),
		depthLimited: max(c.depthLimited, other.depthLimited),
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

func (s *DocumentStats) newAnalyzer(doc *ast.QueryDocument, schema *ast.Schema) *analyzer {
	a := &analyzer{
		DocumentStats: s, schema: schema, fragments: make(map[string]*ast.FragmentDefinition,
			len(doc.Fragments)),
		fragmentCounts: make(map[string]selectionCounts, len(doc.Fragments)), visiting: map[string]bool{},
	}
	for _, f := range doc.Fragments {
		// validation rejects a duplicate name, and uses the first one until then
		if a.fragments[f.Name] == nil {
			a.fragments[f.Name] = f
		}
	}
	return a
}

// countDocument counts the operations of a document, and each fragment by itself, as validation visits them.
func (a *analyzer) countDocument(doc *ast.QueryDocument) {
	for _, o := range doc.Operations {
		a.countDirectives(o.Directives)
		for _, v := range o.VariableDefinitions {
			a.countDirectives(v.Directives)
			a.countArgument(v.DefaultValue)
		}
		a.addRoot(a.countSelections(o.SelectionSet, a.rootType(o.Operation)), true)
	}
	for _, f := range doc.Fragments {
		a.countFragmentType(f)
		a.countDirectives(f.Directives)
		a.addRoot(a.countFragment(f.Name), false)
	}
}

// addRoot adds the totals of an operation or a fragment.
func (a *analyzer) addRoot(counts selectionCounts, operation bool) {
	a.Expanded = satAdd(a.Expanded, counts.selections)
	a.Depth = max(a.Depth, counts.depth)
	a.Schemas = max(a.Schemas, counts.schemas)
	if operation {
		a.RootFields = max(a.RootFields, counts.fields)
	}
}

// countSelections counts selections on a type; nil if it is unknown.
func (a *analyzer) countSelections(
	set ast.SelectionSet, parentType *ast.Definition,
) (counts selectionCounts) {
	for _, s := range set {
		a.Visited++
		counts.selections = satAdd(counts.selections, 1)
		switch s := s.(type) {
		case *ast.Field:
			counts = counts.add(a.countField(s, parentType))
		case *ast.InlineFragment:
			a.countDirectives(s.Directives)
			fragmentType := parentType
			if s.TypeCondition != "" {
				fragmentType = a.typeNamed(s.TypeCondition)
			}
			counts = counts.add(a.countSelections(s.SelectionSet, fragmentType))
		case *ast.FragmentSpread:
			a.countDirectives(s.Directives)
			counts = counts.add(a.countFragment(s.Name))
		}
	}
	return counts
}

func (a *analyzer) countField(f *ast.Field, parentType *ast.Definition) selectionCounts {
	if f.Alias != f.Name {
		a.Aliases++
	}
	a.countDirectives(f.Directives)
	for _, argument := range f.Arguments {
		a.countArgument(argument.Value)
	}
	counts := a.countSelections(f.SelectionSet, a.fieldType(f, parentType))
	counts.fields, counts.depth = 1, satAdd(counts.depth, 1)
	if slices.Contains(introspectionLists, f.Name) {
		counts.lists = satAdd(counts.lists, 1)
	}
	if slices.Contains(depthLimitedLists, f.Name) {
		counts.depthLimited = satAdd(counts.depthLimited, 1)
	}
	if f.Name == "__schema" || f.Name == "__type" {
		counts.schemas = satAdd(counts.schemas, 1)
		a.SchemaDepth = max(a.SchemaDepth, counts.depth)
		a.SchemaLists = max(a.SchemaLists, counts.lists, 1+counts.depthLimited)
	}
	return counts
}

// introspectionLists are the list fields of introspection types. Each nested one multiplies the response.
var introspectionLists = []string{
	"types", "directives", "fields", "args", "inputFields", "interfaces", "enumValues", "possibleTypes",
}

// depthLimitedLists are the lists of which gqlparser's rule MaxIntrospectionDepth allows two within each
// other. They count one more, so that the limit rejects a third one: its error names the limit.
var depthLimitedLists = []string{"fields", "interfaces", "possibleTypes", "inputFields"}

// countFragment counts a fragment the first time. An undefined one counts nothing: validation rejects it.
func (a *analyzer) countFragment(name string) selectionCounts {
	if a.visiting[name] {
		a.Cyclic = true
		return selectionCounts{}
	}
	if counts, known := a.fragmentCounts[name]; known {
		return counts
	}
	f := a.fragments[name]
	if f == nil {
		return selectionCounts{}
	}
	a.visiting[name] = true
	counts := a.countSelections(f.SelectionSet, a.typeNamed(f.TypeCondition))
	delete(a.visiting, name)
	a.fragmentCounts[name] = counts
	return counts
}
