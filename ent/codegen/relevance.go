package main

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

// searchableTypes have a search key, and a text filter in their where-input (graph/schema). Their lists are
// ordered by relevance if that filter is given and no order is.
var searchable = []string{"Unit", "Person", "Indicator", "Proposal"}

// relevanceTemplate is the additional code of a searchable type; Type and package stand for its name.
const relevanceText = `
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
func relevance(name string) map[string][]change {
	pkg := strings.ToLower(name)
	return map[string][]change{
		"gql_pagination.go": {
			re(`(type `+pkg+`Pager struct \{\n)`, "${1}\trelevance string // folded text of the filter, which orders rows unless an order is given\n"),
			re(`(func new`+name+`Pager\((?s:.*?)\tif len\(pager\.order\) == 0 \{\n\t\tpager\.order = .*\n)(\t\}\n)`,
				"${1}\t\tif pager.relevance != \"\" {\n\t\t\tbest := &"+name+"Order{Direction: entgql.OrderDirectionAsc, Field: "+pkg+"Relevance(pager.relevance)}\n"+
					"\t\t\tname := &"+name+"Order{Direction: entgql.OrderDirectionAsc, Field: "+name+"OrderFieldSortKey}\n\t\t\tpager.order = []*"+name+"Order{best, name}\n\t\t}\n$2"),
			re(`(func \(p \*`+pkg+`Pager\) applyCursors(?s:.*?)cursorsPredicate\(p\.reverse, )"",`, "${1}p.relevance,"),
			re(`(func \(p \*`+pkg+`Pager\) orderExpr(?s:.*?))b\.Ident\(o\.Field\.column\)\.Pad\(\)`, "${1}orderColumn(b, o.Field.column, o.Field.column, p.relevance).Pad()"),
		},
		"gql_collection.go": {re(`With`+name+`Filter\(v\.Filter\)`, "With"+name+"Where(v)")},
		"gql_where_input.go": {
			re("(type "+name+"WhereInput struct \\{\n\tPredicates .*\n)", "${1}\t// Relevance is the folded text of the text filter.\n\tRelevance string `json:\"-\"`\n"),
			re(`(func \(i \*`+name+`WhereInput\) AddPredicates)`,
				"// OrderByRelevance has rows ordered by how well they fit a folded text, unless an order is given.\nfunc (i *"+name+"WhereInput) OrderByRelevance(text string) { i.Relevance = text }\n\n$1"),
		},
	}
}

// applyRelevance makes the replacements of all searchable types in a generated file.
func byRelevance(file string, src []byte) ([]byte, error) {
	for _, name := range searchable {
		for _, c := range relevance(name)[file] {
			if !c.find.Match(src) {
				return nil, fmt.Errorf("%s: entgql no longer writes %s", file, c.find)
			}
			src = c.find.ReplaceAll(src, []byte(c.replace))
		}
		switch file {
		case "gql_pagination.go":
			src = append(src, strings.NewReplacer("Type", name, "package", strings.ToLower(name)).Replace(relevanceText)...)
		case "gql_edge.go":
			src = bytes.ReplaceAll(src, []byte("With"+name+"Filter(where.Filter)"), []byte("With"+name+"Where(where)"))
		}
	}
	return src, nil
}

// pagerType matches the type of each pager.
var pagers = regexp.MustCompile(`type (\w+)Pager struct \{`)

// addTieDirection adds to each pager the direction in which the id breaks ties.
func breakTies(src []byte) []byte {
	for _, m := range pagers.FindAllSubmatch(src, -1) {
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
