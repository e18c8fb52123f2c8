package conference

import (
	"context"
	"fmt"
	"slices"

	"thidua/ent"
	"thidua/ent/attendance"
	"thidua/ent/predicate"
	"thidua/internal/command"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// The most delegates that one call checks in by id, and invites. The default query limits admit that many:
// 200 entries in a list and 1000 values in variables, of which a delegate to invite has six.
const (
	maxCheckInDelegates = 200
	maxInviteDelegates  = 150
)

// attendanceBatchSize is how many delegates one statement updates.
const attendanceBatchSize = 500

// checkListLength returns TOO_MANY_AT_ONCE for a list that is too long for one call.
func checkListLength[T any](list string, entries []T, maxEntries int) error {
	if len(entries) > maxEntries {
		return fault.TooManyAtOnce.With("list", list, "max", maxEntries, "value", len(entries))
	}
	return nil
}

// CheckInDelegates marks delegates of a site as present: those given, or all who are not called yet. No
// effect on those who are present. It returns the ids of the former or of the latter. Called by the API for
// conductors and the screen of the site. Errors: NOT_FOUND, also for a delegate of another site, FORBIDDEN,
// TOO_MANY_AT_ONCE, BAD_INPUT, UNKNOWN_CODE for the site, WRONG_STATE.
func CheckInDelegates(ctx context.Context, s *store.Store, in RollCall) (ids []gid.ID, err error) {
	_, siteRow, err := findAsSiteOperator(ctx, s, in.Conference, in.Site)
	if err != nil {
		return nil, err
	}
	if err := checkListLength("attendances", in.Attendances, maxCheckInDelegates); err != nil {
		return nil, err
	}
	if err := command.Validate(in, checkRollCall); err != nil {
		return nil, err
	}
	err = s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
		ids, err = callRoll(ctx, tx, siteRow, in)
		tx.SetResultIDs(ids...)
		return err
	})
	return ids, err
}

func checkRollCall(in RollCall, v *command.Validator) {
	checkPresent(in.Presence, v)
	v.Require(in.Attendances == nil || len(in.Attendances) > 0, "attendances", command.ReasonEmpty)
	command.RequireDistinct(v, "attendances", in.Attendances)
}

func callRoll(ctx context.Context, tx *store.Tx, siteRow *ent.Site, in RollCall) ([]gid.ID, error) {
	if err := lockInStateShared(ctx, tx, siteRow.ConferenceID, liveStates...); err != nil {
		return nil, err
	}
	query := tx.Attendance.Query().Where(attendance.SiteID(siteRow.ID))
	if in.Attendances != nil {
		query.Where(attendance.IDIn(in.Attendances...))
	} else {
		query.Where(attendance.PresenceEQ(attendance.PresenceNotCalled))
	}
	ids, err := query.IDs(ctx)
	if err != nil {
		return nil, err
	}
	if missing := missingPaths("attendances", in.Attendances, ids); len(missing) > 0 {
		return nil, notFoundFields(missing...)
	}
	return ids, markPresent(ctx, tx, siteRow, ids, in.Presence)
}

// missingPaths returns the paths of the entries of a list that are not among those found.
func missingPaths(list string, ids, found []gid.ID) (paths []string) {
	for i, id := range ids {
		if !slices.Contains(found, id) {
			paths = append(paths, fmt.Sprintf("%s[%d]", list, i))
		}
	}
	return paths
}

// markPresent marks those of some delegates as present who are not, and publishes that.
func markPresent(
	ctx context.Context, tx *store.Tx, siteRow *ent.Site, ids []gid.ID, presence attendance.Presence,
) error {
	now := tx.Now()
	for batch := range slices.Chunk(ids, attendanceBatchSize) {
		away := attendance.PresenceNotIn(attendance.PresenceInHall, attendance.PresenceOnline)
		n, err := tx.Attendance.Update().Where(attendance.IDIn(batch...), away).
			SetPresence(presence).SetArrivedAt(now).ClearLeftAt().ClearAbsenceReason().
			ClearSubstitute().ClearSubstituteAuthority().SetWrongCodes(0).Save(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			continue
		}
		// A delegate whom a concurrent call checked in at the same instant may be published twice.
		err = publishAttendances(ctx, tx, siteRow.ConferenceID, attendance.IDIn(batch...),
			attendance.ArrivedAt(now))
		if err != nil {
			return err
		}
	}
	return nil
}

// publishAttendances publishes the current status of delegates.
func publishAttendances(
	ctx context.Context, tx *store.Tx, conference gid.ID, where ...predicate.Attendance,
) error {
	rows, err := tx.Attendance.Query().Where(where...).Order(attendance.ByOrdinal()).WithUnit().WithSite().
		All(ctx)
	if err != nil {
		return err
	}
	changed := make([]journal.Attendance, len(rows))
	for i, row := range rows {
		changed[i] = AttendanceOf(row)
	}
	journal.Append(
		tx,
		journal.ConferenceStream(conference),
		journal.AttendanceChanged{Entries: changed},
	)
	return nil
}
