package main

import (
	"fmt"
	"slices"
	"strings"

	"entgo.io/ent/entc/gen"
	"github.com/vektah/gqlparser/v2/ast"
)

// markNonNull makes the types of values that always exist non-null: the edges of a page, the node of an edge,
// and lists, which may be empty. It adds nodes to connections.
func markNonNull(g *gen.Graph, s *ast.Schema) error {
	nonNullList := func(t *ast.Type) *ast.Type {
		return ast.NonNullListType(ast.NonNullNamedType(t.Name(), nil), nil)
	}
	for _, t := range g.Nodes {
		if c := s.Types[t.Name+"Connection"]; c != nil {
			edges := c.Fields.ForName("edges")
			edges.Type = nonNullList(edges.Type)
			node := s.Types[t.Name+"Edge"].Fields.ForName("node")
			node.Type = ast.NonNullNamedType(node.Type.Name(), nil)
			nodes := &ast.FieldDefinition{Name: "nodes", Type: nonNullList(node.Type)}
			c.Fields = slices.Insert(c.Fields, slices.Index(c.Fields, edges)+1, nodes)
		}
		if def := s.Types[t.Name]; def != nil {
			for _, f := range def.Fields {
				if f.Type.Elem != nil {
					f.Type = nonNullList(f.Type)
				}
			}
		}
	}
	return nil
}

// describeSchema sets the descriptions of the generated schema, and fails if one is missing.
func describeSchema(g *gen.Graph, s *ast.Schema) error {
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
	describeBuiltins(s)
	return checkDescriptions(s)
}

// describeBuiltins sets the descriptions of what entgql itself adds to the schema.
func describeBuiltins(s *ast.Schema) {
	for name, desc := range builtinDescriptions {
		if def := s.Types[name]; def != nil {
			def.Description = desc
		}
	}
	for name, desc := range builtinFieldDescriptions {
		typ, field, _ := strings.Cut(name, ".")
		if def := s.Types[typ]; def != nil {
			if f := def.Fields.ForName(field); f != nil {
				f.Description = desc
			}
		}
	}
	for name, url := range specifiedByURLs {
		if def := s.Types[name]; def != nil {
			value := &ast.Value{Kind: ast.StringValue, Raw: url}
			def.Directives = ast.DirectiveList{{
				Name:      "specifiedBy",
				Arguments: ast.ArgumentList{{Name: "url", Value: value}},
			}}
		}
	}
	if def := s.Types["OrderDirection"]; def != nil {
		def.EnumValues.ForName("ASC").Description = "Tăng dần: ascending."
		def.EnumValues.ForName("DESC").Description = "Giảm dần: descending."
	}
	if query := s.Types["Query"]; query != nil {
		for _, f := range query.Fields {
			describeArguments(f)
		}
	}
}

// builtinDescriptions are the descriptions of the types that entgql adds, by name.
var builtinDescriptions = map[string]string{
	"Cursor": "Opaque position in a list, taken from `pageInfo` or an edge; valid for the same field and " +
		"order only " +
		"(con trỏ trang).",
	"Node":           "An object with an id (đối tượng).",
	"OrderDirection": "Direction of an order (chiều sắp xếp).",
	"Query":          "Queries (truy vấn): single objects by natural key, and lists as connections.",
	"Time":           "A time in UTC in RFC 3339 format, with microsecond precision (thời điểm).",
	"PageInfo":       "Position of a page in its list (thông tin trang).",
}

// specifiedByURLs are the addresses of the specifications of scalars, by name.
var specifiedByURLs = map[string]string{
	"Cursor": "/docs/scalars#Cursor",
	"Time":   "https://www.rfc-editor.org/rfc/rfc3339",
}

// builtinFieldDescriptions are the descriptions of the fields that entgql adds, by "Type.field".
var builtinFieldDescriptions = map[string]string{
	"Query.node": "Returns the object with this id. Fails with NOT_FOUND if none is visible to the viewer " +
		"(đối tượng theo mã).",
	"Query.nodes": "Returns the objects with these ids, in order; null with NOT_FOUND for each missing one " +
		"(các đối tượng theo mã).",
	"Node.id":                  "Opaque global identifier (mã định danh).",
	"PageInfo.hasNextPage":     "Whether there is a next page (còn trang sau).",
	"PageInfo.hasPreviousPage": "Whether there is a previous page (còn trang trước).",
	"PageInfo.startCursor":     "Cursor of the first edge (con trỏ đầu).",
	"PageInfo.endCursor":       "Cursor of the last edge (con trỏ cuối).",
}

// argumentDescriptions are the descriptions of the arguments of lists and lookups, by name.
var argumentDescriptions = map[string]string{
	"id":    "Opaque global identifier (mã định danh).",
	"ids":   "Opaque global identifiers, at most 100 (các mã định danh).",
	"after": "Returns only rows after this cursor (sau con trỏ).",
	"first": "Number of rows from the start, at most 100; 20 if neither `first` nor `last` is given " +
		"(số dòng đầu).",
	"before":  "Returns only rows before this cursor (trước con trỏ).",
	"last":    "Number of rows from the end, at most 100 (số dòng cuối).",
	"orderBy": "Sort criteria by precedence; ties are broken by id (sắp xếp).",
	"where":   "Filter (bộ lọc).",
}

// describeArguments sets the descriptions of the arguments of a field.
func describeArguments(f *ast.FieldDefinition) {
	for _, a := range f.Arguments {
		a.Description = argumentDescriptions[a.Name]
	}
}

// describeType sets the descriptions of a type and of its edges, which its declaration gives.
func describeType(t *gen.Type, def *ast.Definition) {
	def.Description, _ = t.Annotations["Description"].(string)
	for _, e := range t.Edges {
		if f := def.Fields.ForName(lowerCamel(e.Name)); f != nil {
			f.Description = e.Comment()
			describeArguments(f)
		}
	}
}

// describeEnum sets the descriptions of an enum and of its values, which the declaration of the field gives.
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

// describePages sets the descriptions of the Relay types of a type: connection, edge and order.
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
			v.Description = orderValueDescriptions[v.Name]
		}
	}
	page := "A page of " + plural(name) + " (trang kết quả)." + defaultOrderSentence(s.Types[name+"OrderField"])
	set(name+"Connection", page, map[string]string{
		"edges":      "Rows of the page with their cursors (các dòng kèm con trỏ).",
		"nodes":      "Rows of the page, in the same order as `edges` (các dòng).",
		"pageInfo":   "Position of the page (thông tin trang).",
		"totalCount": "Total number of rows; counted only if selected (tổng số).",
	})
	set(name+"Edge", "One "+name+" on a page (một dòng).", map[string]string{
		"node":   "The " + name + " (đối tượng).",
		"cursor": "Position in the list (con trỏ).",
	})
	set(name+"Order", "An order of "+plural(name)+" (sắp xếp).", map[string]string{
		"direction": "Direction; ascending if omitted (chiều).",
		"field":     "Sort field (tiêu chí sắp xếp).",
	})
	set(name+"OrderField", "Sort fields of "+plural(name)+" (tiêu chí sắp xếp).", nil)
}

// defaultOrderSentence returns the sentence that describes the order of a list if the client gives none. It
// is empty for a type without a default order.
func defaultOrderSentence(fields *ast.Definition) string {
	if fields == nil {
		return ""
	}
	var criteria []string
	for _, name := range defaultOrderFields(func(f string) bool { return fields.EnumValues.ForName(f) != nil }) {
		if descendingByDefault[name] {
			name += " descending"
		}
		criteria = append(criteria, name)
	}
	if len(criteria) == 0 {
		return ""
	}
	return " Default order: " + strings.Join(criteria, ", then ") + "."
}

// orderValueDescriptions are the descriptions of the sort fields of all types, by name.
var orderValueDescriptions = map[string]string{
	"NAME":         "By name, in Vietnamese collation order (theo tên).",
	"NUMBER":       "By number (theo số).",
	"ORDINAL":      "By position in the list of its parent (theo thứ tự).",
	"SCHOOL_YEAR":  "By school year (theo năm học).",
	"HELD_ON":      "By day of the conference (theo ngày họp).",
	"MADE_AT":      "By time of creation (theo thời điểm đưa ra).",
	"REQUESTED_AT": "By time of the request (theo thời điểm đăng ký).",
	"VALUE":        "By value; rows without one come first in ascending order (theo giá trị).",
	"NATIONAL_RANK": "By national rank, or its bound if only that is stated; rows with neither come last in " +
		"ascending order (theo hạng toàn quốc).",
}

// checkDescriptions returns an error that lists the elements without a description.
func checkDescriptions(s *ast.Schema) error {
	var missing []string
	check := func(path, desc string) {
		if strings.TrimSpace(desc) == "" {
			missing = append(missing, path)
		}
	}
	for _, def := range s.Types {
		check(def.Name, def.Description)
		for _, f := range def.Fields {
			check(def.Name+"."+f.Name, f.Description)
			for _, a := range f.Arguments {
				check(def.Name+"."+f.Name+"("+a.Name+":)", a.Description)
			}
		}
		for _, v := range def.EnumValues {
			check(def.Name+"."+v.Name, v.Description)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("no description of %s", strings.Join(missing, ", "))
	}
	return nil
}
