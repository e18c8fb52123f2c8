package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/attendance"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// CheckInDelegate marks a delegate, or a substitute, as present. Idempotent; a repeated call overwrites the
// values except the time of arrival. Called by the API for conductors and the screen of the delegate's site.
// Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT, WRONG_STATE.
func CheckInDelegate(ctx context.Context, s *store.Store, in CheckIn) (gid.ID, error) {
	a, err := delegateOf(ctx, s, in.Attendance)
	if err != nil {
		return 0, err
	}
	if err := viewer.Require(ctx, speaksFor(a.Edges.Conference, a.Edges.Site)...); err != nil {
		return 0, err
	}
	if err := registry.Checked(in, checkCheckIn); err != nil {
		return 0, err
	}
	return a.ID, s.Tx(store.WithOutcome(ctx, a.ID), func(ctx context.Context, tx *ent.Tx) error {
		return enter(ctx, tx, a, gathered, func(was Called) (Called, error) {
			return was.Arrive(in.Presence, in.Substitute, in.SubstituteAuthority, store.Now(ctx)), nil
		})
	})
}

func checkCheckIn(in CheckIn, c *registry.Check) {
	checkThere(in.Presence, c)
	checkLine("substitute", in.Substitute, c)
	checkLine("substituteAuthority", in.SubstituteAuthority, c)
	c.That(in.Substitute == "" || in.SubstituteAuthority != "", "substituteAuthority", registry.Missing)
	c.That(in.Substitute != "" || in.SubstituteAuthority == "", "substituteAuthority", registry.NotAllowed)
}

// checkPresent checks that a presence means being present.
func checkThere(p attendance.Presence, c *registry.Check) {
	c.That(Called{Presence: p}.There(), "presence", registry.BadValue)
}

// checkOptionalLine checks a line of text, which may be omitted, and its length.
func checkLine(field, text string, c *registry.Check) {
	c.MaybeText(field, text)
	c.That(len(text) <= proseMax, field, registry.TooLarge)
}

// CheckOutDelegate marks a delegate as left; no effect if they already left. Called by the API for the same
// callers as CheckInDelegate. Errors: NOT_FOUND, FORBIDDEN, WRONG_STATE, DELEGATE_NOT_PRESENT.
func CheckOutDelegate(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	a, err := delegateOf(ctx, s, id)
	if err != nil {
		return 0, err
	}
	if err := viewer.Require(ctx, speaksFor(a.Edges.Conference, a.Edges.Site)...); err != nil {
		return 0, err
	}
	return a.ID, s.Tx(store.WithOutcome(ctx, a.ID), func(ctx context.Context, tx *ent.Tx) error {
		return enter(ctx, tx, a, gathered, func(was Called) (Called, error) {
			return was.Leave(store.Now(ctx))
		})
	})
}

// ReportAbsence marks a delegate as absent. Idempotent; a repeated call overwrites the reason. Called by the
// API for conductors and for the unit's delegates and editors. Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT,
// WRONG_STATE.
func ReportAbsence(ctx context.Context, s *store.Store, in Absence) (gid.ID, error) {
	a, err := delegateOf(ctx, s, in.Attendance)
	if err != nil {
		return 0, err
	}
	if err := viewer.Require(ctx, excuses(a)...); err != nil {
		return 0, err
	}
	if err := registry.Checked(in, func(in Absence, c *registry.Check) {
		c.Text("reason", in.Reason)
		checkLine("reason", in.Reason, c)
	}); err != nil {
		return 0, err
	}
	return a.ID, s.Tx(store.WithOutcome(ctx, a.ID), func(ctx context.Context, tx *ent.Tx) error {
		return enter(ctx, tx, a, notYetOver, func(was Called) (Called, error) {
			return was.Miss(in.Reason), nil
		})
	})
}

// absenceReporterRules returns who may report a delegate as absent.
func excuses(a *ent.Attendance) []viewer.Rule {
	c := a.Edges.Conference
	rules := conducting.allows(c)
	if a.UnitID != nil {
		rules = append(rules, viewer.DelegateOf(c.ID, *a.UnitID), viewer.EditorOf(*a.UnitID, c.SchoolYear))
	}
	return rules
}
