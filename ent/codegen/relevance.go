package main

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

// searchableTypes have a search key, and a text filter in their where-input (graph/schema). Their lists are
// ordered by relevance if that filter is given and no order is.
var searchableTypes = []string{"Unit", "Person", "Indicator", "Proposal"}

// relevanceTemplate is the additional code of a searchable type; Type and package stand for its name.
const relevanceTemplate = `
// WithTypeWhere filters by a where-input. Matches of its text filter are ordered by relevance if no order is
// given.
func WithTypeWhere(where *TypeWhereInput) TypePaginateOption {
	return func(p *packagePager) error {
		if where != nil {
			p.relevance = where.Relevance
		}
		return WithTypeFilter(where.Filter)(p)
	}
}

// packageRelevance orders rows by the relevance of their search key for a folded text.
func packageRelevance(text string) *TypeOrderField {
	return &TypeOrderField{
		Value:  func(_m *Type) (ent.Value, error) { return vi.Relevance(_m.SearchKey, text), nil },
		column: package.FieldSearchKey,
		toTerm: func(opts ...sql.OrderTermOption) package.OrderOption { return ByRelevance(package.FieldSearchKey, text, opts...) },
		toCursor: func(_m *Type) Cursor {
			return Cursor{ID: _m.ID, Value: vi.Relevance(_m.SearchKey, text)}
		},
	}
}
`

// relevanceReplacements returns the replacements for a searchable type by generated file.
func relevanceReplacements(name string) map[string][]replacement {
	pkg := strings.ToLower(name)
	return map[string][]replacement{
		"gql_pagination.go": {
			replaceRegexp(`(type `+pkg+`Pager struct \{\n)`,
				"${1}\trelevance string // folded text of the filter, which orders rows unless an order is given\n"),
			replaceRegexp(`(func new`+name+
				`Pager\((?s:.*?)\tif len\(pager\.order\) == 0 \{\n\t\tpager\.order = .*\n)(\t\}\n)`,
				"${1}\t\tif pager.relevance != \"\" {\n\t\t\tbest := &"+name+
					"Order{Direction: entgql.OrderDirectionAsc, Field: "+pkg+"Relevance(pager.relevance)}\n"+
					"\t\t\tname := &"+name+"Order{Direction: entgql.OrderDirectionAsc, Field: "+name+
					"OrderFieldSortKey}\n\t\t\tpager.order = []*"+name+"Order{best, name}\n\t\t}\n$2"),
			replaceRegexp(`(func \(p \*`+pkg+
				`Pager\) applyCursors(?s:.*?)cursorsPredicate\(p\.reverse, )"",`, "${1}p.relevance,"),
			replaceRegexp(`(func \(p \*`+pkg+
				`Pager\) orderExpr(?s:.*?))b\.Ident\(o\.Field\.column\)\.Pad\(\)`,
				"${1}orderColumn(b, o.Field.column, o.Field.column, p.relevance).Pad()"),
		},
		"gql_collection.go": {replaceRegexp(`With`+name+`Filter\(v\.Filter\)`, "With"+name+"Where(v)")},
		"gql_where_input.go": {
			replaceRegexp("(type "+name+"WhereInput struct \\{\n\tPredicates .*\n)",
				"${1}\t// Relevance is the folded text of the text filter.\n\tRelevance string `json:\"-\"`\n"),
			replaceRegexp(`(func \(i \*`+name+`WhereInput\) AddPredicates)`,
				"// OrderByRelevance has rows ordered by how well they fit a folded text, unless an order is given.\nfunc (i *"+name+"WhereInput) OrderByRelevance(text string) { i.Relevance = text }\n\n$1"),
		},
	}
}

// applyRelevance makes the replacements of all searchable types in a generated file.
func applyRelevance(file string, src []byte) ([]byte, error) {
	for _, name := range searchableTypes {
		for _, c := range relevanceReplacements(name)[file] {
			if !c.find.Match(src) {
				return nil, fmt.Errorf("%s: entgql no longer writes %s", file, c.find)
			}
			src = c.find.ReplaceAll(src, []byte(c.replace))
		}
		switch file {
		case "gql_pagination.go":
			src = append(src, strings.NewReplacer("Type", name, "package", strings.ToLower(name)).
				Replace(relevanceTemplate)...)
		case "gql_edge.go":
			src = bytes.ReplaceAll(src, []byte("With"+name+"Filter(where.Filter)"),
				[]byte("With"+name+"Where(where)"))
		}
	}
	return src, nil
}

// pagerType matches the type of each pager.
var pagerType = regexp.MustCompile(`type (\w+)Pager struct \{`)

// addTieDirection adds to each pager the direction in which the id breaks ties.
func addTieDirection(src []byte) []byte {
	for _, m := range pagerType.FindAllSubmatch(src, -1) {
		src = fmt.Appendf(src, `
// tieDirection returns the direction in which equal rows are ordered by id: that of the last order.
func (p *%sPager) tieDirection() OrderDirection {
	direction := entgql.OrderDirectionAsc
	if n := len(p.order); n > 0 && p.order[n-1].Direction != "" {
		direction = p.order[n-1].Direction
	}
	if p.reverse {
		direction = direction.Reverse()
	}
	return direction
}
`, m[1])
	}
	return src
}
