package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/conference"
	"thidua/ent/directive"
	"thidua/internal/command"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
)

// GiveDirective records a directive from a superior body. Not idempotent: each call creates a directive.
// Called by the API. Errors: NOT_FOUND, also for the turn; FORBIDDEN, BAD_INPUT, UNKNOWN_CODE, and
// WRONG_STATE, also if the turn has not begun.
func GiveDirective(ctx context.Context, s *store.Store, in NewDirective) (id gid.ID, err error) {
	c, err := findAsConductor(ctx, s, conference.Code(in.Conference))
	if err != nil {
		return 0, err
	}
	if err := command.Validate(in, checkDirective); err != nil {
		return 0, err
	}
	err = s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
		id, err = giveDirective(ctx, tx, c, in)
		tx.SetResultIDs(id)
		return err
	})
	return id, err
}

func checkDirective(in NewDirective, v *command.Validator) {
	v.Prose("content", in.Content)
	v.AtMost("content", len(in.Content), maxTextBytes)
	v.Text("addresseeStated", in.AddresseeStated)
	v.AtMost("addresseeStated", len(in.AddresseeStated), maxNameBytes)
	checkDueDate("dueOn", in.DueOn, v)
}

func giveDirective(ctx context.Context, tx *store.Tx, c *ent.Conference, in NewDirective) (gid.ID, error) {
	var refs command.Refs
	issuer, person := command.OptionalRef(&refs, "issuer", registry.UnitID, in.Issuer),
		command.OptionalRef(&refs, "person", registry.PersonID, in.Person)
	if err := refs.Check(ctx, tx); err != nil {
		return 0, err
	}
	// The lock also prevents other transactions from assigning the next ordinal.
	if err := lockInState(ctx, tx, c.ID, followUpStates...); err != nil {
		return 0, err
	}
	speech, err := speechOfTurn(ctx, tx, c, 0, in.FloorRequest)
	if err != nil {
		return 0, err
	}
	ordinal, err := nextOrdinal(ctx, tx.Directive.Query().Where(directive.ConferenceID(c.ID)).
		Order(directive.ByOrdinal(descendingOrder...)).Limit(1).Select(directive.FieldOrdinal).Ints)
	if err != nil {
		return 0, err
	}
	d, err := tx.Directive.Create().SetConferenceID(c.ID).SetOrdinal(ordinal).
		SetContent(in.Content).SetAddresseeStated(in.AddresseeStated).SetNillableSpeechID(speech).
		SetNillableIssuerID(issuer).SetNillablePersonID(person).
		SetDueOn(in.DueOn).SetGivenAt(tx.Now()).Save(ctx)
	if err != nil {
		return 0, err
	}
	journal.Append(tx, journal.ConferenceStream(c.ID), DirectiveGivenOf(d, command.NilIfZero(in.Issuer)))
	return d.ID, nil
}

// DirectiveGivenOf returns the journal event of a directive, with the code of the body that issued it.
func DirectiveGivenOf(d *ent.Directive, issuer *string) journal.DirectiveGiven {
	return journal.DirectiveGiven{
		DirectiveID: d.ID, Ordinal: d.Ordinal, Content: d.Content, AddresseeStated: d.AddresseeStated,
		SpeechID: d.SpeechID, PersonID: d.PersonID, IssuerID: d.IssuerID, IssuerCode: issuer, DueOn: d.DueOn,
		GivenAt: d.GivenAt,
	}
}
