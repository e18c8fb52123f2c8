package main

import (
	"strings"

	"entgo.io/ent/entc/gen"
	"github.com/vektah/gqlparser/v2/ast"
)

// operators are the comparisons that a filterable field of each sort offers. The rest of what ent could do is left out:
// it says nothing that these do not, and each costs every reader of the schema a line.
func operators(f *gen.Field) []gen.Op {
	var ops []gen.Op
	switch {
	case f.IsBool():
		ops = []gen.Op{gen.EQ}
	case f.IsEnum():
		ops = []gen.Op{gen.EQ, gen.NEQ, gen.In, gen.NotIn}
	case f.Name == "id", f.IsString():
		ops = []gen.Op{gen.EQ, gen.In, gen.NotIn}
	default:
		ops = []gen.Op{gen.EQ, gen.In, gen.GT, gen.GTE, gen.LT, gen.LTE}
	}
	if f.Optional {
		ops = append(ops, gen.IsNil, gen.NotNil)
	}
	return ops
}

// said is how the description of a filter goes on.
var said = map[gen.Op]string{
	gen.EQ: "is this (bằng)", gen.NEQ: "is not this (khác)", gen.In: "is one of these (thuộc)", gen.NotIn: "is none of these (không thuộc)",
	gen.GT: "is greater (lớn hơn)", gen.GTE: "is greater or equal (từ)", gen.LT: "is less (nhỏ hơn)", gen.LTE: "is less or equal (đến)",
	gen.IsNil: "is null (không có)", gen.NotNil: "is not null (có)",
}

// allowFilters cuts every where-input down to the fields and edges that their form marks filterable.
func allowFilters(g *gen.Graph, s *ast.Schema) error {
	for _, t := range g.Nodes {
		def := s.Types[t.Name+"WhereInput"]
		if def == nil {
			continue
		}
		def.Description = "Filter of " + plural(t.Name) + " (bộ lọc). What is given must all hold."
		allowed := map[string]string{
			"not": "The filter does not hold (không).",
			"and": "All of the filters hold (và).",
			"or":  "At least one of the filters holds (hoặc).",
		}
		for _, f := range append([]*gen.Field{t.ID}, t.Fields...) {
			if !filterable(f.Annotations) {
				continue
			}
			for _, op := range operators(f) {
				allowed[camel(f.Name, op)] = "`" + lowerCamel(f.Name) + "` " + said[op] + "."
			}
		}
		for _, e := range t.Edges {
			if filterable(e.Annotations) {
				name := "has" + upperCamel(e.Name)
				allowed[name] = "Whether there is a `" + lowerCamel(e.Name) + "` (có hay không)."
				allowed[name+"With"] = "`" + lowerCamel(e.Name) + "` passes one of these filters (thoả điều kiện)."
			}
		}
		var kept ast.FieldList
		for _, f := range def.Fields {
			if desc, ok := allowed[f.Name]; ok {
				f.Description = desc
				kept = append(kept, f)
			}
		}
		def.Fields = kept
	}
	return nil
}

func filterable(a gen.Annotations) bool {
	mark, _ := a["Filter"].(map[string]any)
	return mark["Allowed"] == true
}

func camel(field string, op gen.Op) string {
	if op == gen.EQ {
		return lowerCamel(field)
	}
	return gen.Funcs["camel"].(func(string) string)(field + "_" + op.Name())
}

func lowerCamel(s string) string { return gen.Funcs["camel"].(func(string) string)(s) }

func upperCamel(s string) string { s = lowerCamel(s); return strings.ToUpper(s[:1]) + s[1:] }

func plural(s string) string { return gen.Funcs["plural"].(func(string) string)(s) }
