package main

import "thidua/internal/patch"

// fieldPatches change which fields of an operation are loaded, and the filters.
var fieldPatches = []patch.Patch{
	{
		Name: "path-as-key",
		Reason: "Loaded rows are stored by their path in the operation: below two aliases of one " +
			"edge, an alias is ambiguous.",
		Upstream: "entgql: named edges are keyed by the path of the field",
		Edits: []patch.Edit{
			{File: collectionFile,
				Find: `							alias = field.Alias
							path  = append(path, alias)
`,
				Replace: `							path = append(path, field.Alias)
							{{- if not $e.Unique }}
							alias = responsePath(ctx, path...)
							{{- end }}
`},
			{File: edgeFile,
				Find:    `		alias := graphql.GetFieldContext(ctx).Field.Alias`,
				Replace: `		alias := responsePath(ctx)`},
			{File: edgeFile,
				Find:    `.Named{{ $e.StructField }}(graphql.GetFieldContext(ctx).Field.Alias)`,
				Replace: `.Named{{ $e.StructField }}(responsePath(ctx))`},
		},
	},
	{
		Name:     "edge-twice",
		Reason:   "A second alias of a to-one edge adds to the columns and edges that the first one loads.",
		Upstream: "entgql: the fields of all aliases of a to-one edge are collected into one query",
		Edits: []patch.Edit{
			{File: collectionFile,
				Find: `						{{- else }}
							if err := query.collectField(ctx, {{ $oneNode }}, opCtx, field, path, `,
				Replace: `						{{- else }}
							{{- if $e.Unique }}
							if {{ $receiver }}.{{ $e.EagerLoadField }} != nil {
								query = {{ $receiver }}.{{ $e.EagerLoadField }}
							}
							{{- end }}
							if err := query.collectField(ctx, {{ $oneNode }}, opCtx, field, path, `},
			{File: collectionFile,
				Find: `							{{ $receiver }}.{{ $e.EagerLoadField }} = query
`,
				Replace: `							if {{ $receiver }}.{{ $e.EagerLoadField }} != nil {
								query.ctx.Fields = nil
							}
							{{ $receiver }}.{{ $e.EagerLoadField }} = query
`},
			{File: collectionFile,
				Find: `			if !unknownSeen {
				{{ $receiver }}.Select(selectedFields...)
			}
`,
				Replace: `			if unknownSeen {
				{{ $receiver }}.ctx.Fields = nil
			} else {
				{{ $receiver }}.Select(selectedFields...)
			}
`},
		},
	},
	{
		Name: "own-field",
		Reason: "The arguments of an edge are those of its own field. A lookup by the path from the " +
			"root may find a field of the same name of a row of another type.",
		Upstream: "entgql: arguments and selections are taken from the collected field, without a " +
			"lookup by path",
		Edits: []patch.Edit{
			{File: paginationFile, Find: "func collectedField(", Until: "const (\n"},
			{File: collectionFile,
				Find:    `{{ else }}nil{{ end }}, path...))`,
				Replace: `{{ else }}nil{{ end }}, field))`},
			{File: collectionFile,
				Find: `path ...string) map[string]any {
	field := collectedField(ctx, path...)
	if field == nil || field.Arguments == nil {`,
				Replace: `field graphql.CollectedField) map[string]any {
	if field.Arguments == nil {`},
		},
	},
	{
		Name: "nodes",
		Reason: "Connections have nodes beside edges. The columns and the edges that are selected at all " +
			"places of a page, aliases included, are loaded together, in one statement.",
		Upstream: "entgql: an option for nodes in connections, and collection of all aliases of edges",
		Edits: []patch.Edit{
			{File: collectionFile,
				Find: `							path = append(path, edgesField, nodeField)
							if field := collectedField(ctx, path...); field != nil {
								if err := query.collectField(ctx, {{ $oneNode }}, opCtx, *field, path, ` +
					`mayAddCondition(satisfies, {{ nodeImplementorsVar $e.Type }})...); err != nil {
									return err
								}
							}
`,
				Replace: `							if err := collectRows(rowSelections(ctx, field), query.ctx, func(s rowSelection) error {
								return query.collectField(ctx, {{ $oneNode }}, opCtx, s.field, ` +
					`slices.Concat(path, s.path), mayAddCondition(satisfies, {{ nodeImplementorsVar $e.Type }})...)
							}); err != nil {
								return err
							}
`},
			{File: paginationFile,
				Find: `	if field := collectedField(ctx, edgesField, nodeField); field != nil {
		if err := {{ $r }}.collectField(ctx, limit == 1, graphql.GetOperationContext(ctx), *field, ` +
					`[]string{edgesField, nodeField}); err != nil {
			return nil, err
		}
	}
`,
				Replace: `	if fc := graphql.GetFieldContext(ctx); fc != nil {
		if err := collectRows(rowSelections(ctx, fc.Field), {{ $r }}.ctx, func(s rowSelection) error {
			return {{ $r }}.collectField(ctx, limit == 1, graphql.GetOperationContext(ctx), s.field, s.path)
		}); err != nil {
			return nil, err
		}
	}
`},
		},
	},
	{
		Name: "own-type",
		Reason: "A query collects only the fragments that apply to its own type. A fragment on " +
			"another type, nested in one on Node, would pass its arguments to a field of the same name.",
		Upstream: "entgql: collectField collects by the implementors of its own type",
		Edits: []patch.Edit{
			{File: collectionFile,
				Find:    `graphql.CollectFields(opCtx, collected.Selections, satisfies)`,
				Replace: `graphql.CollectFields(opCtx, collected.Selections, {{ nodeImplementorsVar $node }})`},
		},
	},
	{
		Name:   "unions",
		Reason: "A fragment on a union applies to its members.",
		Upstream: "entgql: an annotation for the unions that contain a type, as there is one for " +
			"interfaces",
		Edits: []patch.Edit{
			{File: nodeFile,
				Find:    `nodeImplementors $n }},"{{ $iface }}"{{ end }} }`,
				Replace: `nodeImplementors $n }},"{{ $iface }}"{{ end }}{{ range unionsOf $n }}, "{{ . }}"{{ end }} }`},
		},
	},
	{
		Name: "count-is-no-edge",
		Reason: "The count of related rows is a query of its own, and must not appear as part of the " +
			"loading of its parents.",
		Upstream: "ent: the loaded edge is part of the QueryContext",
		Edits: []patch.Edit{
			{File: collectionFile,
				Find:    `{{ $receiver }}.loadTotal[i](ctx, nodes)`,
				Replace: `{{ $receiver }}.loadTotal[i](withLoadedEdge(ctx, "", ""), nodes)`},
		},
	},
	{
		Name:     "columns-of-value",
		Reason:   "The resolver of IndicatorValue.value needs two columns, not all.",
		Upstream: "entgql: an annotation for the columns that a field with a resolver needs",
		Edits: []patch.Edit{
			{File: collectionFile,
				Find: `				{{- range $f := $fields }}
					{{- with fieldMapping $f }}
`,
				Replace: `				{{- range $f := $fields }}
					{{- if and (eq $node.Name "IndicatorValue") (eq $f.Name "value_stated") }}
						case "value":
							for _, column := range []string{indicatorvalue.FieldValueMicros, indicatorvalue.FieldValueScale} {
								if _, ok := fieldSeen[column]; !ok {
									selectedFields = append(selectedFields, column)
									fieldSeen[column] = struct{}{}
								}
							}
					{{- end }}
					{{- with fieldMapping $f }}
`},
		},
	},
	{
		Name: "empty-filter",
		Reason: "An empty filter inside another, or an empty or, is refused with a FilterError that " +
			"names it.",
		Upstream: "entgql: typed errors of where-inputs, and a case for an empty or",
		Edits: []patch.Edit{
			{File: whereFile,
				Find:    `errors.New("{{ base $.Config.Package }}: empty predicate {{ $input }}")`,
				Replace: `&FilterError{Input: "{{ $input }}"}`},
			{File: whereFile,
				Find: `        switch n := len(i.Or); {
`,
				Replace: `        switch n := len(i.Or); {
        case n == 0 && i.Or != nil:
            return nil, &FilterError{Input: "or"}
`},
		},
	},
	{
		Name: "empty-list",
		Reason: "An empty list of values matches nothing: a client that has no ids yet must not " +
			"receive every row.",
		Upstream: "entgql: an empty list of values matches nothing, while null matches everything",
		Edits: []patch.Edit{
			{File: whereFile, Find: `if len(i.{{ $field }}) > 0 {`, Replace: `if i.{{ $field }} != nil {`},
			{File: whereFile, Find: `if len(i.{{ $func }}) > 0 {`, Replace: `if i.{{ $func }} != nil {`},
		},
	},
	{
		Name: "not-null",
		Reason: "The negation of a filter selects every row that the filter does not, rows with null included. " +
			"In SQL the negation of a condition on null is null, too.",
		Upstream: "entgql: an option for the negation of filters on nullable fields",
		Edits: []patch.Edit{
			{File: whereFile,
				Find:    `predicates = append(predicates, {{ $n.Package }}.Not(p))`,
				Replace: `predicates = append(predicates, {{ $n.Package }}.NotMatching(p))`},
		},
	},
	{
		Name: "filter-after-parents",
		Reason: "The rows of a list below parents are found by the keys of the parents, also where an index " +
			"could serve the filter (package related).",
		Upstream: "ent: a hint for the index of an edge",
		Edits: []patch.Edit{
			{File: whereFile, Find: `return q.Where(p), nil`, Replace: `return q.Where(listFilter(p)), nil`},
		},
	},
	{
		Name: "any-edge-filter",
		Reason: "A list of filters of an edge matches if any of them matches, which a to-one edge can " +
			"satisfy, and finds the matching rows once (package related).",
		Upstream: "entgql: an option to combine the filters of has...With by or",
		Edits: []patch.Edit{
			{File: whereFile,
				Find: `predicates = append(predicates, {{ $n.Package }}.{{ $func }}(with...))`,
				Replace: `if len(with) == 0 {
                    return nil, &FilterError{Input: "{{ $e.Type.Name }}WhereInput"}
                }
                predicates = append(predicates, {{ $n.Package }}.Has{{ $e.StructField }}Matching(` +
					`{{ $e.Type.Package }}.Or(with...)))`},
		},
	},
}

// entPatches change how queries load rows.
var entPatches = []patch.Patch{
	{
		Name:     "context-of-counts",
		Reason:   "The selector of a count has the context of the query, as that of rows, for package related.",
		Upstream: "ent: sqlQuery sets the context of the selector",
		Edits: []patch.Edit{
			{File: queryFile,
				Find: `.Select(t1.Columns(columns...)...).From(t1)
`,
				Replace: `.Select(t1.Columns(columns...)...).From(t1)
	selector.WithContext(ctx)
`},
		},
	},
	{
		Name: "edge-in-context",
		Reason: "The query that loads an edge has that edge in its context, so that access rules do " +
			"not check the rows again from which it starts.",
		Upstream: "ent: the loaded edge is part of the QueryContext that interceptors receive",
		Edits: []patch.Edit{
			{File: queryFile,
				Find: `assign func(*{{ $.Name }}, *{{ $e.Type.Name }})) error {
`,
				Replace: `assign func(*{{ $.Name }}, *{{ $e.Type.Name }})) error {
		ctx = withLoadedEdge(ctx, Type{{ $.Name }}, "{{ $e.StructField }}")
`},
		},
	},
}
