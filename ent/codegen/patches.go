package main

import (
	"slices"

	"thidua/internal/patch"
)

// Templates of entgql and of ent that are patched.
const (
	collectionFile = "template/collection.tmpl"
	edgeFile       = "template/edge.tmpl"
	nodeFile       = "template/node.tmpl"
	paginationFile = "template/pagination.tmpl"
	whereFile      = "template/where_input.tmpl"
	queryFile      = "template/dialect/sql/query.tmpl"
)

// patchedTemplates lists the patched templates by the package that contains them, and their patches.
var patchedTemplates = []struct {
	generator, pkg string
	files          []string
	patches        []patch.Patch
}{
	{"entgql", "entgo.io/contrib/entgql",
		[]string{collectionFile, edgeFile, nodeFile, paginationFile, whereFile},
		slices.Concat(pagePatches, cursorPatches, fieldPatches)},
	{"ent", "entgo.io/ent/entc/gen", []string{queryFile}, entPatches},
}

// pagePatches change the pages and orders of lists. Like fieldPatches, they call code of page.go.txt and of
// ent/template, and functions of loadTemplates.
var pagePatches = []patch.Patch{
	{
		Name: "page-size",
		Reason: "Every page has a default size and a maximum size, and a refused size is a PageError " +
			"with its argument.",
		Upstream: "entgql: an option for the default and the maximum page size, and typed errors",
		Edits: []patch.Edit{
			{File: paginationFile, Find: "const errInvalidPagination", Until: "func collectedField("},
			{File: paginationFile,
				Find: `	if err := validateFirstLast(first, last); err != nil {
`,
				Replace: `	first, last, err := pageSize(first, last)
	if err != nil {
`},
			{File: collectionFile,
				Find: `							if err := validateFirstLast(args.first, args.last); err != nil {
								return fmt.Errorf("validate first and last in path %q: %w", path, err)
`,
				Replace: `							var err error
							if args.first, args.last, err = pageSize(args.first, args.last); err != nil {
								return err
`},
			{File: edgeFile,
				Find: `		alias := graphql.GetFieldContext(ctx).Field.Alias
`,
				Replace: `		first, last, err := pageSize(first, last)
		if err != nil {
			return nil, err
		}
		alias := graphql.GetFieldContext(ctx).Field.Alias
`},
		},
	},
	{
		Name: "page-checked-once",
		Reason: "The arguments of a connection are the same below each parent: checking filters and cursors " +
			"for each took most of the time of a connection without rows.",
		Upstream: "entgql: errors of pagination are found when fields are collected",
		Edits: []patch.Edit{
			{File: edgeFile,
				Find: `		opts := []{{ $opt }}{
`,
				Replace: `		newOptions := func() []{{ $opt }} { return []{{ $opt }}{
`},
			{File: edgeFile,
				Find: `		}
		{{- /* May be nil if the totalCount was not loaded. */}}
`,
				Replace: `		} }
		checked := checkPage(ctx, func() error {
			_, last, err := pageSize(first, last)
			if err != nil {
				return err
			}
			pager, err := {{ $newPager }}(newOptions(), last != nil)
			if err != nil {
				return err
			}
			if err := pager.setList(currentList(ctx), after, before); err != nil {
				return err
			}
			_, err = pager.applyFilter({{ $r }}.Query{{ $e.StructField }}())
			return err
		})
		switch {
		case checked.err != nil:
			return nil, checked.err
		case checked.isEmpty:
			return &{{ $conn }}{Edges: []*{{ $edge }}{}}, nil
		}
		opts := newOptions()
`},
		},
	},
	{
		Name:     "page-errors",
		Reason:   "Errors of the arguments of an edge reach the client as they are, like those of a list.",
		Upstream: "entgql: errors of pagination are returned without the path as a prefix",
		Edits: []patch.Edit{
			{File: collectionFile,
				Find:    `return fmt.Errorf("create new pager in path %q: %w", path, err)`,
				Replace: `return err`},
		},
	},
	{
		Name: "order-field-twice",
		Reason: "An order field that is given twice is refused wherever it stands in the list, with a " +
			"PageError.",
		Upstream: "entgql: duplicate order fields are found in the whole list, and reported by a typed " +
			"error",
		Edits: []patch.Edit{
			{File: paginationFile,
				Find: `		for i, o := range pager.order {
			if i > 0 && o.Field == pager.order[i-1].Field {
				return nil, fmt.Errorf("duplicate order direction %q", o.Direction)
			}
`,
				Replace: `		seen := map[string]bool{}
		for _, o := range pager.order {
			if twice := seen[o.Field.column]; !twice {
				seen[o.Field.column] = true
			} else {
				return nil, &PageError{Argument: orderByField, Reason: ReasonTwice}
			}
`},
		},
	},
	{
		Name: "order-below-parents",
		Reason: "Below one parent, PostgreSQL reads the rows of all parents in the order of an index: 35 ms " +
			"instead of 1 ms.",
		Upstream: "PostgreSQL: the cost of an index scan that stops early allows for rows that are not " +
			"distributed evenly",
		Edits: []patch.Edit{
			{File: paginationFile,
				Find: `query.Order(o.Field.toTerm(direction.OrderTermOption()))`,
				Replace: `query.Order(orderTerm(o.Field.toTerm(direction.OrderTermOption()), o.Field.column, ` +
					`direction))`,
				Matches: 2},
			{File: paginationFile,
				Find: `			query = query.Order({{ $defaultOrder }}.Field.toTerm(direction.OrderTermOption()))
		}
	{{- else }}
`,
				Replace: `			query = query.Order(orderTerm({{ $defaultOrder }}.Field.toTerm(` +
					`direction.OrderTermOption()), {{ $defaultOrder }}.Field.column, direction))
		}
	{{- else }}
`},
		},
	},
	{
		Name: "empty-page",
		Reason: "A page of no rows checks its cursors and tells whether there are rows, like every " +
			"other page.",
		Upstream: "entgql: first and last of 0 are handled like other sizes",
		Edits: []patch.Edit{
			{File: paginationFile, Find: `|| (first != nil && *first == 0) || (last != nil && *last == 0) `},
			{File: collectionFile,
				Find: `|| (args.first != nil && *args.first == 0) || (args.last != nil && *args.last == 0) `},
		},
	},
	{
		Name: "page-info",
		Reason: "The row after a page, with all that is loaded below it, is read only if the client " +
			"selects pageInfo; and pageInfo alone needs no count.",
		Upstream: "entgql: hasNextPage and hasPreviousPage are computed from the rows that are read",
		Edits: []patch.Edit{
			{File: paginationFile, Find: "func paginateLimit(", Until: "{{ range $node := $gqlNodes -}}"},
			{File: paginationFile, Find: `paginateLimit(first, last)`,
				Replace: `paginateLimit(first, last, hasCollectedField(ctx, pageInfoField))`},
			{File: paginationFile, Find: `
			conn.PageInfo.HasNextPage = first != nil && conn.TotalCount > 0
			conn.PageInfo.HasPreviousPage = last != nil && conn.TotalCount > 0`},
			{File: paginationFile,
				Find:    `hasCollectedField(ctx, totalCountField) || hasCollectedField(ctx, pageInfoField)`,
				Replace: `hasCollectedField(ctx, totalCountField)`},
			{File: paginationFile,
				Find:    `ignoredEdges := !hasCollectedField(ctx, edgesField)`,
				Replace: `ignoredEdges := !hasCollectedField(ctx, edgesField, nodesField, pageInfoField)`},
			{File: collectionFile,
				Find:    `paginateLimit(args.first, args.last)`,
				Replace: `paginateLimit(args.first, args.last, hasField(ctx, field, pageInfoField))`},
			{File: collectionFile,
				Find:    `ignoredEdges := !hasCollectedField(ctx, append(path, edgesField)...)`,
				Replace: `ignoredEdges := !hasField(ctx, field, edgesField, nodesField, pageInfoField)`},
			{File: collectionFile,
				Find: `hasCollectedField(ctx, append(path, totalCountField)...) || ` +
					`hasCollectedField(ctx, append(path, pageInfoField)...)`,
				Replace: `hasField(ctx, field, totalCountField)`},
		},
	},
	{
		Name: "ties",
		Reason: "Equal rows are ordered by id in the direction of the last order, so that one index " +
			"serves both directions.",
		Upstream: "entgql: an option for the direction of the id in an order",
		Edits: []patch.Edit{
			{File: paginationFile,
				Find: `		idDirection := entgql.OrderDirectionAsc
		if p.reverse {
			idDirection = entgql.OrderDirectionDesc
		}
`,
				Replace: `		idDirection := p.tieDirection()
`},
			{File: paginationFile, Matches: 2,
				Find: `			direction := entgql.OrderDirectionAsc
			if p.reverse {
				direction = direction.Reverse()
			}
`,
				Replace: `			direction := p.tieDirection()
`},
		},
	},
	{
		Name: "default-order",
		Reason: "Every list has the default order of its type, also the edges that are not " +
			"connections: databases guarantee no order, and ids are hashes.",
		Upstream: "entgql: an annotation for the default order of a type with several order fields",
		Edits: []patch.Edit{
			{File: paginationFile,
				Find: `	{{- end }}
	return pager, nil
`,
				Replace: `	{{- end }}
	{{- with defaultOrder $node $orderFields }}
		if len(pager.order) == 0 {
			pager.order = {{ . }}
			{{- if isSearchable $node }}
				{{- template "gql_pagination/helper/relevance_order" $node }}
			{{- end }}
		}
	{{- end }}
	return pager, nil
`},
			{File: collectionFile,
				Find: `							{{ $receiver }}.WithNamed{{ $e.StructField }}(alias, `,
				Replace: `							{{- if not (isRelayConn $e) }}
								pager, err := new{{ (nodePaginationNames $e.Type).Node }}Pager(nil, false)
								if err != nil {
									return err
								}
								pager.applyOrder(query)
							{{- end }}
							{{ $receiver }}.WithNamed{{ $e.StructField }}(alias, `},
			{File: edgeFile,
				Find: `result, err = {{ $r }}.Query{{ $e.StructField }}().All(ctx)
`,
				Replace: `q, err := {{ $r }}.Query{{ $e.StructField }}().CollectFields(ctx)
					if err != nil {
						return nil, err
					}
					pager, err := new{{ (nodePaginationNames $e.Type).Node }}Pager(nil, false)
					if err != nil {
						return nil, err
					}
					return pager.applyOrder(q).All(ctx)
`},
		},
	},
	{
		Name: "relevance-order",
		Reason: "Lists of searchable types are ordered by relevance if the text filter is given and " +
			"no order is.",
		Upstream: "entgql: order fields that are computed from the filter",
		Edits: []patch.Edit{
			{File: paginationFile,
				Find: `type {{ $pager }} struct {
`,
				Replace: `type {{ $pager }} struct {
	{{- if isSearchable $node }}
		relevance string // folded text of the filter, which orders rows unless an order is given
	{{- end }}
`},
			{File: paginationFile,
				Find: `				b.Ident(o.Field.column).Pad().WriteString(string(direction))
				b.Comma()
`,
				Replace: `				{{- if isSearchable $node }}
				orderColumn(b, o.Field.column, o.Field.column, p.relevance).Pad().WriteString(string(direction))
				{{- else }}
				b.Ident(o.Field.column).Pad().WriteString(string(direction))
				{{- end }}
				b.Comma()
`},
			{File: collectionFile,
				Find: `{{ $filter }}(v.Filter)`,
				Replace: `{{ if isSearchable $node }}With{{ $name }}Where(v){{ else }}` +
					`{{ $filter }}(v.Filter){{ end }}`},
			{File: edgeFile,
				Find: `{{ print "With" $names.Node "Filter" }}(where.Filter)`,
				Replace: `{{ if isSearchable $e.Type }}With{{ $names.Node }}Where(where){{ else }}` +
					`{{ print "With" $names.Node "Filter" }}(where.Filter){{ end }}`},
			{File: whereFile,
				Find: `        Predicates []predicate.{{ $n.Name }} ` + "`json:\"-\"`\n",
				Replace: `        Predicates []predicate.{{ $n.Name }} ` + "`json:\"-\"`" + `
        {{- if isSearchable $n }}
        // Relevance is the folded text of the text filter.
        Relevance string ` + "`json:\"-\"`" + `
        {{- end }}
`},
		},
	},
	{
		Name: "limit-per-row",
		Reason: "The limited rows of an edge keep their order, and a row of several parents keeps its " +
			"place in the list of each. entgql leaves the order to the database.",
		Upstream: "entgql: LimitPerRow orders the rows that it returns",
		Edits: []patch.Edit{
			{File: collectionFile, Find: `entgql.LimitPerRow(`, Replace: `limitPerRow(`},
		},
	},
}
