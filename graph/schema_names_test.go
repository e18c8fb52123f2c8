package graph_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"thidua/graph"
)

// sharedNames are the names that mean different things, each with the reason. All other names have one type
// wherever a type has them.
var sharedNames = map[string]string{
	"sites":     "with their counts in a summary",
	"kind":      "each type has its own enum",
	"state":     "each type has its own enum",
	"role":      "the role of a grant, or the office in a cluster",
	"level":     "that of an award, or of schooling",
	"edges":     "Relay",
	"node":      "Relay",
	"nodes":     "Relay",
	"change":    "each stream has its own union",
	"entry":     "each stream has entries of its own",
	"items":     "the rows of a computed list",
	"groups":    "each aggregation has groups of its own",
	"code":      "an error code is an enum",
	"validFrom": "a unit exists from a date, a grant is valid from a time",
	"validTo":   "as validFrom",
	"parent":    "of a unit or a site",
	"parts":     "indicators, or their values in a reconciliation",
	"successor": "of a province or a unit",
	"percent":   "a whole percentage, or the exact one of an aggregate",
	"reason":    "a text, or the reason of a place in the queue",
	"online":    "held online, or the number of those present online",
}

// valueName matches what the names of connections, and of values in events and replays, have beside the name
// of the type.
var valueName = regexp.MustCompile(`^(Planned|Replayed)|(Connection|Entry)$`)

// TestSchema_OneNameOneMeaning checks that a field name has one type. A list and a connection of a type count
// as one.
func TestSchema_OneNameOneMeaning(t *testing.T) {
	types := map[string]map[string][]string{}
	for _, d := range objectTypes() {
		for _, f := range d.Fields {
			named := valueName.ReplaceAllString(f.Type.Name(), "")
			if f.Type.Elem != nil || strings.HasSuffix(f.Type.Name(), "Connection") {
				named = "[" + named + "]"
			}
			if types[f.Name] == nil {
				types[f.Name] = map[string][]string{}
			}
			types[f.Name][named] = append(types[f.Name][named], d.Name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(types)) {
		if _, shared := sharedNames[name]; (len(types[name]) > 1) != shared {
			t.Errorf("%s has the types %v, and is an exception: %v", name, types[name], shared)
		}
	}
	for name := range sharedNames {
		if types[name] == nil {
			t.Errorf("%s is an exception, and no type has it", name)
		}
	}
}

// TestSchema_NamesOfScalars checks the endings of names: On for a date, At for a time, and no verb before a
// boolean.
func TestSchema_NamesOfScalars(t *testing.T) {
	endings := map[string][]string{
		"Date": {"On", "From", "To", "OnStated"}, "Time": {"At", "From", "To", "asOf", "at"},
	}
	for _, d := range slices.Concat(objectTypes(), inputTypes()) {
		for _, f := range d.Fields {
			allowed := endings[f.Type.Name()]
			ends := func(ending string) bool { return strings.HasSuffix(f.Name, ending) }
			if len(allowed) > 0 && !slices.ContainsFunc(allowed, ends) {
				t.Errorf("%s.%s is a %s; its name must end in one of %v", d.Name, f.Name, f.Type.Name(), allowed)
			}
			if f.Type.Name() == "Boolean" && d.Kind == ast.Object && (strings.HasPrefix(f.Name, "is") ||
				strings.HasPrefix(f.Name, "has")) && d.Name != "PageInfo" {
				t.Errorf("%s.%s must be an adjective", d.Name, f.Name)
			}
		}
	}
}

// differentInUnions are the fields for which documents need aliases, each with the reason.
var differentInUnions = map[string]string{
	"SearchResult.kind":       "each type has its own enum",
	"SearchResult.nameEn":     "every indicator has an English name, not every unit",
	"ConferenceChange.kind":   "each type has its own enum",
	"ConferenceChange.siteId": "the site of an event about a site, and null for an announcement to all sites",
}

// TestSchema_UnionMembersMerge checks that members of a union have the same type, with the same nullability,
// where they have a field of the same name: otherwise a document that selects it of both needs aliases.
func TestSchema_UnionMembersMerge(t *testing.T) {
	schema := graph.SchemaTypes()
	for _, union := range schema {
		if union.Kind != ast.Union {
			continue
		}
		seen := map[string]string{}
		for _, member := range union.Types {
			for _, f := range schema[member].Fields {
				want, ok := seen[f.Name]
				_, different := differentInUnions[union.Name+"."+f.Name]
				if ok && want != f.Type.String() && isLeaf(schema[f.Type.Name()]) && !different {
					t.Errorf("%s: %s of %s is %s, and %s elsewhere", union.Name, f.Name, member, f.Type, want)
				}
				seen[f.Name] = f.Type.String()
			}
		}
	}
}

// TestSchema_EnumsDiffer checks that no two enums have the same values.
func TestSchema_EnumsDiffer(t *testing.T) {
	seen := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(graph.SchemaTypes())) {
		d := graph.SchemaTypes()[name]
		if d.Kind != ast.Enum || strings.HasSuffix(name, "OrderField") {
			continue
		}
		var values []string
		for _, v := range d.EnumValues {
			values = append(values, v.Name)
		}
		slices.Sort(values)
		key := strings.Join(values, " ")
		if other, ok := seen[key]; ok {
			t.Errorf("%s and %s have the same values", other, name)
		}
		seen[key] = name
	}
}

func isLeaf(d *ast.Definition) bool { return d.Kind == ast.Scalar || d.Kind == ast.Enum }

func objectTypes() []*ast.Definition { return typesOf(ast.Object, "Payload") }

func inputTypes() []*ast.Definition { return typesOf(ast.InputObject, "WhereInput") }

// typesOf returns the types of a kind without those with a suffix, and without those of introspection.
func typesOf(kind ast.DefinitionKind, without string) []*ast.Definition {
	var types []*ast.Definition
	for _, name := range slices.Sorted(maps.Keys(graph.SchemaTypes())) {
		d := graph.SchemaTypes()[name]
		if d.Kind == kind && !strings.HasSuffix(name, without) && !strings.HasPrefix(name, "__") {
			types = append(types, d)
		}
	}
	return types
}
