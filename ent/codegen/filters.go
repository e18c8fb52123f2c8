package main

import (
	"strings"

	"entgo.io/ent/entc/gen"
	"github.com/vektah/gqlparser/v2/ast"
)

// filterOperators returns the comparisons that a filterable field offers, by its type. Other operators of ent
// are left out: these express the same, and each one adds a line to the schema.
func filterOperators(f *gen.Field) []gen.Op {
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

// operatorPhrases continue the description of a filter.
var operatorPhrases = map[gen.Op]string{
	gen.EQ: "equals this value (bằng)", gen.NEQ: "differs from this value (khác)",
	gen.In: "is one of these values (thuộc)", gen.NotIn: "is none of these values (không thuộc)",
	gen.GT: "is greater than this value (lớn hơn)", gen.GTE: "is greater than or equal to this value (từ)",
	gen.LT: "is less than this value (nhỏ hơn)", gen.LTE: "is less than or equal to this value (đến)",
	gen.IsNil: "is null (không có)", gen.NotNil: "is not null (có)",
}

// limitFilters removes the fields and edges that are not annotated as filterable from every where-input.
func limitFilters(g *gen.Graph, s *ast.Schema) error {
	for _, t := range g.Nodes {
		def := s.Types[t.Name+"WhereInput"]
		if def == nil {
			continue
		}
		def.Description = "Filter of " + plural(t.Name) + " (bộ lọc). All given conditions must hold."
		allowed := map[string]string{
			"not": "The filter must not match (không).",
			"and": "All filters must match (và).",
			"or":  "At least one filter must match (hoặc).",
		}
		for _, f := range append([]*gen.Field{t.ID}, t.Fields...) {
			if !isFilterable(f.Annotations) {
				continue
			}
			for _, op := range filterOperators(f) {
				allowed[filterFieldName(f.Name, op)] = "`" + lowerCamel(f.Name) + "` " +
					operatorPhrases[op] + "."
			}
		}
		for _, e := range t.Edges {
			if isFilterable(e.Annotations) {
				name := "has" + upperCamel(e.Name)
				allowed[name] = "Whether `" + lowerCamel(e.Name) + "` exists (có hay không)."
				allowed[name+"With"] = "`" + lowerCamel(e.Name) +
					"` matches at least one of these filters (thoả điều kiện)."
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

func isFilterable(a gen.Annotations) bool {
	mark, _ := a["Filter"].(map[string]any)
	return mark["Allowed"] == true
}

func filterFieldName(field string, op gen.Op) string {
	if op == gen.EQ {
		return lowerCamel(field)
	}
	return gen.Funcs["camel"].(func(string) string)(field + "_" + op.Name())
}

func lowerCamel(s string) string { return gen.Funcs["camel"].(func(string) string)(s) }

func upperCamel(s string) string { s = lowerCamel(s); return strings.ToUpper(s[:1]) + s[1:] }

func plural(s string) string { return gen.Funcs["plural"].(func(string) string)(s) }
