package graph_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"thidua/internal/conference"
	"thidua/internal/registry"
	"thidua/internal/viewer"
)

// lackOfTeachers is the content of earlier proposals, which a new one resembles.
const lackOfTeachers = "Bổ sung biên chế, vì thiếu giáo viên."

// prepareFollowUpUnits writes the units and topics that follow a conference up, and an earlier conference of
// another cluster.
func (h liveAPI) prepareFollowUpUnits() {
	h.t.Helper()
	ctx := viewer.NewContext(h.t.Context(), viewer.Operator())
	if err := errors.Join(
		registry.PutUnit(ctx, h.store, registry.Unit{Code: "moet", Kind: "MINISTRY", Name: "Bộ", ShortName: "Bộ"}),
		registry.PutUnit(ctx, h.store,
			registry.Unit{Code: "vu", Kind: "MINISTRY_DEPARTMENT", Name: "Vụ", ShortName: "Vụ", Parent: "moet"}),
		registry.PutUnit(ctx, h.store,
			registry.Unit{Code: "a", Kind: "MINISTRY_DEPARTMENT", Name: "A", ShortName: "A"}),
		registry.PutUnit(ctx, h.store,
			registry.Unit{Code: "b", Kind: "MINISTRY_DEPARTMENT", Name: "B", ShortName: "B"}),
		registry.PutMembership(ctx, h.store,
			registry.Membership{Cluster: 2, SchoolYear: 2024, Units: []string{"a", "b"}}),
		registry.PutCluster(ctx, h.store, registry.Cluster{Number: 5, Kind: "CLUSTER", Name: "Cụm 5"}),
		conference.PutTopic(ctx, h.store, conference.Topic{Code: "staffing", Name: "Biên chế", NameEn: "Staffing"}),
		conference.Record(ctx, h.store,
			conference.Conference{Code: "earlier", Kind: "FINAL_REVIEW", State: "CLOSED", Title: "t",
				SchoolYear: thisYear, Cluster: 5,
				Proposals: []conference.Proposal{{Code: "k9", Content: lackOfTeachers,
					Topics: []string{"staffing"}, Cluster: 5, State: "ACKNOWLEDGED", Response: "Tiếp thu"}}}),
		conference.Record(ctx, h.store,
			conference.Conference{Code: "planned", Kind: "FINAL_REVIEW", State: "PLANNED", Title: "t",
				SchoolYear: nextYear, Cluster: 5,
				Proposals: []conference.Proposal{{Code: "secret", Content: lackOfTeachers,
					Topics: []string{"staffing"}, Cluster: 5}}}),
	); err != nil {
		h.t.Fatal(err)
	}
}

// TestFollowUp_ProposalToAnswer follows proposals from the floor to the answer, and a task to its end, while
// two screens receive each step and proposers receive similar proposals.
func TestFollowUp_ProposalToAnswer(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		h.prepareFollowUpUnits()
		board, tasks := h.dial(""), h.dial("")
		board.subscribe("p", `subscription { proposalBoardLive(conference: "hall") { totalCount columns { state count
			proposals { code } } overdueProposals { code } } }`, nil)
		tasks.subscribe("t", `subscription { taskBoardLive(conference: "hall") { totalCount doneCount overdueCount percent
			clusterProgress { cluster { number } percent } tasks { percent overdue state } } }`, nil)
		columns := func(v any) string {
			text := fmt.Sprint(at(v, "totalCount"))
			for i := range at(v, "columns").([]any) {
				if c := at(v, "columns", i); fmt.Sprint(at(c, "count")) != "0" {
					text += fmt.Sprint(" ", at(c, "state"), ":", at(c, "count"), ":", len(at(c, "proposals").([]any)))
				}
			}
			return text + fmt.Sprint(" late:", len(at(v, "overdueProposals").([]any)))
		}
		progress := func(v any) string {
			return fmt.Sprintf(
				"%v %v %v %v %v %v", at(v, "totalCount"), at(v, "doneCount"), at(v, "overdueCount"), at(v, "percent"),
				at(v, "clusterProgress", 0, "cluster", "number"), at(v, "tasks", 0, "state"),
			)
		}
		board.readUntil("p", "proposalBoardLive", matchesText("0 late:0", columns))
		tasks.readUntil("t", "taskBoardLive", matchesText("0 0 0 <nil> <nil> <nil>", progress))

		made := h.asDelegate("a").data(`mutation { submitProposal(input: {conference: "hall", content:
			"Bổ sung biên chế giáo viên.", unit: "a", topics: ["staffing"], dueOn: "2020"}) { proposal {
			id code overdue similar { percent proposal { code state response conference { cluster { number } } }
			sharedTopics { code } } } } }`, nil).changed("submitProposal")
		like := at(made, "similar").([]any)
		if len(like) != 1 || at(like, 0, "proposal", "code") != "k9" ||
			at(like, 0, "proposal", "response") != "Tiếp thu" ||
			at(like, 0, "sharedTopics", 0, "code") != "staffing" ||
			at(made, "overdue") != true ||
			at(made, "code") != "k-hall-1" {
			t.Errorf("offered %v of %v", like, made)
		}
		board.readUntil("p", "proposalBoardLive", matchesText("1 SUBMITTED:1:1 late:1", columns))
		second := h.asDelegate("b").data(`mutation { submitProposal(input: {conference: "hall", content: "Giao `+
			`đủ biên chế", unit: "b"}) { proposal { id } } }`, nil).changed("submitProposal")
		board.readUntil("p", "proposalBoardLive", matchesText("2 SUBMITTED:2:2 late:1", columns))
		ministry := h.asMinistry()
		merged := ministry.data(fmt.Sprintf(`mutation { mergeProposal(input: {proposal: %q, into: %q}) { proposal { state mergedInto { `+
			`code sponsors { code sponsoredProposals { edges { node { code } } } `+
			`} } } } }`, at(second, "id"), at(made, "id")), nil).changed("mergeProposal")
		if at(merged, "mergedInto", "sponsors", 0, "code") != "b" ||
			at(merged, "mergedInto", "sponsors", 0, "sponsoredProposals", "edges", 0, "node", "code") != "k-hall-1" {
			t.Errorf("merged: %v", merged)
		}
		board.readUntil("p", "proposalBoardLive", matchesText("1 SUBMITTED:1:1 MERGED:1:1 late:1", columns))
		late := h.data(`{ overdueProposals(cluster: 2) { code } other: overdueProposals(cluster: 5) { code }
			then: overdueProposals(on: "2020-12-31") { code } }`, nil)
		if at(late, "overdueProposals", 0, "code") != "k-hall-1" ||
			len(at(late, "other").([]any))+len(at(late, "then").([]any)) != 0 {
			t.Errorf("overdue: %v", late)
		}
		id := at(made, "id")
		for _, step := range []struct{ call, shows string }{
			{fmt.Sprintf(`sendProposal(input: {proposal: %q})`, id), "SENT"},
			{fmt.Sprintf(`acknowledgeProposal(input: {proposal: %q})`, id), "ACKNOWLEDGED"},
			{fmt.Sprintf(`assignProposal(input: {proposal: %q, assignee: "vu", dueOn: `+
				`"2021-01-01"})`, id), "ASSIGNED"},
			{fmt.Sprintf(`answerProposal(input: {proposal: %q, response: "Sẽ giao."})`, id), "ANSWERED"},
			{fmt.Sprintf(`completeProposal(input: {proposal: %q})`, id), "DONE"},
		} {
			ministry.data(`mutation { `+step.call+` { proposal { state answeredBy { code } } } }`, nil)
			overdue := 1
			if step.shows == "ANSWERED" || step.shows == "DONE" {
				overdue = 0
			}
			want := fmt.Sprintf("1 %s:1:1 MERGED:1:1 late:%d", step.shows, overdue)
			board.readUntil("p", "proposalBoardLive", matchesText(want, columns))
		}

		task := ministry.data(`mutation { setTask(input: {conference: "hall", content: "Rà soát định biên", `+
			`cluster: 2, units: ["a", "b"], dueOn: "2020-05"}) { task { id percent overdue schoolYear } } }`, nil).changed("setTask")
		tasks.readUntil("t", "taskBoardLive", matchesText("1 0 1 0 2 OPEN", progress))
		report := `mutation { reportTask(input: {task: %q, unit: %q, percent: %d%s}) { taskAssignment { percent } } }`
		h.asDelegate("a").data(fmt.Sprintf(report, at(task, "id"), "a", 61, ""), nil)
		tasks.readUntil("t", "taskBoardLive", matchesText("1 0 1 30 2 OPEN", progress))
		if late := h.data(`{ overdueTasks(cluster: 2) { percent overdue } other: overdueTasks(cluster: 5) { id `+
			`} then: overdueTasks(on: "2020-05-31") { id } }`, nil); len(
			at(late, "overdueTasks").([]any),
		) != 1 ||
			at(late, "overdueTasks", 0, "overdue") != true ||
			len(at(late, "other").([]any))+len(at(late, "then").([]any)) != 0 {
			t.Errorf("overdue: %v", late)
		}
		h.asDelegate("a").checkRefused(fmt.Sprintf(report, at(task, "id"), "a", 100, ""), "EVIDENCE_NEEDED")
		for _, unit := range []string{"a", "b"} {
			h.asDelegate(unit).data(fmt.Sprintf(report, at(task, "id"), unit, 100, `, evidence: "12/BC"`), nil)
		}
		tasks.readUntil("t", "taskBoardLive", matchesText("1 1 0 100 2 DONE", progress))
	})
}

// TestFollowUp_InvalidInput checks the error codes of out-of-range input.
func TestFollowUp_InvalidInput(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		for query, code := range map[string]string{
			`{ similarProposals(text: "x", first: 21) { percent } }`:                                    "PAGE_SIZE",
			`{ similarProposals(text: "x", first: 0) { percent } }`:                                     "PAGE_SIZE",
			`{ similarProposals(text: "` + strings.Repeat("x", 1001) + `") { percent } }`:               "BAD_INPUT",
			`{ similarProposals(text: "x", topics: [` + strings.Repeat(`"a",`, 21) + `]) { percent } }`: "BAD_INPUT",
			`{ overdueProposals(first: 101) { id } }`:                                                   "PAGE_SIZE",
			`{ overdueProposals(on: "2024-08") { id } }`:                                                "BAD_DATE",
			`{ overdueTasks(on: "2024?") { id } }`:                                                      "BAD_DATE",
			`{ overdueTasks(first: 0) { id } }`:                                                         "PAGE_SIZE",
			`{ conference(code: "hall") { taskBoard { tasks(first: 101) { id } } } }`:                   "PAGE_SIZE",
			`{ conference(code: "hall") { proposalBoard { overdueProposals(first: -1) { id } } } }`:     "PAGE_SIZE",
			`{ conference(code: "hall") { proposalBoard { columns { proposals(first: 0) { id } } } } }`: "PAGE_SIZE",
		} {
			got := h.ask(query, nil)
			if len(got.Errors) == 0 || got.Errors[0].Extensions.Code != code {
				t.Errorf("%s: %+v, want %s", query, got, code)
			}
		}
	})
}
