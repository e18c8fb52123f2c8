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
var pageSource []byte

// replacement is a replacement in a generated file. Generation fails if it matches nothing, so that a change
// of entgql's output is noticed.
type replacement struct {
	find    *regexp.Regexp
	replace string
}

func replaceRegexp(find, replace string) replacement {
	return replacement{regexp.MustCompile(find), replace}
}

// replacements correct what entgql lacks: pages have no default size and no limit, a count runs if only
// pageInfo is selected, a cursor of another order reaches the database, and errors have no code.
var replacements = map[string][]replacement{
	"gql_pagination.go": {
		replaceRegexp(`(?s)const errInvalidPagination = .*?\nconst \(\s+edgesField`, "const (\n\tedgesField"),
		replaceRegexp(`\|\| \(first != nil && \*first == 0\) \|\| \(last != nil && \*last == 0\) `, ""),
		replaceRegexp(`\n\s+conn\.PageInfo\.Has(Next|Previous)Page = (first|last) != nil && conn\.TotalCount > 0`, ""),
		replaceRegexp(`if err := validateFirstLast\(first, last\); err != nil \{`,
			"first, last, err := pageSize(first, last)\n\tif err != nil {"),
		// The row past the page tells whether there are more, and brings all that is below it: it is read for
		// who asks.
		replaceRegexp(`(?s)func paginateLimit\(first, last \*int\) int \{.*?\n\}\n`, ""),
		replaceRegexp(`paginateLimit\(first, last\)`,
			"paginateLimit(first, last, hasCollectedField(ctx, pageInfoField))"),
		replaceRegexp(`hasCollectedField\(ctx, totalCountField\) \|\| hasCollectedField\(ctx, pageInfoField\)`, "hasCollectedField(ctx, totalCountField)"),
		replaceRegexp(`ignoredEdges := !hasCollectedField\(ctx, edgesField\)`,
			"ignoredEdges := !hasCollectedField(ctx, edgesField) && !hasCollectedField(ctx, pageInfoField)"),
		replaceRegexp(`(applyCursors\(query \*(\w+)Query, after, before \*Cursor\) \(\*\w+, error\) \{)`,
			"$1\n\tif err := fits(p.toCursor(&$2{}), after, before); err != nil {\n\t\treturn nil, err\n\t}"),
		replaceRegexp(`entgql\.MultiCursorsPredicate\(after, before, `,
			`cursorsPredicate(p.reverse, "", after, before, `),
		// Ties are broken in the direction of the last order, so that one index serves both directions.
		replaceRegexp(`idDirection := entgql\.OrderDirectionAsc\s+if p\.reverse \{\s+idDirection = entgql\.OrderDirectionDesc\s+\}`, "idDirection := p.tieDirection()"),
		replaceRegexp(`direction := entgql\.OrderDirectionAsc\s+if p\.reverse \{\s+direction = direction\.Reverse\(\)\s+\}`, "direction := p.tieDirection()"),
		replaceRegexp(`for i, o := range pager\.order \{\s+if i > 0 && o\.Field == pager\.order\[i-1\]\.Field \{`,
			"seen := map[string]bool{}\n\tfor _, o := range pager.order {\n\t\tif twice := seen[o.Field.column]; !twice {\n\t\t\tseen[o.Field.column] = true\n\t\t} else {"),
		replaceRegexp(`return nil, fmt\.Errorf\("duplicate order direction %q", o\.Direction\)`,
			"return nil, &PageError{Argument: orderByField, Reason: ReasonTwice}"),
	},
	"gql_collection.go": {
		replaceRegexp(`paginateLimit\(args\.first, args\.last\)`,
			"paginateLimit(args.first, args.last, hasField(ctx, field, pageInfoField))"),
		replaceRegexp(`\|\| \(args\.first != nil && \*args\.first == 0\) \|\| \(args\.last != nil && \*args\.last == 0\) `, ""),
		// Loaded rows are stored by their path in the operation: below two aliases of one edge, an alias is
		// ambiguous.
		replaceRegexp(`alias = field\.Alias\s+path\s+= append\(path, alias\)`,
			"path = append(path, field.Alias)\n\talias = placed(ctx, path...)"),
		// A second alias of a to-one edge adds to the columns that the first one loads.
		replaceRegexp(`\s+alias = placed\(ctx, path\.\.\.\)(\s+query = \(&\w+Client\{config: \w+\.config\}\)\.Query\(\)\s+\)\s+)(if err := query\.collectField\([^{]*\{\s+return err\s+\}\s+)(\w+\.with\w+) = query`,
			"${1}if $3 != nil {\n\t\tquery = $3\n\t}\n\t${2}if $3 != nil {\n\t\tquery.ctx.Fields = nil\n\t}\n\t$3 = query"),
		replaceRegexp(`if err := validateFirstLast\(args\.first, args\.last\); err != nil \{\s+return fmt\.Errorf\("validate first and last in path %q: %w", path, err\)`,
			"var err error\n\tif args.first, args.last, err = pageSize(args.first, args.last); err != nil {\n\treturn err"),
		replaceRegexp(`return fmt\.Errorf\("create new pager in path %q: %w", path, err\)`, "return err"),
		replaceRegexp(`ignoredEdges := !hasCollectedField\(ctx, append\(path, edgesField\)\.\.\.\)`,
			"ignoredEdges := !hasField(ctx, field, edgesField) && !hasField(ctx, field, pageInfoField)"),
		replaceRegexp(`hasCollectedField\(ctx, append\(path, totalCountField\)\.\.\.\) \|\| hasCollectedField\(ctx, append\(path, pageInfoField\)\.\.\.\)`, "hasField(ctx, field, totalCountField)"),
		replaceRegexp(`entgql\.LimitPerRow\(`, "limitPerRow("),
		// The arguments of an edge are those of its own field. A lookup by the path from the root may find
		// another field of the same name, of a row of another type.
		replaceRegexp(`if field := collectedField\(ctx, path\.\.\.\); field != nil \{`,
			"if field := fieldBelow(ctx, field, edgesField, nodeField); field != nil {"),
		replaceRegexp(`(fieldArgs\(ctx, (?:new\(\w+\)|nil)), path\.\.\.\)`, "$1, field)"),
		replaceRegexp(`path \.\.\.string\) map\[string\]any \{\s+field := collectedField\(ctx, path\.\.\.\)\s+if field == nil \|\| field\.Arguments == nil`, "field graphql.CollectedField) map[string]any {\n\tif field.Arguments == nil"),
		// Columns selected before stay selected; if all columns are needed, all are selected.
		replaceRegexp(`if !unknownSeen \{\s+_q\.Select\(selectedFields\.\.\.\)\s+\}`,
			"if unknownSeen {\n_q.ctx.Fields = nil\n} else {\n_q.Select(selectedFields...)\n}"),
		// The value of a figure needs two columns, not all.
		replaceRegexp(`\t\tcase "stated":\n\t\t\tif _, ok := fieldSeen\[indicatorvalue`,
			"\t\tcase \"value\":\n\t\t\tfor _, column := range []string{indicatorvalue.FieldValueMicros, indicatorvalue.FieldValueScale} {\n\t\t\t\tif _, ok := fieldSeen[column]; !ok {\n\t\t\t\t\tselectedFields = append(selectedFields, column)\n\t\t\t\t\tfieldSeen[column] = struct{}{}\n\t\t\t\t}\n\t\t\t}\n${0}"),
		// A plain list has the default order of its type, like a page: databases guarantee none.
		replaceRegexp(`(query = \(&(\w+)Client\{config: \w+\.config\}\)\.Query\(\)\s+\)\s+if err := query\.collectField\(ctx, false,[^{]*\{\s+return err\s+\})(\s+\w+\.WithNamed)`,
			"$1\n\tpager, err := new${2}Pager(nil, false)\n\tif err != nil {\n\t\treturn err\n\t}\n\tpager.applyOrder(query)$3"),
		// An invalid argument is reported when its own field is resolved.
		replaceRegexp(`(?s)(if c\.UnmarshalGQL\(v\) == nil \{\s+args\[k\] = c\s+\})`,
			"$1 else {\n\t\t\tdelete(args, k)\n\t\t}"),
	},
	"gql_edge.go": {
		replaceRegexp(`alias := graphql\.GetFieldContext\(ctx\)\.Field\.Alias`,
			"first, last, err := pageSize(first, last)\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\talias := placed(ctx)"),
		replaceRegexp(`(\(result \[\]\*(\w+), err error\)(?s:.*?))result, err = (\w+\.Query\w+\(\))\.All\(ctx\)`,
			"${1}q, err := $3.CollectFields(ctx)\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\tpager, err := new${2}Pager(nil, false)\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\treturn pager.applyOrder(q).All(ctx)"),
		replaceRegexp(`(\.Named\w+)\(graphql\.GetFieldContext\(ctx\)\.Field\.Alias\)`, "$1(placed(ctx))"),
	},
	"gql_where_input.go": {
		replaceRegexp(`errors\.New\("ent: empty predicate (\w+)"\)`, `&FilterError{Input: "$1"}`),
		// An empty list matches nothing: a client that has no ids yet must not receive everything.
		replaceRegexp(`if len\(i\.(\w+)\) > 0 \{`, "if i.$1 != nil {"),
		replaceRegexp(`switch n := len\(i\.Or\); \{`,
			"switch n := len(i.Or); {\n\tcase n == 0 && i.Or != nil:\n\t\treturn nil, &FilterError{Input: \"or\"}"),
	},
}

func rewriteGenerated(dir string) error {
	for name, list := range replacements {
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
			src = addTieDirection(addDefaultOrder(src))
		case "gql_where_input.go":
			src = matchAnyFilter(src)
		case "gql_collection.go":
			if src, err = collectOwnType(src); err != nil {
				return err
			}
		}
		if src, err = applyRelevance(name, src); err != nil {
			return err
		}
		if err := writeSource(path, src); err != nil {
			return err
		}
	}
	if err := writeSource(filepath.Join(dir, "gql_page.go"), pageSource); err != nil {
		return err
	}
	if err := addUnionsToFile(filepath.Join(dir, "gql_node.go")); err != nil {
		return err
	}
	return markEdgeLoads(dir)
}

func writeSource(path string, src []byte) error {
	out, err := imports.Process(path, src, nil)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.WriteFile(path, out, 0o644)
}

var edgeFilterCode = regexp.MustCompile(`(?s)(with := make\(\[\]predicate\.(\w+), 0, len\(i\.\w+\)\).*?)(predicates = append\(predicates, \w+\.Has\w+)With\(with\.\.\.\)\)`)

// matchAnyFilter makes a list of filters of an edge match if any of them matches. ent requires all of them,
// which a to-one edge cannot satisfy. The condition is that of package related.
func matchAnyFilter(src []byte) []byte {
	return edgeFilterCode.ReplaceAllFunc(src, func(text []byte) []byte {
		m := edgeFilterCode.FindSubmatch(text)
		pkg := strings.ToLower(string(m[2]))
		return fmt.Appendf(nil, "%sif len(with) == 0 {\n\t\treturn nil, &FilterError{Input: %q}\n\t}\n\t%sMatching(%s.Or(with...)))", m[1], string(m[2])+"WhereInput", m[3], pkg)
	})
}
