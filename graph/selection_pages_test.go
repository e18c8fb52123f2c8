package graph_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"thidua/internal/registry"

	"thidua/internal/viewer"
)

// testRandomPages tests that a connection holds the same rows in the same order, page by page from either end
// as on one page, in every order, by every way to it, for several owners at once, and for every viewer; and
// that it counts as many as it holds.
func (x selectionFixture) testRandomPages(t *testing.T) {
	x.t = t
	m := newMatrix(x)
	var connections []selectionQuery
	for _, p := range m.objectPaths() {
		if len(p.path) != 3 || p.path[1] != "edges" {
			continue
		}
		if p.owner == m.schema.Query {
			connections = append(connections, selectionQuery{place: p})
		} else if ids, found := m.ownerIDs(p); found {
			connections = append(connections, selectionQuery{place: p, ids: ids})
		}
	}
	walked := 0
	rapid.Check(t, func(rt *rapid.T) {
		as := *m
		as.as = readerViewers()[rapid.SampledFrom(readerNames).Draw(rt, "viewer")]
		q := rapid.SampledFrom(connections).Draw(rt, "connection")
		o := &randomOperationBuilder{schemaInfo: m.schemaInfo, rt: rt}
		walked += as.walkPages(rt, q, o.order(q.place.owner.Fields.ForName(q.place.path[0])))
	})
	if walked < 50 {
		t.Errorf("only %d lists were compared", walked)
	}
	t.Logf("%d lists", walked)
}

// testRowsOfSeveralParents tests pages of rows that lie behind a table between two others: the rows have a
// column of the name by which that table knows the parents.
func (x selectionFixture) testRowsOfSeveralParents(t *testing.T) {
	x.t = t
	const page = `sponsoredProposals(first: 2) { totalCount edges { node { code unit { code } } } }`
	ids := []string{registry.UnitID("nam-dinh").String(), registry.UnitID("ninh-binh").String()}
	both := x.query(
		`query($ids: [ID!]!) { nodes(ids: $ids) { ... on Unit { `+page+` } } }`, map[string]any{"ids": ids},
	)
	for i, code := range []string{"nam-dinh", "ninh-binh"} {
		alone := x.query(`query($code: String!) { unit(code: $code) { `+page+` } }`, map[string]any{"code": code})
		if diff := cmp.Diff(alone["unit"], at(both, "nodes", i)); diff != "" {
			t.Errorf("%s beside another unit: %s", code, diff)
		}
	}
	if at(both, "nodes", 1, "sponsoredProposals", "edges", 0, "node", "unit", "code") != "nam-dinh" {
		t.Errorf("the units sponsor %v", both)
	}
}

// connectionPage is a connection in an answer.
type connectionPage struct {
	TotalCount int
	PageInfo   struct {
		HasNextPage, HasPreviousPage bool
		StartCursor, EndCursor       *string
	}
	Edges []pageEdge
	Nodes []pageNode
}

type pageEdge struct {
	Cursor string
	Node   pageNode
}

type pageNode struct{ ID string }

const pageFields = ` { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { ` +
	`cursor node { id } } nodes { id } }`

// walkPages reads a connection of each owner on one page, and then in pages from the start and from the end.
func (m *selectionMatrix) walkPages(rt *rapid.T, q selectionQuery, order string) (walked int) {
	for i, whole := range m.pages(rt, q, "first: 100"+order) {
		rows := whole.rows()
		if !slices.EqualFunc(whole.Edges, whole.Nodes, func(e pageEdge, n pageNode) bool { return e.Node == n }) {
			rt.Errorf("%s of %v has the edges %v and the nodes %v", q.place, q.ids, whole.Edges, whole.Nodes)
		}
		if len(rows) == 0 || whole.PageInfo.HasNextPage { // it is longer than a page
			continue
		}
		if whole.TotalCount != len(rows) {
			rt.Errorf("%s of %v counts %d rows and has %d", q.place, q.ids, whole.TotalCount, len(rows))
		}
		walked++
		size := rapid.IntRange(max(1, len(rows)/4), len(rows)+1).Draw(rt, "size")
		var forward, backward []string
		for after, more := "", true; more; {
			p := m.pages(rt, q, fmt.Sprintf("first: %d%s%s", size, order, after))[i]
			if forward = append(forward, p.rows()...); len(forward) > len(rows) || p.PageInfo.EndCursor == nil {
				break
			}
			after, more = fmt.Sprintf(", after: %q", *p.PageInfo.EndCursor), p.PageInfo.HasNextPage
		}
		for before, more := "", true; more; {
			p := m.pages(rt, q, fmt.Sprintf("last: %d%s%s", size, order, before))[i]
			if backward = append(p.rows(), backward...); len(backward) > len(rows) || p.PageInfo.StartCursor == nil {
				break
			}
			before, more = fmt.Sprintf(", before: %q", *p.PageInfo.StartCursor), p.PageInfo.HasPreviousPage
		}
		if !slices.Equal(forward, rows) || !slices.Equal(backward, rows) {
			rt.Errorf(
				"%s of %v by %d%s is\n%v\n forwards, and\n%v\nbackwards, but on one page\n%v", q.place, q.ids, size,
				order, forward, backward, rows,
			)
		}
	}
	return walked
}

// rows returns the ids on a page with their cursors.
func (p connectionPage) rows() []string {
	rows := make([]string, len(p.Edges))
	for i, e := range p.Edges {
		rows[i] = e.Node.ID + " " + e.Cursor
	}
	return rows
}

// pages reads a page of a connection for each of its owners, all in one operation; for none that the viewer
// may not see.
func (m *selectionMatrix) pages(rt *rapid.T, q selectionQuery, arguments string) (pages []connectionPage) {
	name, _, _ := strings.Cut(q.place.calls[0], "(")
	text := name + "(" + arguments + ")" + pageFields
	if q.place.owner != m.schema.Query {
		quoted, _ := json.Marshal(q.ids)
		text = fmt.Sprintf("nodes(ids: %s) { ... on %s { %s: %s } }", quoted, q.place.owner.Name, "page", text)
	}
	response := m.run(viewer.NewContext(m.selectionFixture.t.Context(), m.as), "{ page: "+text+" }", nil)
	for _, e := range response.Errors {
		if fmt.Sprint(e.Extensions["code"]) != "NOT_FOUND" {
			rt.Fatalf("%v\n%s", e, text)
		}
	}
	if q.place.owner == m.schema.Query {
		var one struct{ Page connectionPage }
		if err := json.Unmarshal(response.Data, &one); err != nil {
			rt.Fatal(err)
		}
		return []connectionPage{one.Page}
	}
	var several struct {
		Page []*struct{ Page connectionPage }
	}
	if err := json.Unmarshal(response.Data, &several); err != nil {
		rt.Fatal(err)
	}
	for _, owner := range several.Page {
		if owner == nil {
			owner = new(struct{ Page connectionPage })
		}
		pages = append(pages, owner.Page)
	}
	return pages
}
