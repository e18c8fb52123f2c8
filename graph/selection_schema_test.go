package graph_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"thidua/graph"
)

// knownArguments are arguments for every field that cannot be asked for without: a field that is added with a
// required argument fails the test until it has a line here. $ID and $IDS stand for ids of the type that is
// asked for.
var knownArguments = map[string]string{
	"Cluster.deputyHead": `schoolYear: "2023-2024"`,
	"Cluster.head":       `schoolYear: "2023-2024"`,
	"Cluster.members":    `schoolYear: "2023-2024"`,
	"Cluster.position":   `schoolYear: "2023-2024"`,
	"Cluster.standings":  `schoolYear: "2023-2024", indicator: "graduation-exam-average"`,

	"Query.agendaTemplate":   `kind: FINAL_REVIEW`,
	"Query.awardKind":        `code: "MINISTRY_EMULATION_FLAG"`,
	"Query.cluster":          `number: 2`,
	"Query.conference":       `code: "hall"`,
	"Query.conferenceAt":     `conference: "hall"`,
	"Query.discrepancy":      `code: "x01"`,
	"Query.document":         `code: "s0"`,
	"Query.indicator":        `code: "schools-at-national-standard-primary"`,
	"Query.movement":         `code: "m1"`,
	"Query.node":             `id: $ID`,
	"Query.nodes":            `ids: $IDS`,
	"Query.person":           `code: "nguyen-the-son"`,
	"Query.proposal":         `code: "k-hall-1"`,
	"Query.province":         `code: "vinh-phuc"`,
	"Query.search":           `text: "ng"`,
	"Query.similarProposals": `text: "Bổ sung biên chế giáo viên mầm non", topics: ["staffing"]`,
	"Query.speakingTotals":   `schoolYear: "2023-2024", by: SITE`,
	"Query.topic":            `code: "staffing"`,
	"Query.unit":             `code: "vinh-phuc"`,

	"Unit.cluster": `schoolYear: "2023-2024"`,
}

// timeDependentFields are the fields that tell the time: their values differ from one request to the next.
var timeDependentFields = map[string]bool{
	"Agenda.asOf": true, "Agenda.endsAt": true, "Agenda.delaySeconds": true,
	"AgendaForecast.plannedStartAt": true, "AgendaForecast.startsAt": true, "AgendaForecast.endsAt": true,
	"AgendaForecast.elapsedSeconds": true, "AgendaForecast.overrunSeconds": true,
	"ConferenceReplay.at": true,
}

// schemaInfo is the public schema, and what to write to ask for its fields.
type schemaInfo struct {
	t      testing.TB
	schema *ast.Schema
}

func publicSchemaInfo(t testing.TB) schemaInfo { return schemaInfo{t, graph.Schema()} }

// hasID tells whether objects of a type are found by an id.
func (l schemaInfo) hasID(def *ast.Definition) bool {
	return def.Kind == ast.Object && slices.Contains(def.Interfaces, "Node")
}

// nodeOf is the type of the rows of a connection; nil for any other type.
func (l schemaInfo) nodeOf(def *ast.Definition) *ast.Definition {
	if name, ok := strings.CutSuffix(def.Name, "Connection"); ok && def.Fields.ForName("edges") != nil {
		return l.schema.Types[name]
	}
	return nil
}

// nodes are the types with an id, by name.
func (l schemaInfo) nodes() []*ast.Definition {
	var found []*ast.Definition
	for _, name := range slices.Sorted(maps.Keys(l.schema.Types)) {
		if def := l.schema.Types[name]; l.hasID(def) {
			found = append(found, def)
		}
	}
	return found
}

// fields are the fields of a type that have the same value in every request.
func (l schemaInfo) fields(def *ast.Definition) []*ast.FieldDefinition {
	return slices.DeleteFunc(slices.Clone(def.Fields), func(f *ast.FieldDefinition) bool {
		return strings.HasPrefix(f.Name, "__") || timeDependentFields[def.Name+"."+f.Name]
	})
}

// callText is a field with the arguments that it is asked for with.
func (l schemaInfo) callText(def *ast.Definition, f *ast.FieldDefinition) string {
	l.t.Helper()
	arguments := knownArguments[def.Name+"."+f.Name]
	for _, a := range f.Arguments {
		if a.Type.NonNull && a.DefaultValue == nil && !strings.Contains(arguments, a.Name+":") {
			l.t.Fatalf("knownArguments has no %s for %s.%s", a.Name, def.Name, f.Name)
		}
	}
	if groupBy := f.Arguments.ForName("groupBy"); arguments == "" && groupBy != nil {
		arguments = "groupBy: " + allKeys(l.schema, groupBy)
	}
	if arguments == "" && l.nodeOf(l.schema.Types[f.Type.Name()]) != nil {
		arguments = "first: 3"
	}
	if arguments == "" {
		return f.Name
	}
	return f.Name + "(" + arguments + ")"
}

// allKeys is the list of all values of a list of an enum.
func allKeys(schema *ast.Schema, of *ast.ArgumentDefinition) string {
	var keys []string
	for _, value := range schema.Types[of.Type.Name()].EnumValues {
		keys = append(keys, value.Name)
	}
	return "[" + strings.Join(keys, " ") + "]"
}

// probeText asks for a field so that its value can be compared: of objects with an id the id, of others every
// field.
func (l schemaInfo) probeText(def *ast.Definition, f *ast.FieldDefinition) string {
	of := l.schema.Types[f.Type.Name()]
	call := l.callText(def, f)
	switch {
	case of.IsLeafType():
		return call
	case of.IsAbstractType():
		return call + ` { __typename ... on Node { id } }`
	case l.hasID(of):
		return call + ` { __typename id }`
	case l.nodeOf(of) != nil:
		return call + ` { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { ` +
			`cursor node { id } } nodes { id } }`
	}
	var inner []string
	for _, g := range l.fields(of) {
		inner = append(inner, l.probeText(of, g))
	}
	return fmt.Sprintf("%s { __typename %s }", call, strings.Join(inner, " "))
}
