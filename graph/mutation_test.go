package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"thidua/graph"
)

// mutationsWithoutEvents change accounts, or issue secrets: no stream has events of them.
var mutationsWithoutEvents = map[string]bool{"createAccount": true, "disableAccount": true, "enableAccount": true,
	"grantRole": true, "revokeGrant": true, "issueToken": true, "revokeToken": true, "issueCheckInCode": true}

// TestMutations_Convention checks that each mutation has one argument, input, of a type of its own, and
// returns a type of its own, which contains the changed object and the position of its events.
func TestMutations_Convention(t *testing.T) {
	types := graph.SchemaTypes()
	for _, m := range types["Mutation"].Fields {
		name := strings.ToUpper(m.Name[:1]) + m.Name[1:]
		if len(m.Arguments) != 1 || m.Arguments[0].Name != "input" ||
			m.Arguments[0].Type.String() != name+"Input!" {
			t.Errorf("%s: its only argument must be input: %sInput!", m.Name, name)
		}
		if m.Type.String() != name+"Payload!" {
			t.Errorf("%s returns %s, not %sPayload!", m.Name, m.Type, name)
			continue
		}
		result := types[m.Type.Name()]
		if !result.Fields[0].Type.NonNull {
			t.Errorf("%s.%s may be null", result.Name, result.Fields[0].Name)
		}
		position := result.Fields.ForName("position")
		if hasPosition := position != nil && position.Type.String() == "Position"; hasPosition ==
			mutationsWithoutEvents[m.Name] {
			t.Errorf("%s.position: %v", result.Name, position)
		}
	}
	checkUsedOnce(t, types)
}

// checkUsedOnce checks that no field but its mutation has an input or a result of a mutation.
func checkUsedOnce(t *testing.T, types map[string]*ast.Definition) {
	t.Helper()
	uses := map[string]int{}
	for _, d := range types {
		for _, f := range d.Fields {
			uses[f.Type.Name()]++
			for _, a := range f.Arguments {
				uses[a.Type.Name()]++
			}
		}
	}
	for _, m := range types["Mutation"].Fields {
		for _, name := range []string{m.Type.Name(), m.Arguments[0].Type.Name()} {
			if uses[name] != 1 {
				t.Errorf("%s is used %d times", name, uses[name])
			}
		}
	}
}

// TestMutation_Position checks that the position that a mutation returns is that of its last event, and null
// if nothing changed.
func TestMutation_Position(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		h.createUnits()
		screen := h.dial("")
		screen.subscribe("1", eventsQuery, nil)
		if got := formatEvent(screen.nextData("1")); got != "Heartbeat" {
			t.Fatalf("the stream begins with %s", got)
		}
		request := h.asMinistry().requestFloor("hue", "REMARK", "")
		give := fmt.Sprintf(`mutation { giveFloor(input: {floorRequest: %q}) { floorRequest { state } position } }`,
			request)
		// Both pauseConference and resumeConference have several events.
		document := `mutation { first: pauseConference(input: {conference: "hall"}) { conference { state } position }
			second: resumeConference(input: {conference: "hall"}) { position } }`
		given := h.asMinistry().data(give, nil)
		if again := h.asMinistry().data(give, nil); at(again, "giveFloor", "position") != nil ||
			at(again, "giveFloor", "floorRequest", "state") != "SPEAKING" {
			t.Errorf("the floor was given again: %v", again)
		}
		both := h.asMinistry().data(document, nil)
		var passed []string
		for len(passed) == 0 || passed[len(passed)-1] != at(both, "second", "position") {
			passed = append(passed, positionOfEvent(screen.nextEvent("1")))
		}
		wanted := []any{at(given, "giveFloor", "position"), at(both, "first", "position")}
		for _, p := range passed {
			if len(wanted) > 0 && wanted[0] == p {
				wanted = wanted[1:]
			}
		}
		if len(wanted) > 0 {
			t.Errorf("no event has the positions %v; the events have %v", wanted, passed)
		}
	})
}
