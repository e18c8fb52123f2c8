//go:build !race

package graph_test

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"thidua/internal/gid"
	"thidua/internal/registry"
)

// probeBuilder writes, for a schema, one operation for each field that costs more than to show it: every
// field that returns objects, and every scalar that a resolver reads. An operation goes to the field by one
// of the paths to its type, through pages of ten, and selects as little as can be below it.
type probeBuilder struct {
	schema *ast.Schema
	paths  map[string]string // type -> operation with one %s for the selections on it, the shortest one
	order  []string
}

// probeArguments are the values of arguments that have to be given, by coordinate or by name.
var probeArguments = map[string]string{
	"schoolYear": `"2011-2012"`, "indicator": `"mau-chi-so-01"`, "by": "UNIT", "kind": "FINAL_REVIEW",
	"number": "101", "text": `"ng mau"`,
	"topics": "[]", "conference": `"replayed"`, "skip": "0",
	"id":  fmt.Sprintf("%q", gid.ID(registry.UnitID("mau-01")).String()),
	"ids": fmt.Sprintf("[%q]", gid.ID(registry.UnitID("mau-01")).String()), "code": `"none"`,
	"Query.unit": `"mau-01"`, "Query.conference": `"replayed"`, "Query.indicator": `"mau-chi-so-01"`,
	"Query.province": `"ha-noi"`,
	"Query.document": `"cv-5"`, "Query.awardKind": `"MINISTRY_FLAG"`,
}

func newProbes(schema *ast.Schema) *probeBuilder {
	p := &probeBuilder{
		schema: schema,
		paths:  map[string]string{schema.Query.Name: "{ %s }"},
		order:  []string{schema.Query.Name},
	}
	for i := 0; i < len(p.order); i++ {
		on := schema.Types[p.order[i]]
		for _, f := range connectionsFirst(on.Fields) {
			p.addTargets(on, f)
		}
	}
	return p
}

// connectionsFirst returns fields by name, but connections before others, which lead to one row.
func connectionsFirst(fields ast.FieldList) ast.FieldList {
	isOther := func(f *ast.FieldDefinition) int {
		if strings.HasSuffix(f.Type.Name(), "Connection") {
			return 0
		}
		return 1
	}
	return slices.SortedFunc(slices.Values(fields), func(a, b *ast.FieldDefinition) int {
		return cmp.Or(isOther(a)-isOther(b), strings.Compare(a.Name, b.Name))
	})
}

// hidingFields are root fields whose own cost would hide what the edges of their rows cost, or which find one
// row of each type.
var hidingFields = []string{"indicatorValues", "node", "nodes", "search"}

// addTargets finds the types that a field leads to.
func (p *probeBuilder) addTargets(on *ast.Definition, f *ast.FieldDefinition) {
	if on == p.schema.Query && slices.Contains(hidingFields, f.Name) {
		return
	}
	for object, path := range p.pathsThrough(on, f) {
		if p.paths[object] == "" {
			p.paths[object] = path
			p.order = append(p.order, object)
		}
	}
}

// pathsThrough returns the paths to the object types that a field leads to, by the shortest path to its own
// type.
func (p *probeBuilder) pathsThrough(on *ast.Definition, f *ast.FieldDefinition) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		target := p.schema.Types[f.Type.Name()]
		if strings.HasPrefix(f.Name, "__") || target.IsLeafType() {
			return
		}
		path := strings.Replace(p.paths[on.Name], "%s", p.field(on, f)+" { %s }", 1)
		if node := strings.TrimSuffix(target.Name, "Connection"); node != target.Name {
			target, path = p.schema.Types[node], strings.Replace(path, "%s", "edges { node { %s } }", 1)
		}
		for _, object := range p.schema.GetPossibleTypes(target) {
			own := path
			if target.IsAbstractType() {
				own = strings.Replace(path, "%s", "... on "+object.Name+" { %s }", 1)
			}
			if !yield(object.Name, own) {
				return
			}
		}
	}
}

// widestPaths returns, for each type, the path that finds most of its objects, unless it is the shortest one.
// An operation that is counted selects ids, or types where there are no ids.
func (p *probeBuilder) widestPaths(count func(query string) int) map[string]string {
	widest, most := map[string]string{}, map[string]int{}
	objects := func(object, path string) int {
		if p.schema.Types[object].Fields.ForName("id") != nil {
			return count(fmt.Sprintf(path, "id"))
		}
		return count(fmt.Sprintf(path, "__typename"))
	}
	for object, path := range p.paths {
		most[object] = objects(object, path)
	}
	for _, name := range p.order {
		for _, f := range p.schema.Types[name].Fields {
			for object, path := range p.pathsThrough(p.schema.Types[name], f) {
				if n := objects(object, path); n > most[object] {
					widest[object], most[object] = path, n
				}
			}
		}
	}
	return widest
}

// singlePaths returns the paths below root fields that are not connections, most of which find one row by a
// code or a number.
func (p *probeBuilder) singlePaths() map[string]string {
	single := map[string]string{}
	for _, f := range p.schema.Query.Fields {
		if f.Type.Elem != nil || strings.HasSuffix(f.Type.Name(), "Connection") ||
			slices.Contains(hidingFields, f.Name) {
			continue
		}
		maps.Insert(single, p.pathsThrough(p.schema.Query, f))
	}
	return single
}

// field writes a field with the arguments that it needs, and a page of ten.
func (p *probeBuilder) field(on *ast.Definition, f *ast.FieldDefinition) string {
	var arguments []string
	for _, a := range f.Arguments {
		value := probeArguments[on.Name+"."+f.Name]
		if value == "" || !a.Type.NonNull {
			value = probeArguments[a.Name]
		}
		switch {
		case a.Name == "first" && on.Name+"."+f.Name == "Query.indicators":
			arguments = append(arguments, "last: 10") // the generated ones, which have figures
		case a.Name == "first" && on.Name+"."+f.Name == "Query.units":
			arguments = append(
				arguments,
				`first: 10, where: {codeIn: ["mau-01", "mau-02", "mau-03", "mau-04", "mau-05", "mau-06", "mau-07", `+
					`"mau-08", "mau-09", "mau-10"]}`,
			)
		case a.Name == "first":
			arguments = append(arguments, "first: 10")
		case a.Name == "groupBy":
			arguments = append(arguments, "groupBy: "+allKeys(p.schema, a))
		case a.Type.NonNull:
			arguments = append(arguments, a.Name+": "+value)
		}
	}
	if len(arguments) == 0 {
		return f.Name
	}
	return f.Name + "(" + strings.Join(arguments, ", ") + ")"
}

// probe is an operation for one field.
type probe struct{ coordinate, query string }

// all returns the probes of the types to which there are paths, in a fixed order.
func (p *probeBuilder) all(paths map[string]string, resolved map[string]bool) (list []probe) {
	for _, name := range slices.Sorted(maps.Keys(paths)) {
		on := p.schema.Types[name]
		if strings.HasSuffix(name, "Edge") || name == "PageInfo" || strings.HasPrefix(name, "__") {
			continue
		}
		for _, f := range on.Fields {
			coordinate, target := name+"."+f.Name, p.schema.Types[f.Type.Name()]
			if strings.HasPrefix(f.Name, "__") || target.IsLeafType() && !resolved[coordinate] {
				continue
			}
			selections := ""
			switch {
			case strings.HasSuffix(target.Name, "Connection"):
				nodes := fmt.Sprintf(paths[name], p.field(on, f)+" { nodes { id } }")
				list = append(list, probe{coordinate + ", nodes", nodes})
				selections = " { totalCount pageInfo { hasNextPage } edges { node { id } } }"
			case !target.IsLeafType():
				selections = " { __typename }"
			}
			list = append(list, probe{coordinate, fmt.Sprintf(paths[name], p.field(on, f)+selections)})
		}
	}
	return list
}
