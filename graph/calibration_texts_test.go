//go:build !race

package graph_test

import (
	"database/sql/driver"
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"thidua/ent/migrate"
	"thidua/graph"
	"thidua/internal/gid"
	"thidua/internal/guard"
)

// longTextBytes is the maximum length of a text that commands accept.
const longTextBytes = 4000

// shortTexts are fields that have the name of a long text elsewhere, but the length of a line.
var shortTexts = map[string]string{
	"Account.subject":     "a name, of at most 255 bytes",
	"Citation.note":       "of the editor, in the data files",
	"Document.note":       "of the editor, in the data files",
	"IndicatorValue.note": "of the editor, in the data files",
	"Discrepancy.summary": "of the editor, in the data files",
}

// TestCost_LongTextsDeclared checks that a field whose name is that of a long text elsewhere is one, too.
func TestCost_LongTextsDeclared(t *testing.T) {
	long := map[string]bool{}
	eachTextField(func(on *ast.Definition, f *ast.FieldDefinition) {
		if guard.IsLongText(on.Name + "." + f.Name) {
			long[f.Name] = true
		}
	})
	if len(long) < 10 {
		t.Fatalf("only these texts are long: %v", long)
	}
	eachTextField(func(on *ast.Definition, f *ast.FieldDefinition) {
		coordinate := on.Name + "." + f.Name
		_, short := shortTexts[coordinate]
		if long[f.Name] && guard.IsLongText(coordinate) == short {
			t.Errorf("%s must be either in guard's table of long texts or in shortTexts", coordinate)
		}
	})
}

// eachTextField calls do for every field of type String.
func eachTextField(do func(on *ast.Definition, f *ast.FieldDefinition)) {
	for _, on := range graph.SchemaTypes() {
		for _, f := range on.Fields {
			if on.Kind == ast.Object && f.Type.NamedType == "String" && !strings.HasPrefix(on.Name, "__") {
				do(on, f)
			}
		}
	}
}

// checkTexts checks lists of long texts, and of names, at their maximum length. It overwrites the texts of
// the database, so it runs last.
func (b *costBench) checkTexts(t *testing.T) {
	probes := newProbes(graph.Schema())
	eachTextField(func(on *ast.Definition, f *ast.FieldDefinition) {
		if !guard.IsLongText(on.Name+"."+f.Name) || !b.lengthen(t, on.Name, f.Name) {
			return
		}
		query := func(selected string) string {
			return strings.ReplaceAll(fmt.Sprintf(probes.paths[on.Name], selected), "first: 10", "first: 100")
		}
		without, _ := b.count(t, query("id"), nil)
		cost, w := b.check(t, on.Name+"."+f.Name, query("id "+f.Name))
		added, worked := cost-estimateCost(t, query("id"), nil), w.cpuMicroseconds()-without.cpuMicroseconds()
		if b.isTooCheap(added, worked-noise) {
			t.Errorf("%s.%s is too cheap: it adds %d units for about %d µs", on.Name, f.Name, added, worked)
		}
	})
}

// lengthen sets a text of all rows of a type to the maximum length. It returns false if the field is not
// stored in a column.
func (b *costBench) lengthen(t *testing.T, on, field string) bool {
	for _, kind := range gid.Kinds() {
		if kind.Type() != on {
			continue
		}
		for _, table := range migrate.Tables {
			if table.Name != kind.Table() {
				continue
			}
			for _, column := range table.Columns {
				if strings.ReplaceAll(column.Name, "_", "") == strings.ToLower(field) {
					text := strings.Repeat("Đề nghị xem xét. ", longTextBytes)
					b.steps.steps(t, "UPDATE "+table.Name+" SET "+column.Name+" = ? WHERE "+column.Name+" IS NOT NULL",
						[]driver.NamedValue{{Ordinal: 1, Value: strings.ToValidUTF8(text[:longTextBytes], "")}})
					return true
				}
			}
		}
	}
	return false
}
