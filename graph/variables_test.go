package graph_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"testing"

	"thidua/internal/journal"
)

// TestVariables_TextForNumber checks that a text is not accepted for an Int, wherever it is in the variables
// and in literals, and that nothing is executed. A number with a decimal point is not accepted either, even
// 3.0: the specification leaves that open.
func TestVariables_TextForNumber(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		a := h.asMinistry()
		plan := func(item map[string]any) map[string]any {
			return map[string]any{"in": map[string]any{"conference": "hall", "item": item}}
		}
		const add = `mutation($in: AddAgendaItemInput!) { addAgendaItem(input: $in) { agendaItem { id } } }`
		item := func(minutes any) map[string]any {
			return map[string]any{"kind": "WELCOME", "title": "Giải lao", "plannedMinutes": minutes}
		}
		for name, c := range map[string]struct {
			query     string
			variables map[string]any
			at        string
		}{
			"a variable": {`query($n: Int!) { cluster(number: $n) { id } }`, map[string]any{"n": "3"}, "n"},
			"a variable, 3.0": {`query($n: Int!) { cluster(number: $n) { id } }`,
				map[string]any{"n": json.RawMessage("3.0")}, "n"},
			"a field of an input":      {add, plan(item("3")), "in.item.plannedMinutes"},
			"a field of an input, 3.0": {add, plan(item(json.RawMessage("3.0"))), "in.item.plannedMinutes"},
			"a list": {`query($where: ClusterWhereInput) { clusters(where: $where) { totalCount } }`,
				map[string]any{"where": map[string]any{"or": []any{
					map[string]any{"numberIn": []any{1, "2"}}}}}, "where.or[0].numberIn[1]"},
			"one value for a list": {`query($n: [Int!]) { clusters(where: {numberIn: $n}) { totalCount } }`,
				map[string]any{"n": "2"}, "n"},
		} {
			got := a.ask(c.query, c.variables)
			if len(got.Errors) != 1 || got.Data != nil ||
				got.Errors[0].Extensions.Code != "GRAPHQL_VALIDATION_FAILED" ||
				got.Errors[0].Extensions.Params["variable"] != c.at {
				t.Errorf("%s: %+v, want an error at %s", name, got, c.at)
			}
		}
		for name, query := range map[string]string{
			"a literal": `{ cluster(number: "3") { id } }`, "a literal, 3.0": `{ cluster(number: 3.0) { id } }`,
			"a default": `query($n: Int! = "3") { cluster(number: $n) { id } }`,
		} {
			if got := a.ask(query, nil); len(got.Errors) != 1 || got.Data != nil ||
				got.Errors[0].Extensions.Code != "GRAPHQL_VALIDATION_FAILED" {
				t.Errorf("%s: %+v", name, got)
			}
		}
		if got := a.ask(add, plan(item(3))); len(got.Errors) > 0 {
			t.Errorf("a number: %+v", got)
		}
	})
}

// TestMutation_UnknownCodes checks that all codes of an input that do not exist are reported at once, each
// with its path, its kind and itself, and that nothing is written.
func TestMutation_UnknownCodes(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		a := h.asMinistry()
		before, err := journal.ReadHeads(t.Context(), h.store.Reader())
		if err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct{ mutation, want string }{
			"a plan": {`planConference(input: {code: "p", kind: INTERIM_REVIEW, title: "Sơ kết", cluster: 2,
				schoolYear: "2023-2024", host: "nowhere", sites: [{code: "main", name: "Hà Nội", kind: MAIN,
				province: "atlantis"}], agendaItems: [{kind: WELCOME, title: "Khai mạc", unit: "nobody",
				documents: ["d8", "d9"]}]}) { conference { id } }`,
				"[host Unit nowhere; sites[0].province Province atlantis; agendaItems[0].unit Unit nobody; " +
					"agendaItems[0].documents[0] Document d8; agendaItems[0].documents[1] Document d9]"},
			"an invitation": {`inviteDelegates(input: {conference: "hall", delegates: [{capacity: DELEGATE,
				title: "Đại biểu", unit: "nowhere", site: "moon"}, {capacity: DELEGATE, title: "Đại biểu",
				person: "nobody"}]}) { attendances { id } }`,
				"[delegates[0].unit Unit nowhere; delegates[1].person Person nobody; delegates[0].site Site moon]"},
			"a request for the floor": {`requestFloor(input: {conference: "hall", kind: REMARK, unit: "nowhere",
				site: "moon", person: "nobody"}) { floorRequest { id } }`,
				"[unit Unit nowhere; site Site moon; person Person nobody]"},
			"a grant": {`grantRole(input: {account: "clerk", role: CLUSTER_HEAD, cluster: 77,
				schoolYear: "2023-2024"}) { grant { id } }`, "[account Account clerk; cluster Cluster 77]"},
		} {
			got := a.ask("mutation { "+c.mutation+" }", nil)
			if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != "UNKNOWN_CODE" {
				t.Errorf("%s: %+v", name, got)
				continue
			}
			if fields := formatUnknownCodes(got.Errors[0].Extensions.Fields); fields != c.want {
				t.Errorf("%s: the fields are %s, want %s", name, fields, c.want)
			}
		}
		after, err := journal.ReadHeads(t.Context(), h.store.Reader())
		if err != nil || !maps.Equal(after.Last, before.Last) {
			t.Errorf("a refused mutation has published an event: %v, %v, %v", before.Last, after.Last, err)
		}
	})
}

// formatUnknownCodes formats invalid fields with the code UNKNOWN_CODE as "[path kind code; ...]".
func formatUnknownCodes(fields []invalidField) string {
	s := "["
	for i, f := range fields {
		if f.Code != "UNKNOWN_CODE" {
			return fmt.Sprintf("%+v", fields)
		}
		if i > 0 {
			s += "; "
		}
		s += fmt.Sprint(f.Path, " ", f.Params["kind"], " ", f.Params["code"])
	}
	return s + "]"
}
