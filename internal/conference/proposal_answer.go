package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/unit"
	"thidua/internal/command"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
)

// AssignProposal assigns a proposal to a ministry department or to the Ministry itself, also again. Called by
// the API, like the other commands here. Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT, UNKNOWN_CODE, WRONG_STATE.
func AssignProposal(ctx context.Context, s *store.Store, in Assignment) (gid.ID, error) {
	return changeProposal(ctx, s, in.Proposal, proposalChange{
		step: ProposalStepAssign,
		inputErr: command.Validate(in,
			func(in Assignment, v *command.Validator) { checkDueDate("dueOn", in.DueOn, v) }),
		event: func(p journal.ProposalState) journal.Change { return journal.ProposalAssigned{Entry: p} },
		applyInput: func(
			ctx context.Context, tx *store.Tx, p *ent.Proposal, update *ent.ProposalUpdateOne,
		) (bool, error) {
			to, err := tx.Unit.Query().Where(unit.Code(in.Assignee)).Only(ctx)
			if err != nil {
				return false, unknownCodeFault(err, "assignee", gid.Unit, in.Assignee)
			}
			if to.Kind != unit.KindMinistryDepartment && to.Kind != unit.KindMinistry {
				return false, command.InvalidField("assignee", command.ReasonNotAllowed)
			}
			due := p.DueOn
			if !in.DueOn.IsZero() {
				due = in.DueOn
			}
			update.SetAssigneeID(to.ID).SetDueOn(due)
			return p.AssigneeID == nil || *p.AssigneeID != to.ID || p.DueOn != due, nil
		},
	})
}

// AnswerProposal answers a proposal, or corrects the answer.
func AnswerProposal(ctx context.Context, s *store.Store, in Reply) (gid.ID, error) {
	return respondToProposal(ctx, s, in, ProposalStepAnswer, func(p journal.ProposalState) journal.Change {
		return journal.ProposalAnswered{Entry: p}
	})
}

// RefuseProposal refuses a proposal, with a reason.
func RefuseProposal(ctx context.Context, s *store.Store, in Reply) (gid.ID, error) {
	return respondToProposal(ctx, s, in, ProposalStepRefuse, func(p journal.ProposalState) journal.Change {
		return journal.ProposalRefused{Entry: p}
	})
}

func respondToProposal(
	ctx context.Context, s *store.Store, in Reply, f ProposalStep,
	event func(journal.ProposalState) journal.Change,
) (gid.ID, error) {
	return changeProposal(ctx, s, in.Proposal, proposalChange{
		step: f, event: event, inputErr: command.Validate(in, checkReply), applyInput: in.applyInput,
	})
}

func checkReply(in Reply, v *command.Validator) {
	v.Prose("response", in.Response)
	v.AtMost("response", len(in.Response), maxTextBytes)
}

func (r Reply) applyInput(
	ctx context.Context, tx *store.Tx, p *ent.Proposal, update *ent.ProposalUpdateOne,
) (changed bool, err error) {
	var refs command.Refs
	by := command.OptionalRef(&refs, "answeredBy", registry.UnitID, r.AnsweredBy)
	if err := refs.Check(ctx, tx); err != nil {
		return false, err
	}
	if by == nil {
		by = p.AssigneeID
	}
	update.SetResponse(r.Response)
	if by != nil {
		update.SetAnsweredByID(*by)
	} else {
		update.ClearAnsweredBy()
	}
	return deref(p.Response) != r.Response || !equalOrBothNil(p.AnsweredByID, by), nil
}

// equalOrBothNil reports whether both are nil, or both point to equal values.
func equalOrBothNil[T comparable](a, b *T) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}
