package main

import "thidua/internal/patch"

// cursorPatches change what a cursor contains, and how a list is read from it. They call code of
// cursor.go.txt.
var cursorPatches = []patch.Patch{
	{
		Name: "cursor-of-list",
		Reason: "A cursor is short (package cursor), and one of another list or order is refused, by the field " +
			"to which it was given: otherwise the database compares values of different types, and the client " +
			"receives its error.",
		Upstream: "entgql: an option for the encoding of cursors, which contain and check their list and order",
		Edits: []patch.Edit{
			{File: paginationFile,
				Find: `	filter func(*{{ $query }}) (*{{ $query }}, error)
}
`,
				Replace: `	filter func(*{{ $query }}) (*{{ $query }}, error)
	list listID // the list and its order, for cursors
}
`},
			{File: paginationFile,
				Find:    `return Cursor{ID: {{ $r }}.{{ if $marshalID }}marshalID(){{ else }}ID{{ end }}, Value: cs_}`,
				Replace: `return newCursor({{ $r }}.ID, p.list, cs_)`},
			{File: paginationFile,
				Find: `	pager, err := {{ $newPager }}(opts, last != nil)
	if err != nil {
		return nil, err
	}
`,
				Replace: `	pager, err := {{ $newPager }}(opts, last != nil)
	if err != nil {
		return nil, err
	}
	if err := pager.setList(currentList(ctx), after, before); err != nil {
		return nil, err
	}
`},
			{File: edgeFile,
				Find: `			pager, err := {{ $newPager }}(opts, last != nil)
			if err != nil {
				return nil, err
			}
`,
				Replace: `			pager, err := {{ $newPager }}(opts, last != nil)
			if err != nil {
				return nil, err
			}
			if err := pager.setList(currentList(ctx), after, before); err != nil {
				return nil, err
			}
`},
			{File: collectionFile,
				Find: `							if query, err = pager.applyFilter(query); err != nil {
								return err
							}
`,
				Replace: `							list := listName{"{{ $node.Name }}", field.Name}
							if err := pager.setList(list, args.after, args.before); err != nil {
								continue // reported when the field itself is resolved
							}
							if query, err = pager.applyFilter(query); err != nil {
								return err
							}
`},
			{File: collectionFile,
				Find: `		c := &Cursor{}
		if c.UnmarshalGQL(v) == nil {
			args[k] = c
		}
`,
				Replace: `		if c, err := unmarshalCursor(v); err == nil {
			args[k] = c
		} else {
			delete(args, k) // reported when the field itself is resolved; collecting it would panic
		}
`},
		},
	},
	{
		Name:     "cursor-of-long-text",
		Reason:   "A cursor with the prefix of a long text is completed from its row, under the access rules.",
		Upstream: "entgql: an option for the encoding of cursors",
		Edits: []patch.Edit{
			{File: paginationFile,
				Find: `) applyCursors(query *{{ $query }}, after, before *Cursor) (*{{ $query }}, error) {
`,
				Replace: `) applyCursors(
	ctx context.Context, query *{{ $query }}, after, before *Cursor,
) (*{{ $query }}, error) {
	read := func(id {{ $idType }}) (Cursor, error) {
		q := (&{{ $node.ClientName }}{config: query.config}).Query().Where({{ $node.Package }}.ID(id))
		for _, o := range p.order {
			q.ctx.AppendFieldOnce(o.Field.column)
		}
		row, err := q.Only(ctx)
		if err != nil {
			return Cursor{}, err
		}
		return p.toCursor(row), nil
	}
	after, err := wholeCursor(after, read)
	if err != nil {
		return nil, err
	}
	if before, err = wholeCursor(before, read); err != nil {
		return nil, err
	}
`},
			{File: paginationFile, Find: `pager.applyCursors({{ $r }}, after, before)`,
				Replace: `pager.applyCursors(ctx, {{ $r }}, after, before)`},
			{File: collectionFile, Find: `pager.applyCursors(query, args.after, args.before)`,
				Replace: `pager.applyCursors(ctx, query, args.after, args.before)`},
		},
	},
	{
		Name: "cursor-predicate",
		Reason: "The condition of a cursor compares columns of one direction together, so that an " +
			"index serves it, and supports an order by relevance.",
		Upstream: "entgql: MultiCursorsPredicate compares columns of one direction as a row, and " +
			"supports expressions",
		Edits: []patch.Edit{
			{File: paginationFile,
				Find: `entgql.MultiCursorsPredicate(after, before, `,
				Replace: `cursorsPredicate(p.reverse, {{ if isSearchable $node }}p.relevance{{ else }}""{{ end }}, ` +
					`after, before, `},
		},
	},
}
