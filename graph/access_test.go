package graph_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"thidua/graph"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/report"
	"thidua/internal/viewer"
)

// eachTable runs body against a server with rows for every line of docs/authentication.md.
func eachTable(t *testing.T, body func(api, tableRows)) {
	t.Helper()
	eachAPI(t, func(a api) { body(a, a.loadTable()) })
}

// loadTable writes the rows that the tables of docs/authentication.md are about.
func (a api) loadTable() tableRows {
	a.t.Helper()
	a.createRows(0, 3)
	ctx := viewer.NewContext(a.t.Context(), viewer.Operator())
	for _, err := range []error{
		report.PutMovement(ctx, a.store,
			report.Movement{Code: "m", Name: "Phong trào", LaunchedBy: unitCode(0), Launcher: "person-0",
				Clusters: []int{1}}),
		registry.PutMembership(ctx, a.store,
			registry.Membership{Cluster: 1, SchoolYear: nextYear,
				Units: []string{unitCode(0), unitCode(1), unitCode(2)}}),
	} {
		if err != nil {
			a.t.Fatal(err)
		}
	}
	return a.writeTable()
}

// TestAccess_TableOfTypes checks that the table of docs/authentication.md states what each role sees by node,
// nodes, root lists and counts, and omits no type.
func TestAccess_TableOfTypes(t *testing.T) {
	columns, marks := accessTable(t, "reading")
	listed := map[string]bool{}
	for _, m := range marks {
		for _, typ := range m.subjects {
			listed[typ] = true
		}
	}
	for _, kind := range gid.Kinds() {
		if !listed[kind.Type()] {
			t.Errorf("docs/authentication.md says nothing of %s", kind)
		}
	}
	eachTable(t, func(a api, rows tableRows) {
		viewers := columnViewers()
		for _, column := range columns {
			v, known := viewers[column]
			if !known {
				a.t.Fatalf("nobody is a %s", column)
			}
			as := serve(a.t, a.store, v)
			roots := as.rootListIDs()
			for _, m := range marks {
				for _, typ := range m.subjects {
					ids := rows[m.rows][typ]
					if len(ids) == 0 {
						a.t.Fatalf("the test has no %s of %q", typ, m.rows)
					}
					as.checkVisibility(column+": "+typ+" of "+m.rows, ids, m.allowed[column])
					for _, id := range ids {
						if root, ok := roots[typ]; ok && slices.Contains(root, id.String()) != m.allowed[column] {
							a.t.Errorf("%s: the list of %s, %q: %v", column, typ, m.rows, !m.allowed[column])
						}
					}
				}
			}
		}
	})
}

// checkVisibility asks for rows by node and by nodes: all of them are there, or none is.
func (a api) checkVisibility(what string, ids []gid.ID, may bool) {
	a.t.Helper()
	ids = ids[:min(len(ids), 50)]
	var texts []string
	for _, id := range ids {
		texts = append(texts, id.String())
	}
	got := a.ask(
		`query($one: ID!, $ids: [ID!]!) { node(id: $one) { id } nodes(ids: $ids) { id } }`,
		map[string]any{"one": texts[0], "ids": texts},
	)
	if one := at(got.Data, "node", "id"); (one == texts[0]) != may || !may && one != nil {
		a.t.Errorf("%s: node is %v", what, one)
	}
	for i, text := range texts {
		if one := at(got.Data, "nodes", i, "id"); (one == text) != may || !may && one != nil {
			a.t.Errorf("%s: nodes has %v", what, one)
		}
	}
	for _, e := range got.Errors {
		if e.Extensions.Code != "NOT_FOUND" {
			a.t.Errorf("%s: %+v", what, e)
		}
	}
	if may == (len(got.Errors) > 0) {
		a.t.Errorf("%s: errors %+v", what, got.Errors)
	}
}

// rootListIDs reads the ids of every list of the API, and checks that each counts what it returns.
func (a api) rootListIDs() map[string][]string {
	a.t.Helper()
	found := map[string][]string{}
	for name, typ := range rootLists(a.t) {
		list := a.data(`{ it: `+name+`(first: 100) { totalCount edges { node { id } } } }`, nil)["it"]
		ids := nodeIDs(list)
		if len(ids) > 99 {
			a.t.Fatalf("the test has too many %s for one page", name)
		}
		if total := at(list, "totalCount"); asInt(a.t, total) != len(ids) {
			a.t.Errorf("%s counts %v and shows %d", name, total, len(ids))
		}
		found[typ] = ids
	}
	return found
}

// rootLists are the lists that the API begins with, by name, and the type that each lists.
func rootLists(t *testing.T) map[string]string {
	t.Helper()
	lists := map[string]string{}
	for _, f := range parseSDL(t, "now", graph.SDL()).Query.Fields {
		if typ, ok := strings.CutSuffix(f.Type.Name(), "Connection"); ok &&
			!slices.ContainsFunc(f.Arguments, isRequired) {
			lists[f.Name] = typ
		}
	}
	return lists
}

func isRequired(a *ast.ArgumentDefinition) bool { return a.Type.NonNull && a.DefaultValue == nil }

// TestAccess_EdgesAndFilters checks that edges lead to all visible rows and only to those, and that a
// filterable edge leads only to rows that viewers of its row may see.
func TestAccess_EdgesAndFilters(t *testing.T) {
	schema := parseSDL(t, "now", graph.SDL())
	edges, filters := nodeEdges(schema), filteredEdges(schema)
	eachTable(t, func(a api, _ tableRows) {
		operator := serve(a.t, a.store, viewer.Operator())
		whole := map[string]map[string]map[string][]string{}
		for typ := range edges {
			whole[typ] = operator.followEdges(typ, edges[typ], a.visibleIDs(viewer.Operator(), typ))
		}
		for column, v := range columnViewers() {
			as, seen := serve(a.t, a.store, v), map[string]bool{}
			for _, kind := range gid.Kinds() {
				for _, id := range a.visibleIDs(v, kind.Type()) {
					seen[id] = true
				}
			}
			for typ, fields := range edges {
				for parent, got := range as.followEdges(typ, fields, a.visibleIDs(v, typ)) {
					for _, f := range fields {
						all := whole[typ][parent][f.name]
						want := slices.DeleteFunc(slices.Clone(all), func(id string) bool { return !seen[id] })
						if !slices.Equal(got[f.name], want) {
							a.t.Errorf(
								"%s: %s.%s of %s leads to %d rows, want %d", column, typ, f.name, parent, len(got[f.name]), len(want),
							)
						}
						if filters[typ][f.name] && len(want) != len(all) {
							a.t.Errorf("%s: a filter by %s.%s tells of rows that are hidden", column, typ, f.name)
						}
					}
				}
			}
		}
	})
}

// schemaEdge is a field that leads from a row to rows.
type schemaEdge struct {
	name string
	many bool // as a connection
}

// nodeEdges are the fields of every type that lead to other rows and need no argument.
func nodeEdges(schema *ast.Schema) map[string][]schemaEdge {
	isNode := map[string]bool{}
	for _, def := range schema.GetPossibleTypes(schema.Types["Node"]) {
		isNode[def.Name] = true
	}
	edges := map[string][]schemaEdge{}
	for name := range isNode {
		for _, f := range schema.Types[name].Fields {
			to, many := strings.CutSuffix(f.Type.Name(), "Connection")
			if isNode[to] && !slices.ContainsFunc(f.Arguments, isRequired) {
				edges[name] = append(edges[name], schemaEdge{f.Name, many})
			}
		}
	}
	return edges
}

// filteredEdges are the edges that filters may follow.
func filteredEdges(schema *ast.Schema) map[string]map[string]bool {
	filters := map[string]map[string]bool{}
	for name, def := range schema.Types {
		typ, ok := strings.CutSuffix(name, "WhereInput")
		if !ok {
			continue
		}
		filters[typ] = map[string]bool{}
		for _, f := range def.Fields {
			if rest, ok := strings.CutPrefix(f.Name, "has"); ok && !strings.HasSuffix(rest, "With") {
				filters[typ][strings.ToLower(rest[:1])+rest[1:]] = true
			}
		}
	}
	return filters
}

// visibleIDs are the ids of a type that a viewer's Reader shows; TestAccess_TableOfTypes and the model in
// internal/access say that they are the right ones.
func (a api) visibleIDs(v viewer.Viewer, typ string) []string {
	a.t.Helper()
	for _, kind := range gid.Kinds() {
		if kind.Type() == typ {
			ids, err := idsOf[kind](viewer.NewContext(a.t.Context(), v), a.store.Reader())
			if err != nil {
				a.t.Fatal(err)
			}
			texts := make([]string, len(ids))
			for i, id := range ids {
				texts[i] = id.String()
			}
			return texts
		}
	}
	a.t.Fatalf("no kind is %s", typ)
	return nil
}

// followEdges reads what the edges of a type lead to: ids by row and edge.
func (a api) followEdges(typ string, edges []schemaEdge, from []string) map[string]map[string][]string {
	a.t.Helper()
	found := map[string]map[string][]string{}
	for _, id := range from {
		found[id] = map[string][]string{}
	}
	// all edges of a unit at once cost more than an anonymous caller may ask for
	for some := range slices.Chunk(edges, 16) {
		a.followSomeEdges(typ, some, from, found)
	}
	return found
}

func (a api) followSomeEdges(
	typ string, edges []schemaEdge, from []string, found map[string]map[string][]string,
) {
	a.t.Helper()
	var selection strings.Builder
	for _, e := range edges {
		if e.many {
			selection.WriteString(e.name + "(first: 100) { totalCount edges { node { id } } }\n")
		} else {
			selection.WriteString(e.name + " { id }\n")
		}
	}
	for some := range slices.Chunk(from, 25) {
		nodes := a.data(`query($ids: [ID!]!) { nodes(ids: $ids) { id `+
			`... on `+typ+` { `+selection.String()+` } } }`, map[string]any{"ids": some})["nodes"]
		for i, id := range some {
			for _, e := range edges {
				to := at(nodes, i, e.name)
				ids := nodeIDs(to)
				if e.many && asInt(a.t, at(to, "totalCount")) != len(ids) {
					a.t.Errorf("%s.%s counts %v and shows %d", typ, e.name, at(to, "totalCount"), len(ids))
				}
				slices.Sort(ids)
				found[id][e.name] = ids
			}
		}
	}
}

// nodeIDs are the ids in a connection, in a list, or of one row.
func nodeIDs(v any) []string {
	ids := []string{}
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			ids = append(ids, nodeIDs(one)...)
		}
	case map[string]any:
		if id, ok := v["id"].(string); ok {
			return []string{id}
		}
		edges, _ := v["edges"].([]any)
		for i := range edges {
			ids = append(ids, nodeIDs(at(edges, i, "node"))...)
		}
	}
	return ids
}

func asInt(t *testing.T, v any) int {
	t.Helper()
	n, ok := v.(interface{ Int64() (int64, error) })
	if !ok {
		t.Fatalf("%v is no number", v)
	}
	i, err := n.Int64()
	if err != nil {
		t.Fatal(err)
	}
	return int(i)
}

// TestAccess_AccountsUnreachable checks that accounts, grants and tokens are reachable only by their owner
// and the operator.
func TestAccess_AccountsUnreachable(t *testing.T) {
	schema := parseSDL(t, "now", graph.SDL())
	theirs := func(typ string) bool {
		for _, prefix := range []string{"Account", "Grant", "Token"} {
			if strings.HasPrefix(typ, prefix) && !strings.HasSuffix(typ, "Payload") {
				return true
			}
		}
		return false
	}
	ways := map[string]bool{}
	for name, def := range schema.Types {
		for _, f := range def.Fields {
			if def.Kind == ast.Object && !theirs(name) && theirs(f.Type.Name()) && !strings.HasPrefix(name, "__") {
				ways[name+"."+f.Name] = true
			}
		}
	}
	want := []string{
		"CreateAccountPayload.account",
		"DisableAccountPayload.account",
		"EnableAccountPayload.account",
		"GrantRolePayload.grant",
		"IssueTokenPayload.token",
		"RevokeGrantPayload.grant",
		"RevokeTokenPayload.token",
		"Viewer.account",
	}
	if got := slices.Sorted(maps.Keys(ways)); !slices.Equal(got, want) {
		t.Errorf("ways to accounts: %v", got)
	}
	for name, d := range schema.Types {
		for _, f := range d.Fields {
			if strings.Contains(f.Name, "hash") || strings.Contains(f.Name, "Hash") {
				t.Errorf("%s.%s reveals a hash", name, f.Name)
			}
		}
	}
}
