package main

import (
	"fmt"
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

// operatorPhrases describe the operators of filters. In the description of a filter, they follow the name of
// its field.
var operatorPhrases = map[gen.Op]string{
	gen.EQ:     "equals this value (bằng)",
	gen.NEQ:    "differs from this value (khác)",
	gen.In:     "is one of these values (thuộc)",
	gen.NotIn:  "is none of these values (không thuộc)",
	gen.GT:     "is greater than this value (lớn hơn)",
	gen.GTE:    "is greater than or equal to this value (từ)",
	gen.LT:     "is less than this value (nhỏ hơn)",
	gen.LTE:    "is less than or equal to this value (đến)",
	gen.IsNil:  "is null (không có)",
	gen.NotNil: "is not null (có)",
}

// limitFilters removes the fields and edges that are not annotated as filterable from every where-input.
func limitFilters(g *gen.Graph, s *ast.Schema) error {
	for _, t := range g.Nodes {
		def := s.Types[t.Name+"WhereInput"]
		if def == nil {
			continue
		}
		def.Description = "Filter of " + plural(t.Name) + " (bộ lọc). All given conditions must hold."
		allowed := allowedFilters(t)
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

// allowedFilters returns the descriptions of the filters that a where-input keeps, by name.
func allowedFilters(t *gen.Type) map[string]string {
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
			allowed[filterName(f.Name, op)] = fmt.Sprintf("`%s` %s.", lowerCamel(f.Name), operatorPhrases[op])
		}
	}
	for _, e := range t.Edges {
		if !isFilterable(e.Annotations) {
			continue
		}
		filter, edge := "has"+upperCamel(e.Name), lowerCamel(e.Name)
		allowed[filter] = fmt.Sprintf("Whether `%s` exists (có hay không).", edge)
		allowed[filter+"With"] = fmt.Sprintf(
			"`%s` matches at least one of these filters (thoả điều kiện).", edge)
	}
	return allowed
}

// isFilterable reports whether the annotations of a field or an edge allow filters by it.
func isFilterable(a gen.Annotations) bool {
	filter, _ := a["Filter"].(map[string]any)
	return filter["Allowed"] == true
}

// filterName returns the name that entgql gives to the filter of a field by an operator.
func filterName(field string, op gen.Op) string {
	if op == gen.EQ {
		return lowerCamel(field)
	}
	return gen.Funcs["camel"].(func(string) string)(field + "_" + op.Name())
}

func lowerCamel(s string) string { return gen.Funcs["camel"].(func(string) string)(s) }

func upperCamel(s string) string { s = lowerCamel(s); return strings.ToUpper(s[:1]) + s[1:] }

func plural(s string) string { return gen.Funcs["plural"].(func(string) string)(s) }
