package graph_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"pgregory.net/rapid"
)

// randomOperationBuilder is a query that is drawn from the schema. The name of each field in the answer ends
// in a number, so that the field behind it is known; that of one that @skip or @include leaves out ends in an
// x as well.
type randomOperationBuilder struct {
	schemaInfo
	rt        *rapid.T
	ids       []string // to ask for
	names     int
	fragments []string
	variables map[string]any
	declared  []string
}

// randomRoots are the root fields that operations are drawn from.
var randomRoots = []string{
	"node", "nodes", "units", "clusters", "conferences", "proposals", "indicatorValues", "documents", "reports",
	"tasks", "memberships",
	"cluster", "conference", "proposal", "unit", "person", "indicator", "search", "similarProposals",
	"overdueProposals", "overdueTasks", "viewer",
}

// query draws a whole operation.
func (o *randomOperationBuilder) query() string {
	var fields []string
	for range rapid.IntRange(1, 3).Draw(o.rt, "roots") {
		f := o.schema.Query.Fields.ForName(rapid.SampledFrom(randomRoots).Draw(o.rt, "root"))
		fields = append(fields, o.field(o.schema.Query, f, 4))
	}
	text := fmt.Sprintf("query Q { %s }", strings.Join(fields, " "))
	if len(o.declared) > 0 {
		text = strings.Replace(text, "query Q", "query Q("+strings.Join(o.declared, ", ")+")", 1)
	}
	return text + " " + strings.Join(o.fragments, " ")
}

// selection draws some fields of an object.
func (o *randomOperationBuilder) selection(def *ast.Definition, depth int) string {
	if def.IsAbstractType() {
		text := "__typename"
		for _, possible := range rapid.SliceOfN(rapid.SampledFrom(o.schema.GetPossibleTypes(def)), 1, 3).Draw(o.rt,
			"types") {
			text += fmt.Sprintf(" ... on %s { %s }", possible.Name, o.selection(possible, depth))
		}
		if def.Name == "Node" { // the rows that are asked for are of any type
			text += fmt.Sprintf(
				" ... on SearchResult { ... on Unit { %s } }", o.selection(o.schema.Types["Unit"], depth),
			)
		}
		return text
	}
	text := "__typename"
	if o.hasID(def) {
		text += " id"
	}
	candidates := slices.DeleteFunc(o.fields(def), func(f *ast.FieldDefinition) bool {
		return depth == 0 && !o.schema.Types[f.Type.Name()].IsLeafType()
	})
	if len(candidates) == 0 {
		return text
	}
	for range rapid.IntRange(1, 4).Draw(o.rt, "fields") {
		text += " " + o.wrapInFragment(def, o.field(def, rapid.SampledFrom(candidates).Draw(o.rt, "field"), depth))
	}
	return text
}

// wrapInFragment puts a field into a fragment, or leaves it as it is.
func (o *randomOperationBuilder) wrapInFragment(def *ast.Definition, text string) string {
	switch rapid.IntRange(0, 5).Draw(o.rt, "fragment") {
	case 0:
		return fmt.Sprintf("... on %s { %s }", def.Name, text)
	case 1:
		name := fmt.Sprint("F", len(o.fragments))
		o.fragments = append(o.fragments, fmt.Sprintf("fragment %s on %s { %s }", name, def.Name, text))
		return "..." + name
	case 2:
		if o.hasID(def) {
			return fmt.Sprintf("... on Node { ... on %s { %s } }", def.Name, text)
		}
	}
	return text
}

// field draws a name, arguments and directives for a field, and what is selected below it.
func (o *randomOperationBuilder) field(def *ast.Definition, f *ast.FieldDefinition, depth int) string {
	o.names++
	name, directive := fmt.Sprint(f.Name, "_", o.names), ""
	if depth < 4 && rapid.IntRange(0, 4).Draw(o.rt, "directive") == 0 {
		included := rapid.Bool().Draw(o.rt, "included")
		if !included {
			name += "x"
		}
		directive = o.directive(included)
	}
	of := o.schema.Types[f.Type.Name()]
	text := name + ": " + o.arguments(def, f, of) + directive
	switch {
	case of.IsLeafType():
		return text
	case o.nodeOf(of) != nil:
		below := ""
		for range rapid.IntRange(1, 2).Draw(o.rt, "pages") {
			below += o.page(o.nodeOf(of), depth-1)
		}
		return text + " {" + below + " }"
	}
	return text + " { " + o.selection(of, max(depth-1, 0)) + " }"
}

// page draws the arguments and fields of a page.
func (o *randomOperationBuilder) page(node *ast.Definition, depth int) string {
	o.names++
	switch rapid.IntRange(0, 6).Draw(o.rt, "page") {
	case 0:
		return fmt.Sprintf(" totalCount_%d: totalCount", o.names)
	case 1:
		return fmt.Sprintf(" pageInfo_%d: pageInfo { hasNextPage endCursor }", o.names)
	case 2:
		return fmt.Sprintf(" edges { cursor node { %s } }", o.selection(node, max(depth, 0)))
	case 3:
		return fmt.Sprintf(" nodes { %s }", o.selection(node, max(depth, 0)))
	case 4:
		return fmt.Sprintf(" nodes_%d: nodes { %s }", o.names, o.selection(node, max(depth, 0)))
	}
	return fmt.Sprintf(
		" edges_%d: edges { node_%d: node { %s } }", o.names, o.names, o.selection(node, max(depth, 0)),
	)
}

func (o *randomOperationBuilder) directive(included bool) string {
	name, value := "include", included
	if rapid.Bool().Draw(o.rt, "skip") {
		name, value = "skip", !included
	}
	if rapid.Bool().Draw(o.rt, "literal") {
		return fmt.Sprintf(" @%s(if: %v)", name, value)
	}
	variable := fmt.Sprint("v", len(o.declared))
	o.declared, o.variables[variable] = append(o.declared, "$"+variable+": Boolean!"), value
	return fmt.Sprintf(" @%s(if: $%s)", name, variable)
}

// arguments draws a page and an order of a connection; other fields are asked for as knownArguments say.
func (o *randomOperationBuilder) arguments(
	def *ast.Definition, f *ast.FieldDefinition, of *ast.Definition,
) string {
	if o.nodeOf(of) == nil {
		quoted := fmt.Sprintf(
			"%q", rapid.SliceOfNDistinct(rapid.SampledFrom(o.ids), 2, 5, rapid.ID).Draw(o.rt, "ids"),
		)
		text := strings.ReplaceAll(o.callText(def, f), "$IDS", strings.ReplaceAll(quoted, " ", ","))
		return strings.ReplaceAll(text, "$ID", fmt.Sprintf("%q", rapid.SampledFrom(o.ids).Draw(o.rt, "id")))
	}
	end, size := rapid.SampledFrom([]string{"first", "last"}).Draw(o.rt, "end"), rapid.IntRange(
		1,
		3,
	).Draw(o.rt, "size")
	if rapid.Bool().Draw(o.rt, "literal size") {
		return fmt.Sprintf("%s(%s: %d%s)", f.Name, end, size, o.order(f))
	}
	variable := fmt.Sprint("v", len(o.declared))
	o.declared, o.variables[variable] = append(o.declared, "$"+variable+": Int!"), size
	return fmt.Sprintf("%s(%s: $%s%s)", f.Name, end, variable, o.order(f))
}

// order draws an order of a connection.
func (o *randomOperationBuilder) order(f *ast.FieldDefinition) string {
	argument := f.Arguments.ForName("orderBy")
	if argument == nil || rapid.Bool().Draw(o.rt, "default order") {
		return ""
	}
	by := o.schema.Types[o.schema.Types[argument.Type.Name()].Fields.ForName("field").Type.Name()]
	value := rapid.SampledFrom(by.EnumValues).Draw(o.rt, "by").Name
	return fmt.Sprintf(
		", orderBy: [{field: %s, direction: %s}]", value,
		rapid.SampledFrom([]string{"ASC", "DESC"}).Draw(o.rt, "direction"),
	)
}
