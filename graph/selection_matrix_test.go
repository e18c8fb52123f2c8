package graph_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"thidua/internal/gid"
)

// selectionMatrix asks for sets of fields at places, and compares what each field was answered.
type selectionMatrix struct {
	selectionFixture
	schemaInfo
	rowsOf  map[string][]string // ids of all rows, by type
	pending []selectionQuery
	seen    map[objectField]map[string]selectionQuery // where each value of a field was answered first
	alone   map[objectField]string                    // the value that it has to be
}

// selectionQuery asks for a set of fields at a place.
type selectionQuery struct {
	place  objectPath
	ids    []string // of the owners; of the targets where a root field takes ids
	fields []*ast.FieldDefinition
}

// objectField is a field of an object: by its id, or by its place and number where it has none.
type objectField struct{ object, field string }

func newMatrix(x selectionFixture) *selectionMatrix {
	m := &selectionMatrix{
		selectionFixture: x,
		schemaInfo:       publicSchemaInfo(x.t),
		rowsOf:           map[string][]string{},
		seen:             map[objectField]map[string]selectionQuery{},
		alone:            map[objectField]string{},
	}
	for _, kind := range gid.Kinds() {
		m.rowsOf[kind.String()] = x.rowIDs(kind)
	}
	return m
}

// ownerIDs are ids with which a place has objects: the first and the last of those there are, so that rows
// are read together. For a root field that takes ids they are those of its targets.
func (m *selectionMatrix) ownerIDs(p objectPath) ([]string, bool) {
	if p.owner != m.schema.Query {
		var found []string
		for ids := range slices.Chunk(m.rowsOf[p.owner.Name], 100) {
			list, _ := at(m.query(`{ a: `+m.queryText(p, ids, "__typename")+` }`, nil), "a").([]any)
			for i, owner := range list {
				if len(p.objects(owner)) > 0 {
					found = append(found, ids[i])
				}
			}
		}
		if len(found) > 2 {
			found = []string{found[0], found[len(found)-1]}
		}
		return found, len(found) > 0
	}
	ids := m.rowsOf[p.target.Name]
	if strings.Contains(p.calls[0], "$ID)") {
		ids = ids[len(ids)/2:][:1]
	} else {
		ids = ids[:min(3, len(ids))]
	}
	answer := m.query(`{ a: `+m.queryText(p, ids, "__typename")+` }`, nil)
	return ids, len(p.objects(map[string]any{p.path[0]: answer["a"]})) > 0
}

// queryText is a root field that asks for a selection at a place.
func (m *selectionMatrix) queryText(p objectPath, ids []string, inner string) string {
	quoted, _ := json.Marshal(ids)
	if p.owner != m.schema.Query {
		return fmt.Sprintf("nodes(ids: %s) { ... on %s { %s } }", quoted, p.owner.Name, p.selection(inner))
	}
	text := strings.ReplaceAll(p.selection(inner), "$IDS", string(quoted))
	if len(ids) > 0 {
		text = strings.ReplaceAll(text, "$ID", fmt.Sprintf("%q", ids[0]))
	}
	return text
}

// questionsPerOperation is how many queries one operation combines; its root fields run concurrently.
const questionsPerOperation = 50

// enqueue adds a query to the next operation.
func (m *selectionMatrix) enqueue(q selectionQuery) {
	if m.pending = append(m.pending, q); len(m.pending) == questionsPerOperation {
		m.execute()
	}
}

func (m *selectionMatrix) execute() {
	if len(m.pending) == 0 {
		return
	}
	var b strings.Builder
	b.WriteString("{")
	for i, q := range m.pending {
		var inner []string
		if m.hasID(q.place.target) &&
			!slices.ContainsFunc(q.fields, func(f *ast.FieldDefinition) bool { return f.Name == "id" }) {
			inner = append(inner, "id")
		}
		for _, f := range q.fields {
			inner = append(inner, m.probeText(q.place.target, f))
		}
		fmt.Fprintf(&b, " a%d: %s", i, m.queryText(q.place, q.ids, strings.Join(inner, " ")))
	}
	b.WriteString(" }")
	answer := m.query(b.String(), nil)
	for i, q := range m.pending {
		m.recordAnswer(q, answer[fmt.Sprint("a", i)])
	}
	m.pending = nil
}

// recordAnswer keeps what a question was answered.
func (m *selectionMatrix) recordAnswer(q selectionQuery, answer any) {
	owners := []any{map[string]any{q.place.path[0]: answer}}
	if q.place.owner != m.schema.Query {
		owners, _ = answer.([]any)
	}
	n := 0
	for _, owner := range owners {
		for _, object := range q.place.objects(owner) {
			name := fmt.Sprint(q.place, " ", n)
			if m.hasID(q.place.target) {
				name = q.place.target.Name + " " + object["id"].(string)
			}
			n++
			for _, f := range q.fields {
				value, _ := json.Marshal(object[f.Name])
				m.recordValue(objectField{name, f.Name}, string(value), q)
			}
		}
	}
}

func (m *selectionMatrix) recordValue(s objectField, value string, q selectionQuery) {
	if m.seen[s] == nil {
		m.seen[s] = map[string]selectionQuery{}
	}
	if _, known := m.seen[s][value]; !known {
		m.seen[s][value] = q
	}
	if !m.hasID(q.place.target) && len(q.fields) == 1 {
		m.alone[s] = value
	}
}
