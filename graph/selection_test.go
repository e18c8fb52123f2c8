package graph_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"thidua/internal/access"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// unreachedPaths are the places at which the data has no object, with the reason.
var unreachedPaths = map[string]string{
	"Citation.fact:Account":            notCitedReason,
	"Citation.fact:Announcement":       notCitedReason,
	"Citation.fact:Citation":           notCitedReason,
	"Citation.fact:FloorRequest":       notCitedReason,
	"Citation.fact:Grant":              notCitedReason,
	"Citation.fact:TaskAssignment":     notCitedReason,
	"Citation.fact:Token":              notCitedReason,
	"Conference.floor.totals.site":     "totals by unit have no site",
	"Query.speakingTotals.totals.unit": "totals by site have no unit",
}

const notCitedReason = "no citation can be about it"

// What a field is answered depends on nothing else that is selected.
func TestSelection_NeverChangesAValue(t *testing.T) {
	published.Each(t, func(t *testing.T, s *store.Store) {
		x := newSelectionFixture(t, s)
		t.Run("rows of several parents", x.testRowsOfSeveralParents)
		t.Run("random operations", x.testRandomOperations)
		t.Run("pages", x.testRandomPages)
	}, store.WithReadRules(access.InstallReadRules))
}

// testEveryField tests that a field has the value that it has alone, whatever stands beside it and whichever
// way leads to its object: every type, every way to it, and every field beside every other one. Whatever the
// schema is given later is tested without a line here.
//
// At each place all fields are asked for together, so that every two meet, and parts of them, so that no
// column that one field reads hides what another one lacks. Each two also meet with nothing else selected, at
// one place of their type.
func (x selectionFixture) testEveryField(t *testing.T) {
	x.t = t
	m := newMatrix(x)
	reached := map[string][]selectionQuery{}
	for _, p := range m.objectPaths() {
		ids, found := m.ownerIDs(p)
		if reason := unreachedPaths[p.String()]; found == (reason != "") {
			t.Errorf("%s has objects: %v, but the reason why it has none is %q", p, found, reason)
		}
		if found {
			reached[p.target.Name] = append(reached[p.target.Name], selectionQuery{place: p, ids: ids})
		}
	}
	asked := 0
	for _, name := range slices.Sorted(maps.Keys(reached)) {
		for _, q := range reached[name] {
			for _, q.fields = range m.fieldSets(q.place.target) {
				m.enqueue(q)
				asked++
			}
		}
		for i, pair := range m.fieldPairs(reached[name][0].place.target) {
			q := reached[name][i%len(reached[name])]
			q.fields = pair
			m.enqueue(q)
			asked++
		}
	}
	m.execute()
	m.queryAlone()
	m.compareValues()
	t.Logf("%d selections, %d fields of objects", asked, len(m.seen))
}

// fieldSets are the selections at each place of a type: each plain field alone, those that are not plain, and
// all of them. Of an object without an id each field is asked for alone, for its values are known in no other
// way.
func (m *selectionMatrix) fieldSets(def *ast.Definition) [][]*ast.FieldDefinition {
	all := m.fields(def)
	sets := [][]*ast.FieldDefinition{all}
	var others []*ast.FieldDefinition
	for _, f := range all {
		if m.hasID(def) && !m.schema.Types[f.Type.Name()].IsLeafType() {
			others = append(others, f)
		} else {
			sets = append(sets, []*ast.FieldDefinition{f})
		}
	}
	if len(others) > 0 {
		sets = append(sets, others)
	}
	return sets
}

// fieldPairs are every two fields of a type.
func (m *selectionMatrix) fieldPairs(def *ast.Definition) (pairs [][]*ast.FieldDefinition) {
	all := m.fields(def)
	for i, f := range all {
		for _, g := range all[:i] {
			pairs = append(pairs, []*ast.FieldDefinition{f, g})
		}
	}
	return pairs
}

// queryAlone asks for each field of the objects with an id that were met, by the id and without any other
// field.
func (m *selectionMatrix) queryAlone() {
	met := map[string][]string{}
	for s := range m.seen {
		if typ, id, ok := strings.Cut(s.object, " "); ok && m.rowsOf[typ] != nil && !slices.Contains(met[typ], id) {
			met[typ] = append(met[typ], id)
		}
	}
	for typ, all := range met {
		def := m.schema.Types[typ]
		for ids := range slices.Chunk(all, 100) {
			quoted, _ := json.Marshal(ids)
			var b strings.Builder
			for _, f := range m.fields(def) {
				fmt.Fprintf(&b, " %s: nodes(ids: %s) { ... on %s { %s } }", f.Name, quoted, typ, m.probeText(def, f))
			}
			answer := m.query("{"+b.String()+" }", nil)
			for _, f := range m.fields(def) {
				for i, id := range ids {
					value, _ := json.Marshal(at(answer, f.Name, i, f.Name))
					m.alone[objectField{typ + " " + id, f.Name}] = string(value)
				}
			}
			m.compareStored(def, ids)
		}
	}
}

// compareValues tells of every value that was another one beside other fields.
func (m *selectionMatrix) compareValues() {
	wrong := 0
	for s, values := range m.seen {
		for value, q := range values {
			if value == m.alone[s] {
				continue
			}
			if wrong++; wrong <= 20 {
				var names []string
				for _, f := range q.fields {
					names = append(names, f.Name)
				}
				m.selectionFixture.t.Errorf(
					"%s of %s, at %s of %v beside %v, is\n%.500s, but alone\n%.500s", s.field, s.object, q.place, q.ids,
					names, value, m.alone[s],
				)
			}
		}
	}
	if wrong > 20 {
		m.selectionFixture.t.Errorf("and %d more", wrong-20)
	}
}

// compareStored holds plain values against the rows: what is stored is not answered as empty, and an enum has
// a value that the schema knows.
func (m *selectionMatrix) compareStored(def *ast.Definition, texts []string) {
	ids := make([]gid.ID, len(texts))
	for i, text := range texts {
		if err := ids[i].UnmarshalGQL(text); err != nil {
			m.selectionFixture.t.Fatal(err)
		}
	}
	kind, _ := ids[0].Kind()
	rows, err := m.store.Reader().VisibleNodes(
		viewer.NewContext(m.selectionFixture.t.Context(), viewer.Operator()), kind.Table(), ids,
	)
	if err != nil {
		m.selectionFixture.t.Fatal(err)
	}
	for i, row := range rows {
		stored := columnsOf(row)
		for _, f := range m.fields(def) {
			of := m.schema.Types[f.Type.Name()]
			if !of.IsLeafType() {
				continue
			}
			var value any
			_ = json.Unmarshal([]byte(m.alone[objectField{def.Name + " " + texts[i], f.Name}]), &value)
			where := fmt.Sprintf("%s of %s %s", f.Name, def.Name, texts[i])
			for _, v := range flatten(value) {
				if of.Kind == ast.Enum && of.EnumValues.ForName(fmt.Sprint(v)) == nil {
					m.selectionFixture.t.Errorf("%s is %v, which is no %s", where, v, of.Name)
				}
			}
			column, known := stored[f.Name]
			switch {
			case !known || column.IsZero():
			case value == nil || value == "":
				m.selectionFixture.t.Errorf("%s is %v, but %v is stored", where, value, column)
			case column.Kind() == reflect.String && of.Kind == ast.Enum && column.String() != value:
				m.selectionFixture.t.Errorf("%s is %v, but %v is stored", where, value, column)
			}
		}
	}
}

// columnsOf returns the values of a row by the names that the API gives its columns.
func columnsOf(row any) map[string]reflect.Value {
	columns := map[string]reflect.Value{}
	for v, i := reflect.ValueOf(row).Elem(), 0; i < v.NumField(); i++ {
		tag, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		words := strings.Split(tag, "_")
		for j := range words[1:] {
			words[j+1] = strings.ToUpper(words[j+1][:1]) + words[j+1][1:]
		}
		column := v.Field(i)
		if column.Kind() == reflect.Pointer && !column.IsNil() {
			column = column.Elem()
		}
		columns[strings.Join(words, "")] = column
	}
	return columns
}
