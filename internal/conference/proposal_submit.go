package conference

import (
	"context"
	"fmt"

	"thidua/ent"
	"thidua/ent/conference"
	"thidua/ent/floorrequest"
	"thidua/ent/proposal"
	"thidua/internal/command"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

// SubmitProposal submits a proposal, made in a turn on the floor or in writing. Not idempotent: each
// call creates a proposal. Called by the API. Errors: NOT_FOUND, also for the turn; FORBIDDEN, also
// for a sponsor whom the viewer does not represent; BAD_INPUT, UNKNOWN_CODE, and WRONG_STATE, also
// if the turn has not begun.
func SubmitProposal(ctx context.Context, s *store.Store, in NewProposal) (id gid.ID, err error) {
	c, err := findConference(ctx, s, conference.Code(in.Conference))
	if err != nil {
		return 0, err
	}
	if err := requireProposer(ctx, s, c, append([]string{in.Unit}, in.Sponsors...)...); err != nil {
		return 0, err
	}
	if err := command.Validate(in, func(in NewProposal, check *command.Validator) {
		checkProposal(in, c, check)
	}); err != nil {
		return 0, err
	}
	err = s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
		id, err = submitProposal(ctx, tx, c, in)
		tx.SetResultIDs(id)
		return err
	})
	return id, err
}

// maxProposalLinks is the largest number of topics, and of sponsors, of a submitted proposal.
const maxProposalLinks = 50

func checkProposal(in NewProposal, c *ent.Conference, check *command.Validator) {
	check.Enum("kind", proposal.KindValidator(in.Kind))
	check.Prose("content", in.Content)
	check.AtMost("content", len(in.Content), maxTextBytes)
	// A national conference has no cluster.
	check.Require(in.Unit != "" || c.ClusterID != nil, "unit", command.ReasonMissing)
	check.AtMost("topics", len(in.Topics), maxProposalLinks)
	check.AtMost("sponsors", len(in.Sponsors), maxProposalLinks)
	command.RequireDistinct(check, "topics", in.Topics)
	command.RequireDistinct(check, "sponsors", in.Sponsors)
	for i, sponsor := range in.Sponsors {
		check.Require(sponsor != in.Unit, fmt.Sprintf("sponsors[%d]", i), command.ReasonItself)
	}
	checkDueDate("dueOn", in.DueOn, check)
}

// checkDueDate rejects a due date without a year.
func checkDueDate(field string, due vi.Date, check *command.Validator) {
	_, isKnown := due.Latest()
	check.Require(due.IsZero() || isKnown, field, command.ReasonBadValue)
}

func submitProposal(ctx context.Context, tx *store.Tx, c *ent.Conference, in NewProposal) (gid.ID, error) {
	var refs command.Refs
	unit, addressee := command.OptionalRef(&refs, "unit", registry.UnitID, in.Unit),
		command.OptionalRef(&refs, "addressee", registry.UnitID, in.Addressee)
	topics, sponsors := command.RequireRefs(&refs, "topics", TopicID, in.Topics),
		command.RequireRefs(&refs, "sponsors", registry.UnitID, in.Sponsors)
	if err := refs.Check(ctx, tx); err != nil {
		return 0, err
	}
	// The lock also prevents other transactions from assigning the next ordinal.
	if err := lockInState(ctx, tx, c.ID, followUpStates...); err != nil {
		return 0, err
	}
	now := tx.Now()
	current, err := tx.Conference.Get(ctx, c.ID)
	if err != nil {
		return 0, err
	}
	if err := checkSubmitPeriod(current.State, current.ClosedAt, now); err != nil {
		return 0, err
	}
	speech, err := speechOfTurn(ctx, tx, c, deref(unit), in.FloorRequest)
	if err != nil {
		return 0, err
	}
	ordinal, err := nextOrdinal(ctx, tx.Proposal.Query().Where(proposal.ConferenceID(c.ID)).
		Order(proposal.ByOrdinal(descendingOrder...)).Limit(1).Select(proposal.FieldOrdinal).Ints)
	if err != nil {
		return 0, err
	}
	code := fmt.Sprintf("k-%s-%d", c.Code, ordinal)
	id := registry.ProposalID(code)
	create := tx.Proposal.Create().SetID(id).SetConferenceID(c.ID).SetCode(code).SetOrdinal(ordinal).
		SetSchoolYear(c.SchoolYear).
		SetKind(in.Kind).SetContent(in.Content).SetNillableSpeechID(speech).SetNillableUnitID(unit).
		SetNillableAddresseeID(addressee).
		SetDueOn(in.DueOn).SetSubmittedAt(now).SetStateAt(now).AddTopicIDs(topics...).
		AddSponsorIDs(sponsors...).
		SetSearchKey(vi.Fold(in.Content)).SetSortKey(vi.SortKey(in.Content))
	if unit == nil {
		create.SetNillableClusterID(c.ClusterID)
	}
	if err := create.Exec(ctx); err != nil {
		return 0, err
	}
	state, err := readProposalState(ctx, tx, id)
	if err == nil {
		journal.Append(tx, journal.ConferenceStream(c.ID), journal.ProposalSubmitted{Entry: state})
	}
	return id, err
}

// speechOfTurn returns the speech of a turn at the conference; nil without a turn. Errors:
// NOT_FOUND, WRONG_STATE if the turn has not begun, and FORBIDDEN if it is another unit's and
// the viewer is no conductor.
func speechOfTurn(
	ctx context.Context, tx *store.Tx, c *ent.Conference, unit gid.ID, turn *gid.ID,
) (*gid.ID, error) {
	if turn == nil {
		return nil, nil
	}
	request, err := tx.FloorRequest.Query().
		Where(floorrequest.ID(*turn), floorrequest.ConferenceID(c.ID)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, notFoundFields("floorRequest")
	}
	if err != nil {
		return nil, err
	}
	if deref(request.UnitID) != unit {
		if err := viewer.Require(ctx, conductors.rules(c)...); err != nil {
			return nil, err
		}
	}
	return request.SpeechID, requireState(request.State,
		floorrequest.StateSpeaking, floorrequest.StatePaused, floorrequest.StateYielded)
}
