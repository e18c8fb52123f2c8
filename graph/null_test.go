package graph_test

import "testing"

// TestInput_NullIsOmitted checks that null in an input is treated as omitted.
func TestInput_NullIsOmitted(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		input := map[string]any{
			"code": "nulls", "kind": "FINAL_REVIEW", "title": "Tổng kết", "schoolYear": "2024-2025", "cluster": 2,
			"host": nil, "heldOn": nil, "venue": nil, "plannedStartAt": nil,
			"quorumPercent": nil,
			"agendaItems": []any{map[string]any{"kind": "REPORT", "title": "Báo cáo", "plannedMinutes": nil,
				"speaker": nil, "unit": nil}},
		}
		got := h.asMinistry().data(`mutation($input: PlanConferenceInput!) { planConference(input: $input) { conference { `+
			`heldOn venue host { code } quorumPercent agendaItems { edges { node { plannedMinutes speaker } } } } } }`,
			map[string]any{"input": input}).changed("planConference")
		item := at(got, "agendaItems", "edges", 0, "node")
		for _, null := range []any{at(got, "heldOn"), at(got, "venue"), at(got, "host"), at(got, "quorumPercent"),
			at(item, "plannedMinutes"), at(item, "speaker")} {
			if null != nil {
				t.Errorf("%v", got)
			}
		}
		h.callTransitions("pauseConference")
		task := h.asMinistry().data(`mutation { setTask(input: {conference: "hall", content: "Việc", `+
			`schoolYear: null, dueOn: null, cluster: null}) { task { schoolYear dueOn } } }`, nil).changed("setTask")
		if at(task, "schoolYear") != "2025-2026" || at(task, "dueOn") != nil {
			t.Errorf("%v", task)
		}
	})
}
