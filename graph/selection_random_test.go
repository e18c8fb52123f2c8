package graph_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"pgregory.net/rapid"

	"thidua/internal/account"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/viewer"
)

var readerNames = []string{"anonymous", "MINISTRY", "UNIT_EDITOR", "DELEGATE"}

// readerViewers are viewers who see different rows.
func readerViewers() map[string]viewer.Viewer {
	as := func(g viewer.Grant) viewer.Viewer { return viewer.Account(account.ID("clerk"), time.Time{}, g) }
	return map[string]viewer.Viewer{
		"anonymous": viewer.Anonymous(),
		"MINISTRY":  as(viewer.Grant{Role: viewer.Ministry}),
		"UNIT_EDITOR": as(
			viewer.Grant{Role: viewer.UnitEditor, Unit: registry.UnitID("nam-dinh"), SchoolYear: thisYear},
		),
		"DELEGATE": as(
			viewer.Grant{
				Role:       viewer.Delegate,
				Conference: registry.ConferenceID("hall"),
				Unit:       registry.UnitID("nam-dinh"),
			},
		),
	}
}

// testRandomOperations tests that, whatever is asked for in one operation, each plain field of each object
// has the value that the same viewer gets by the object's id for this field alone; and that what a
// directive leaves out is not there.
func (x selectionFixture) testRandomOperations(t *testing.T) {
	x.t = t
	var ids []string
	for _, kind := range gid.Kinds() {
		rows := x.rowIDs(kind)
		ids = append(ids, rows[:min(5, len(rows))]...)
	}
	checks := map[string]*valueCheck{}
	for name, caller := range readerViewers() {
		as := x
		as.as = caller
		checks[name] = &valueCheck{
			selectionFixture: as,
			schemaInfo:       publicSchemaInfo(t),
			alone:            map[objectField]string{},
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		c := checks[rapid.SampledFrom(readerNames).Draw(rt, "viewer")]
		for range 5 { // operations of a check, so that a hundred checks compare thousands of values
			o := &randomOperationBuilder{schemaInfo: c.schemaInfo, rt: rt, ids: ids, variables: map[string]any{}}
			c.check(rt, o.query(), o.variables)
		}
	})
	for name, c := range checks {
		if c.compared < 200 {
			t.Errorf("%s: only %d values were compared", name, c.compared)
		}
		t.Logf("%s: %d values", name, c.compared)
	}
}

// valueCheck compares the values of an answer with those that its viewer gets by id.
type valueCheck struct {
	selectionFixture
	schemaInfo
	alone    map[objectField]string
	compared int
}

// metObject is a plain field of an object in an answer.
type metObject struct {
	of    *ast.Definition
	id    string
	field *ast.FieldDefinition
	value string
}

func (c *valueCheck) check(rt *rapid.T, query string, variables map[string]any) {
	response := c.run(viewer.NewContext(c.selectionFixture.t.Context(), c.as), query, variables)
	for _, e := range response.Errors {
		if fmt.Sprint(e.Extensions["code"]) != "NOT_FOUND" { // an id that the viewer may not see
			rt.Fatalf("%v\n%s", e, query)
		}
	}
	var data map[string]any
	if err := json.Unmarshal(response.Data, &data); err != nil {
		rt.Fatalf("%v: %s", err, response.Data)
	}
	var all []metObject
	c.walk(rt, c.schema.Query, data, &all)
	c.ask(rt, all)
	for _, m := range all {
		c.compared++
		if want := c.alone[objectField{m.of.Name + " " + m.id, m.field.Name}]; m.value != want {
			rt.Errorf(
				"%s of %s %s is %s, but alone %s, in\n%s\n%v", m.field.Name, m.of.Name, m.id, m.value, want, query,
				variables,
			)
		}
	}
}

var answeredName = regexp.MustCompile(`^([A-Za-z]+)(?:_[0-9]+)?(x?)$`)

// walk collects the plain fields of the objects in a response.
func (c *valueCheck) walk(rt *rapid.T, def *ast.Definition, value any, all *[]metObject) {
	for _, v := range flatten(value) {
		object := v.(map[string]any)
		if name, ok := object["__typename"].(string); ok {
			def = c.schema.Types[name]
		}
		for key, inner := range object {
			name := answeredName.FindStringSubmatch(key)
			switch {
			case key == "__typename":
				continue
			case name == nil || name[2] != "":
				rt.Errorf("%s is answered of %s, which a directive leaves out", key, def.Name)
				continue
			}
			f := def.Fields.ForName(name[1])
			of := c.schema.Types[f.Type.Name()]
			if !of.IsLeafType() {
				c.walk(rt, of, inner, all)
			} else if c.hasID(def) && f.Name != "id" {
				text, _ := json.Marshal(inner)
				*all = append(*all, metObject{def, object["id"].(string), f, string(text)})
			}
		}
	}
}

// ask queries the values that are not known yet, each by a field of its own.
func (c *valueCheck) ask(rt *rapid.T, all []metObject) {
	unknown := slices.DeleteFunc(slices.Clone(all), func(m metObject) bool {
		_, known := c.alone[objectField{m.of.Name + " " + m.id, m.field.Name}]
		return known
	})
	var b strings.Builder
	for i, m := range unknown {
		fmt.Fprintf(&b, " a%d: node(id: %q) { ... on %s { %s } }", i, m.id, m.of.Name, c.callText(m.of, m.field))
	}
	if len(unknown) == 0 {
		return
	}
	response := c.run(viewer.NewContext(c.selectionFixture.t.Context(), c.as), "{"+b.String()+" }", nil)
	var data map[string]any
	if err := json.Unmarshal(response.Data, &data); err != nil || len(response.Errors) > 0 {
		rt.Fatalf("%v: %v: %s", err, response.Errors, b.String())
	}
	for i, m := range unknown {
		text, _ := json.Marshal(at(data, fmt.Sprint("a", i), m.field.Name))
		c.alone[objectField{m.of.Name + " " + m.id, m.field.Name}] = string(text)
	}
}
