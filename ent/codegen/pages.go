package main

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/tools/imports"
)

// pageSource is the hand-written part of paging. It is copied into package ent, whose pagers it bounds.
//
//go:embed page.go.txt
var pageText []byte

// replacement is a replacement in a generated file. Generation fails if it matches nothing, so that a change
// of entgql's output is noticed.
type change struct {
	find    *regexp.Regexp
	replace string
}

func re(find, replace string) change { return change{regexp.MustCompile(find), replace} }

// replacements correct what entgql lacks: pages have no default size and no limit, a count runs if only
// pageInfo is selected, a cursor of another order reaches the database, and errors have no code.
var changes = map[string][]change{
	"gql_pagination.go": {
		re(`(?s)const errInvalidPagination = .*?\nconst \(\s+edgesField`, "const (\n\tedgesField"),
		re(`\|\| \(first != nil && \*first == 0\) \|\| \(last != nil && \*last == 0\) `, ""),
		re(`\n\s+conn\.PageInfo\.Has(Next|Previous)Page = (first|last) != nil && conn\.TotalCount > 0`, ""),
		re(`if err := validateFirstLast\(first, last\); err != nil \{`, "first, last, err := pageSize(first, last)\n\tif err != nil {"),
		// The row past the page tells whether there are more, and brings all that is below it: it is read for
		// who asks.
		re(`(?s)func paginateLimit\(first, last \*int\) int \{.*?\n\}\n`, ""),
		re(`paginateLimit\(first, last\)`, "paginateLimit(first, last, hasCollectedField(ctx, pageInfoField))"),
		re(`hasCollectedField\(ctx, totalCountField\) \|\| hasCollectedField\(ctx, pageInfoField\)`, "hasCollectedField(ctx, totalCountField)"),
		re(`ignoredEdges := !hasCollectedField\(ctx, edgesField\)`, "ignoredEdges := !hasCollectedField(ctx, edgesField) && !hasCollectedField(ctx, pageInfoField)"),
		re(`(applyCursors\(query \*(\w+)Query, after, before \*Cursor\) \(\*\w+, error\) \{)`, "$1\n\tif err := fits(p.toCursor(&$2{}), after, before); err != nil {\n\t\treturn nil, err\n\t}"),
		re(`entgql\.MultiCursorsPredicate\(after, before, `, `cursorsPredicate(p.reverse, "", after, before, `),
		// Ties are broken in the direction of the last order, so that one index serves both directions.
		re(`idDirection := entgql\.OrderDirectionAsc\s+if p\.reverse \{\s+idDirection = entgql\.OrderDirectionDesc\s+\}`, "idDirection := p.tieDirection()"),
		re(`direction := entgql\.OrderDirectionAsc\s+if p\.reverse \{\s+direction = direction\.Reverse\(\)\s+\}`, "direction := p.tieDirection()"),
		re(`for i, o := range pager\.order \{\s+if i > 0 && o\.Field == pager\.order\[i-1\]\.Field \{`,
			"seen := map[string]bool{}\n\tfor _, o := range pager.order {\n\t\tif twice := seen[o.Field.column]; !twice {\n\t\t\tseen[o.Field.column] = true\n\t\t} else {"),
		re(`return nil, fmt\.Errorf\("duplicate order direction %q", o\.Direction\)`, "return nil, &PageError{Argument: orderByField, Reason: ReasonTwice}"),
	},
	"gql_collection.go": {
		re(`paginateLimit\(args\.first, args\.last\)`, "paginateLimit(args.first, args.last, hasField(ctx, field, pageInfoField))"),
		re(`\|\| \(args\.first != nil && \*args\.first == 0\) \|\| \(args\.last != nil && \*args\.last == 0\) `, ""),
		// Loaded rows are stored by their path in the operation: below two aliases of one edge, an alias is
		// ambiguous.
		re(`alias = field\.Alias\s+path\s+= append\(path, alias\)`, "path = append(path, field.Alias)\n\talias = placed(ctx, path...)"),
		// A second alias of a to-one edge adds to the columns that the first one loads.
		re(`\s+alias = placed\(ctx, path\.\.\.\)(\s+query = \(&\w+Client\{config: \w+\.config\}\)\.Query\(\)\s+\)\s+)(if err := query\.collectField\([^{]*\{\s+return err\s+\}\s+)(\w+\.with\w+) = query`,
			"${1}if $3 != nil {\n\t\tquery = $3\n\t}\n\t${2}if $3 != nil {\n\t\tquery.ctx.Fields = nil\n\t}\n\t$3 = query"),
		re(`if err := validateFirstLast\(args\.first, args\.last\); err != nil \{\s+return fmt\.Errorf\("validate first and last in path %q: %w", path, err\)`,
			"var err error\n\tif args.first, args.last, err = pageSize(args.first, args.last); err != nil {\n\treturn err"),
		re(`return fmt\.Errorf\("create new pager in path %q: %w", path, err\)`, "return err"),
		re(`ignoredEdges := !hasCollectedField\(ctx, append\(path, edgesField\)\.\.\.\)`, "ignoredEdges := !hasField(ctx, field, edgesField) && !hasField(ctx, field, pageInfoField)"),
		re(`hasCollectedField\(ctx, append\(path, totalCountField\)\.\.\.\) \|\| hasCollectedField\(ctx, append\(path, pageInfoField\)\.\.\.\)`, "hasField(ctx, field, totalCountField)"),
		re(`entgql\.LimitPerRow\(`, "limitPerRow("),
		// The arguments of an edge are those of its own field. A lookup by the path from the root may find
		// another field of the same name, of a row of another type.
		re(`if field := collectedField\(ctx, path\.\.\.\); field != nil \{`, "if field := fieldBelow(ctx, field, edgesField, nodeField); field != nil {"),
		re(`(fieldArgs\(ctx, (?:new\(\w+\)|nil)), path\.\.\.\)`, "$1, field)"),
		re(`path \.\.\.string\) map\[string\]any \{\s+field := collectedField\(ctx, path\.\.\.\)\s+if field == nil \|\| field\.Arguments == nil`, "field graphql.CollectedField) map[string]any {\n\tif field.Arguments == nil"),
		// Columns selected before stay selected; if all columns are needed, all are selected.
		re(`if !unknownSeen \{\s+_q\.Select\(selectedFields\.\.\.\)\s+\}`, "if unknownSeen {\n_q.ctx.Fields = nil\n} else {\n_q.Select(selectedFields...)\n}"),
		// The value of a figure needs two columns, not all.
		re(`\t\tcase "stated":\n\t\t\tif _, ok := fieldSeen\[indicatorvalue`, "\t\tcase \"value\":\n\t\t\tfor _, column := range []string{indicatorvalue.FieldValueMicros, indicatorvalue.FieldValueScale} {\n\t\t\t\tif _, ok := fieldSeen[column]; !ok {\n\t\t\t\t\tselectedFields = append(selectedFields, column)\n\t\t\t\t\tfieldSeen[column] = struct{}{}\n\t\t\t\t}\n\t\t\t}\n${0}"),
		// A plain list has the default order of its type, like a page: databases guarantee none.
		re(`(query = \(&(\w+)Client\{config: \w+\.config\}\)\.Query\(\)\s+\)\s+if err := query\.collectField\(ctx, false,[^{]*\{\s+return err\s+\})(\s+\w+\.WithNamed)`,
			"$1\n\tpager, err := new${2}Pager(nil, false)\n\tif err != nil {\n\t\treturn err\n\t}\n\tpager.applyOrder(query)$3"),
		// An invalid argument is reported when its own field is resolved.
		re(`(?s)(if c\.UnmarshalGQL\(v\) == nil \{\s+args\[k\] = c\s+\})`, "$1 else {\n\t\t\tdelete(args, k)\n\t\t}"),
	},
	"gql_edge.go": {
		re(`alias := graphql\.GetFieldContext\(ctx\)\.Field\.Alias`, "first, last, err := pageSize(first, last)\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\talias := placed(ctx)"),
		re(`(\(result \[\]\*(\w+), err error\)(?s:.*?))result, err = (\w+\.Query\w+\(\))\.All\(ctx\)`,
			"${1}q, err := $3.CollectFields(ctx)\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\tpager, err := new${2}Pager(nil, false)\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\treturn pager.applyOrder(q).All(ctx)"),
		re(`(\.Named\w+)\(graphql\.GetFieldContext\(ctx\)\.Field\.Alias\)`, "$1(placed(ctx))"),
	},
	"gql_where_input.go": {
		re(`errors\.New\("ent: empty predicate (\w+)"\)`, `&FilterError{Input: "$1"}`),
		// An empty list matches nothing: a client that has no ids yet must not receive everything.
		re(`if len\(i\.(\w+)\) > 0 \{`, "if i.$1 != nil {"),
		re(`switch n := len\(i\.Or\); \{`, "switch n := len(i.Or); {\n\tcase n == 0 && i.Or != nil:\n\t\treturn nil, &FilterError{Input: \"or\"}"),
	},
}

func boundPages(dir string) error {
	for name, list := range changes {
		path := filepath.Join(dir, name)
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, c := range list {
			if !c.find.Match(src) {
				return fmt.Errorf("%s: entgql no longer generates %s", name, c.find)
			}
			src = c.find.ReplaceAll(src, []byte(c.replace))
		}
		switch name {
		case "gql_pagination.go":
			src = breakTies(orderByDefault(src))
		case "gql_where_input.go":
			src = anyOfWith(src)
		case "gql_collection.go":
			if src, err = collectOwnType(src); err != nil {
				return err
			}
		}
		if src, err = byRelevance(name, src); err != nil {
			return err
		}
		if err := write(path, src); err != nil {
			return err
		}
	}
	if err := write(filepath.Join(dir, "gql_page.go"), pageText); err != nil {
		return err
	}
	if err := knowUnions(filepath.Join(dir, "gql_node.go")); err != nil {
		return err
	}
	return tellEdges(dir)
}

func write(path string, src []byte) error {
	out, err := imports.Process(path, src, nil)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.WriteFile(path, out, 0o644)
}

var edgeFilters = regexp.MustCompile(`(?s)(with := make\(\[\]predicate\.(\w+), 0, len\(i\.\w+\)\).*?)(predicates = append\(predicates, \w+\.Has\w+)With\(with\.\.\.\)\)`)

// matchAnyFilter makes a list of filters of an edge match if any of them matches. ent requires all of them,
// which a to-one edge cannot satisfy. The condition is that of package related.
func anyOfWith(src []byte) []byte {
	return edgeFilters.ReplaceAllFunc(src, func(text []byte) []byte {
		m := edgeFilters.FindSubmatch(text)
		pkg := strings.ToLower(string(m[2]))
		return fmt.Appendf(nil, "%sif len(with) == 0 {\n\t\treturn nil, &FilterError{Input: %q}\n\t}\n\t%sMatching(%s.Or(with...)))", m[1], string(m[2])+"WhereInput", m[3], pkg)
	})
}
