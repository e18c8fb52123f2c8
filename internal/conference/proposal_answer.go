package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/unit"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
)

// AssignProposal assigns a proposal to a ministry department or to the Ministry itself, also again. Called by
// the API, like the other commands here. Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT, UNKNOWN_CODE, WRONG_STATE.
func AssignProposal(ctx context.Context, s *store.Store, in Assignment) (gid.ID, error) {
	return follow(ctx, s, in.Proposal, advance{
		of:   Assigning,
		bad:  registry.Checked(in, func(in Assignment, c *registry.Check) { checkDue("dueOn", in.DueOn, c) }),
		told: func(p journal.ProposalState) journal.Change { return journal.ProposalAssigned{Proposal: p} },
		note: func(
			ctx context.Context, tx *ent.Tx, p *ent.Proposal, update *ent.ProposalUpdateOne,
		) (bool, error) {
			to, err := tx.Unit.Query().Where(unit.Code(in.Department)).Only(ctx)
			if err != nil {
				return false, missing(err, gid.Unit, in.Department)
			}
			if to.Kind != unit.KindMinistryDepartment && to.Kind != unit.KindMinistry {
				return false, fault.BadInput.With("reason", "department: "+registry.NotAllowed)
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
	return reply(ctx, s, in, Answering, func(p journal.ProposalState) journal.Change {
		return journal.ProposalAnswered{Proposal: p}
	})
}

// RefuseProposal refuses a proposal, with a reason.
func RefuseProposal(ctx context.Context, s *store.Store, in Reply) (gid.ID, error) {
	return reply(ctx, s, in, Refusing, func(p journal.ProposalState) journal.Change {
		return journal.ProposalRefused{Proposal: p}
	})
}

func reply(
	ctx context.Context, s *store.Store, in Reply, f Following,
	event func(journal.ProposalState) journal.Change,
) (gid.ID, error) {
	return follow(ctx, s, in.Proposal, advance{
		of: f, told: event, bad: registry.Checked(in, checkReply), note: in.note,
	})
}

func checkReply(in Reply, c *registry.Check) {
	c.Prose("response", in.Response)
	c.That(len(in.Response) <= proseMax, "response", registry.TooLarge)
}

func (in Reply) note(
	ctx context.Context, tx *ent.Tx, p *ent.Proposal, update *ent.ProposalUpdateOne,
) (changed bool, err error) {
	var refs registry.Refs
	by := registry.MaybeRef(&refs, registry.UnitID, in.Unit)
	if err := refs.Check(ctx, tx); err != nil {
		return false, err
	}
	if by == nil {
		by = p.AssigneeID
	}
	update.SetResponse(in.Response)
	if by != nil {
		update.SetAnsweredByID(*by)
	} else {
		update.ClearAnsweredBy()
	}
	return said(p.Response) != in.Response || !equal(p.AnsweredByID, by), nil
}

// equalOrBothNil reports whether both are nil, or both point to equal values.
func equal[T comparable](a, b *T) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}
