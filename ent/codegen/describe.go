package main

import (
	"fmt"
	"strings"

	"entgo.io/ent/entc/gen"
	"github.com/vektah/gqlparser/v2/ast"
)

// fill makes what is always there non-null: a page has its edges, an edge its node, and a list that is empty is no null.
func fill(g *gen.Graph, s *ast.Schema) error {
	whole := func(t *ast.Type) *ast.Type { return ast.NonNullListType(ast.NonNullNamedType(t.Name(), nil), nil) }
	for _, t := range g.Nodes {
		if c := s.Types[t.Name+"Connection"]; c != nil {
			edges := c.Fields.ForName("edges")
			edges.Type = whole(edges.Type)
			node := s.Types[t.Name+"Edge"].Fields.ForName("node")
			node.Type = ast.NonNullNamedType(node.Type.Name(), nil)
		}
		if def := s.Types[t.Name]; def != nil {
			for _, f := range def.Fields {
				if f.Type.Elem != nil {
					f.Type = whole(f.Type)
				}
			}
		}
	}
	return nil
}

// describe gives every word of the generated schema its description, and refuses to go on where there is none.
func describe(g *gen.Graph, s *ast.Schema) error {
	for _, t := range g.Nodes {
		if def := s.Types[t.Name]; def != nil {
			describeType(t, def)
		}
		for _, f := range t.Fields {
			if f.IsEnum() {
				describeEnum(s, t, f)
			}
		}
		describePages(s, t.Name)
	}
	for name, desc := range builtins {
		if def := s.Types[name]; def != nil {
			def.Description = desc
		}
	}
	for name, desc := range builtinFields {
		typ, field, _ := strings.Cut(name, ".")
		if def := s.Types[typ]; def != nil {
			if f := def.Fields.ForName(field); f != nil {
				f.Description = desc
			}
		}
	}
	for name, url := range specified {
		if def := s.Types[name]; def != nil {
			def.Directives = ast.DirectiveList{{Name: "specifiedBy", Arguments: ast.ArgumentList{{
				Name: "url", Value: &ast.Value{Kind: ast.StringValue, Raw: url},
			}}}}
		}
	}
	if def := s.Types["OrderDirection"]; def != nil {
		def.EnumValues.ForName("ASC").Description = "Tăng dần: ascending."
		def.EnumValues.ForName("DESC").Description = "Giảm dần: descending."
	}
	if query := s.Types["Query"]; query != nil {
		for _, f := range query.Fields {
			for _, a := range f.Arguments {
				a.Description = pageArguments[a.Name]
			}
		}
	}
	return complete(s)
}

var builtins = map[string]string{
	"Cursor":         "Opaque place in a list; take it from `pageInfo` or an edge, and use it with the same order (con trỏ trang).",
	"Node":           "Anything with an id (đối tượng).",
	"OrderDirection": "Direction of an order (chiều sắp xếp).",
	"Query":          "What can be asked (truy vấn). By natural key for one thing, by connection for many.",
	"Time":           "A moment in UTC, as RFC 3339 writes it, to the microsecond (thời điểm).",
	"PageInfo":       "Where a page stands in its list (thông tin trang).",
}

// specified says where the form of a scalar is written down.
var specified = map[string]string{"Time": "https://www.rfc-editor.org/rfc/rfc3339", "Cursor": "/docs/scalars#Cursor"}

var builtinFields = map[string]string{
	"Query.node":               "The thing with this id; NOT_FOUND where there is none that the viewer may see (đối tượng theo mã).",
	"Query.nodes":              "The things with these ids, in their order; null and NOT_FOUND for each that there is not (các đối tượng theo mã).",
	"Node.id":                  "Opaque global identifier (mã định danh).",
	"PageInfo.hasNextPage":     "Whether more follow (còn trang sau).",
	"PageInfo.hasPreviousPage": "Whether some come before (còn trang trước).",
	"PageInfo.startCursor":     "Cursor of the first edge (con trỏ đầu).",
	"PageInfo.endCursor":       "Cursor of the last edge (con trỏ cuối).",
}

var pageArguments = map[string]string{
	"id":      "Opaque global identifier (mã định danh).",
	"ids":     "Opaque global identifiers, 100 at the most (các mã định danh).",
	"after":   "Only what comes after this cursor (sau con trỏ).",
	"first":   "How many from the start: 20 if neither `first` nor `last` is given, 100 at the most (số dòng đầu).",
	"before":  "Only what comes before this cursor (trước con trỏ).",
	"last":    "How many from the end, 100 at the most (số dòng cuối).",
	"orderBy": "Orders, the first one first; the id breaks ties (sắp xếp).",
	"where":   "Filter (bộ lọc).",
}

func describeType(t *gen.Type, def *ast.Definition) {
	def.Description, _ = t.Annotations["Description"].(string)
	for _, e := range t.Edges {
		if f := def.Fields.ForName(lowerCamel(e.Name)); f != nil {
			f.Description = e.Comment()
			for _, a := range f.Arguments {
				a.Description = pageArguments[a.Name]
			}
		}
	}
}

func describeEnum(s *ast.Schema, t *gen.Type, f *gen.Field) {
	def := s.Types[t.Name+upperCamel(f.Name)]
	if def == nil {
		return
	}
	def.Description = f.Comment()
	list, _ := f.Annotations["Terms"].([]any)
	for _, item := range list {
		term, _ := item.(map[string]any)
		if v := def.EnumValues.ForName(fmt.Sprint(term["Value"])); v != nil {
			v.Description = fmt.Sprint(term["Desc"])
		}
	}
}

// describePages describes what Relay adds to a type: connection, edge, order.
func describePages(s *ast.Schema, name string) {
	set := func(typ, desc string, fields map[string]string) {
		def := s.Types[typ]
		if def == nil {
			return
		}
		def.Description = desc
		for _, f := range def.Fields {
			f.Description = fields[f.Name]
		}
		for _, v := range def.EnumValues {
			v.Description = orderValues[v.Name]
		}
	}
	set(name+"Connection", "A page of "+plural(name)+" (trang kết quả)."+defaultOrder(s.Types[name+"OrderField"]), map[string]string{
		"edges": "What is on the page (các dòng).", "pageInfo": "Where the page stands (thông tin trang).",
		"totalCount": "How many there are in all; counted only when asked for (tổng số).",
	})
	set(name+"Edge", "One "+name+" on a page (một dòng).", map[string]string{
		"node": "The " + name + " (đối tượng).", "cursor": "Its place in the list (con trỏ).",
	})
	set(name+"Order", "An order of "+plural(name)+" (sắp xếp).", map[string]string{
		"direction": "Direction; ascending if not given (chiều).", "field": "By what (tiêu chí sắp xếp).",
	})
	set(name+"OrderField", "By what "+plural(name)+" can be ordered (tiêu chí sắp xếp).", nil)
}

// defaultOrder says in which order a list comes when nobody orders it.
func defaultOrder(fields *ast.Definition) string {
	if fields == nil {
		return ""
	}
	var said []string
	for _, name := range byDefault(func(f string) bool { return fields.EnumValues.ForName(f) != nil }) {
		if newestFirst[name] {
			name += " descending"
		}
		said = append(said, name)
	}
	if len(said) == 0 {
		return ""
	}
	return " Without orderBy, by " + strings.Join(said, ", then ") + "."
}

var orderValues = map[string]string{
	"NAME":          "By name, as Vietnamese sorts names (theo tên).",
	"NUMBER":        "By number (theo số).",
	"ORDINAL":       "By place in the list of its parent (theo thứ tự).",
	"SCHOOL_YEAR":   "By school year (theo năm học).",
	"HELD_ON":       "By the day on which it was held (theo ngày họp).",
	"MADE_AT":       "By the moment at which it was made (theo thời điểm đưa ra).",
	"REQUESTED_AT":  "By the moment at which it was requested (theo thời điểm đăng ký).",
	"VALUE":         "By value; what has none comes first ascending (theo giá trị).",
	"NATIONAL_RANK": "By national rank; what has none comes last ascending (theo hạng toàn quốc).",
}

// complete refuses a schema with a word that nothing is said of.
func complete(s *ast.Schema) error {
	var missing []string
	for _, def := range s.Types {
		note := func(path, desc string) {
			if strings.TrimSpace(desc) == "" {
				missing = append(missing, path)
			}
		}
		note(def.Name, def.Description)
		for _, f := range def.Fields {
			note(def.Name+"."+f.Name, f.Description)
			for _, a := range f.Arguments {
				note(def.Name+"."+f.Name+"("+a.Name+":)", a.Description)
			}
		}
		for _, v := range def.EnumValues {
			note(def.Name+"."+v.Name, v.Description)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("nothing is said of %s", strings.Join(missing, ", "))
	}
	return nil
}
