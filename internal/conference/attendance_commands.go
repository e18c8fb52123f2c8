package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/attendance"
	"thidua/internal/command"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// CheckInDelegate marks a delegate, or a substitute, as present. Idempotent; a repeated call overwrites the
// values except the time of arrival. Called by the API for conductors and the screen of the delegate's site.
// Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT, WRONG_STATE.
func CheckInDelegate(ctx context.Context, s *store.Store, in CheckIn) (gid.ID, error) {
	a, err := findDelegate(ctx, s, in.Attendance)
	if err != nil {
		return 0, err
	}
	if err := viewer.Require(ctx, siteOperatorRules(a.Edges.Conference, a.Edges.Site)...); err != nil {
		return 0, err
	}
	if err := command.Validate(in, checkDelegateCheckIn); err != nil {
		return 0, err
	}
	return a.ID, s.Tx(store.WithResultIDs(ctx, a.ID), func(ctx context.Context, tx *store.Tx) error {
		return updateAttendance(ctx, tx, a, liveStates, func(was AttendanceStatus) (AttendanceStatus, error) {
			return was.CheckIn(in.Presence, in.Substitute, in.SubstituteAuthority, tx.Now()), nil
		})
	})
}

func checkDelegateCheckIn(in CheckIn, v *command.Validator) {
	checkPresent(in.Presence, v)
	checkOptionalLine("substitute", in.Substitute, v)
	checkOptionalLine("substituteAuthority", in.SubstituteAuthority, v)
	v.Require(in.Substitute == "" || in.SubstituteAuthority != "", "substituteAuthority",
		command.ReasonMissing)
	v.Require(in.Substitute != "" || in.SubstituteAuthority == "", "substituteAuthority",
		command.ReasonNotAllowed)
}

// checkPresent checks that a presence means being present.
func checkPresent(p attendance.Presence, v *command.Validator) {
	v.Require(AttendanceStatus{Presence: p}.IsPresent(), "presence", command.ReasonBadValue)
}

// checkOptionalLine checks a line of text, which may be omitted, and its length.
func checkOptionalLine(field, text string, v *command.Validator) {
	v.OptionalText(field, text)
	v.AtMost(field, len(text), maxNameBytes)
}

// CheckOutDelegate marks a delegate as left; no effect if they already left. Called by the API for the same
// callers as CheckInDelegate. Errors: NOT_FOUND, FORBIDDEN, WRONG_STATE, DELEGATE_NOT_PRESENT.
func CheckOutDelegate(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	a, err := findDelegate(ctx, s, id)
	if err != nil {
		return 0, err
	}
	if err := viewer.Require(ctx, siteOperatorRules(a.Edges.Conference, a.Edges.Site)...); err != nil {
		return 0, err
	}
	return a.ID, s.Tx(store.WithResultIDs(ctx, a.ID), func(ctx context.Context, tx *store.Tx) error {
		return updateAttendance(ctx, tx, a, liveStates, func(was AttendanceStatus) (AttendanceStatus, error) {
			return was.CheckOut(tx.Now())
		})
	})
}

// ReportAbsence marks a delegate as absent. Idempotent; a repeated call overwrites the reason. Called by the
// API for conductors and for the unit's delegates and editors. Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT,
// WRONG_STATE.
func ReportAbsence(ctx context.Context, s *store.Store, in Absence) (gid.ID, error) {
	a, err := findDelegate(ctx, s, in.Attendance)
	if err != nil {
		return 0, err
	}
	if err := viewer.Require(ctx, absenceReporterRules(a)...); err != nil {
		return 0, err
	}
	if err := command.Validate(in, func(in Absence, v *command.Validator) {
		v.Text("reason", in.Reason)
		checkOptionalLine("reason", in.Reason, v)
	}); err != nil {
		return 0, err
	}
	return a.ID, s.Tx(store.WithResultIDs(ctx, a.ID), func(ctx context.Context, tx *store.Tx) error {
		return updateAttendance(ctx, tx, a, unendedStates,
			func(was AttendanceStatus) (AttendanceStatus, error) {
				return was.MarkAbsent(in.Reason), nil
			})
	})
}

// absenceReporterRules returns who may report a delegate as absent.
func absenceReporterRules(a *ent.Attendance) []viewer.Rule {
	c := a.Edges.Conference
	rules := conductors.rules(c)
	if a.UnitID != nil {
		rules = append(rules, viewer.AllowDelegate(c.ID, *a.UnitID), viewer.AllowEditor(*a.UnitID, c.SchoolYear))
	}
	return rules
}
