package graph_test

import (
	"context"
	"fmt"
	"strings"

	"thidua/ent/conference"
	"thidua/ent/proposal"
	"thidua/ent/task"
	"thidua/ent/taskassignment"
	"thidua/internal/gid"
	"thidua/internal/registry"

	conferences "thidua/internal/conference"
	"thidua/internal/store"
)

// followUpCalls adds the calls of the mutations of what follows from a conference.
func followUpCalls(calls map[string]string, before map[string]func(context.Context, *store.Tx) error) {
	moved, stays, part := registry.ProposalID("of-theirs"), registry.ProposalID("stays"), conferences.PartID(
		gid.Task, "theirs", 1,
	)
	id, unit := fmt.Sprintf(`(input: {proposal: %q})`, moved), unitCode(0)
	for name, c := range map[string]struct {
		from proposal.State
		call string
	}{
		"submitProposal of the unit": {"SUBMITTED", fmt.Sprintf(`(input: {conference: "theirs", content: `+
			`"x", unit: %q})`, unit)},
		"submitProposal of the cluster": {"SUBMITTED", `(input: {conference: "theirs", content: "x"})`},
		"submitProposal of another unit": {"SUBMITTED", fmt.Sprintf(`(input: {conference: "theirs", content: `+
			`"x", unit: %q})`, unitCode(1))},
		"sponsorProposal of the unit":     {"SUBMITTED", fmt.Sprintf(`(input: {proposal: %q, unit: %q})`, stays, unit)},
		"sponsorProposal of another unit": {"SUBMITTED", fmt.Sprintf(`(input: {proposal: %q, unit: %q})`, stays, unitCode(1))},
		"mergeProposal theirs":            {"SUBMITTED", fmt.Sprintf(`(input: {proposal: %q, into: %q})`, moved, stays)},
		"sendProposal theirs":             {"SUBMITTED", id},
		"acknowledgeProposal theirs":      {"SENT", id},
		"assignProposal theirs": {"ACKNOWLEDGED", fmt.Sprintf(`(input: {proposal: %q, `+
			`assignee: "vu"})`, moved)},
		"answerProposal theirs":   {"ASSIGNED", fmt.Sprintf(`(input: {proposal: %q, response: "x"})`, moved)},
		"completeProposal theirs": {"ANSWERED", id},
		"refuseProposal theirs":   {"SENT", fmt.Sprintf(`(input: {proposal: %q, response: "x"})`, moved)},
		"giveDirective theirs": {"SUBMITTED", `(input: {conference: "theirs", content: "x", ` +
			`addresseeStated: "x"})`},
		"setTask of the cluster": {"SUBMITTED", `(input: {conference: "theirs", content: "x", cluster: 1})`},
		"setTask of another cluster": {"SUBMITTED", `(input: {conference: "theirs", content: "x", ` +
			`cluster: 101})`},
		"setTask of the whole country": {"SUBMITTED", `(input: {conference: "theirs", content: "x"})`},
		"reportTask of the unit": {"SUBMITTED", fmt.Sprintf(`(input: {task: %q, unit: %q, `+
			`percent: 7})`, part, unit)},
		"dropTask theirs": {"SUBMITTED", fmt.Sprintf(`(input: {task: %q})`, part)},
	} {
		mutation, _, _ := strings.Cut(name, " ")
		calls[name] = mutationCall(mutation, c.call)
		before[name] = func(ctx context.Context, tx *store.Tx) error {
			return prepareFollowUp(ctx, tx, c.from, moved, stays, part)
		}
	}
}

// prepareFollowUp puts what follows from "theirs" where a mutation begins.
func prepareFollowUp(
	ctx context.Context, tx *store.Tx, state proposal.State, moved, stays, part gid.ID,
) error {
	if err := tx.Unit.Create().SetID(registry.UnitID("vu")).SetCode("vu").SetKind("MINISTRY_DEPARTMENT").
		SetName("Vụ").SetShortName("Vụ").
		SetSearchKey("vu").SetSortKey("vu").OnConflictColumns("id").Ignore().Exec(ctx); err != nil {
		return err
	}
	if err := tx.Proposal.Create().SetID(stays).SetCode("stays").SetConferenceID(theConference).SetOrdinal(99).
		SetSchoolYear(nextYear).
		SetContent("x").SetSearchKey("x").SetSortKey("x").OnConflictColumns("id").Ignore().Exec(ctx); err != nil {
		return err
	}
	for _, exec := range []func(context.Context) error{
		tx.Proposal.UpdateOneID(stays).ClearSponsors().Exec,
		tx.Proposal.UpdateOneID(moved).SetState(state).ClearMergedInto().ClearResponse().ClearAssignee().Exec,
		tx.Task.UpdateOneID(part).SetState(task.StateOpen).Exec,
		tx.TaskAssignment.Update().Where(taskassignment.TaskID(part)).SetPercent(0).ClearReportedAt().Exec,
		tx.Conference.UpdateOneID(theConference).SetState(conference.StateInSession).Exec,
	} {
		if err := exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
