package conference

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"math/big"
	"regexp"

	"thidua/ent"
	"thidua/ent/site"
	"thidua/internal/command"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

var checkInCodePattern = regexp.MustCompile(`^[0-9]{6}$`)

// IssueCheckInCode gives a site a new code with which delegates check themselves in, and invalidates the
// previous one. Only the caller receives it, to display it at the site. It is stored in plain text: it is on
// public display, and hashing a million possible values protects nothing. The response is not stored for
// idempotency keys. Called by the API for the screen of the site and for conductors. Errors: NOT_FOUND,
// FORBIDDEN, UNKNOWN_CODE for the site, WRONG_STATE.
func IssueCheckInCode(
	ctx context.Context, s *store.Store, conferenceCode, siteCode string,
) (*CheckInCode, error) {
	c, siteRow, err := findAsSiteOperator(ctx, s, conferenceCode, siteCode)
	if err != nil {
		return nil, err
	}
	number, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return nil, err
	}
	code := fmt.Sprintf("%06d", number)
	err = s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := lockInStateShared(ctx, tx, c.ID, unendedStates...); err != nil {
			return err
		}
		n, err := tx.Site.Update().Where(site.ID(siteRow.ID)).SetCheckInCode(code).Save(ctx)
		if err != nil || n > 0 {
			return err
		}
		return command.UnknownCodeFault("site", gid.Site, siteRow.Code) // removed concurrently
	})
	if err != nil {
		return nil, err
	}
	return &CheckInCode{SiteID: siteRow.ID, CheckInCode: code}, nil
}

// CheckInSelf checks a delegate in at the site that shows a code: their own, or any site if the roll
// specifies none, which becomes theirs. No effect on one who is present. Called by the API for the delegates
// of the unit. Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT, WRONG_STATE, WRONG_CHECK_IN_CODE, and
// TOO_MANY_WRONG_CODES after ten of these.
func CheckInSelf(ctx context.Context, s *store.Store, in SelfCheckIn) (gid.ID, error) {
	a, err := findDelegate(ctx, s, in.Attendance)
	if err != nil {
		return 0, err
	}
	c := a.Edges.Conference
	if c.Code != in.Conference {
		return 0, fault.NotFound.With()
	}
	var rules []viewer.Rule
	if a.UnitID != nil {
		rules = append(rules, viewer.AllowDelegate(c.ID, *a.UnitID))
	}
	if err := viewer.Require(ctx, rules...); err != nil {
		return 0, err
	}
	if err := command.Validate(in, func(in SelfCheckIn, v *command.Validator) {
		v.Require(checkInCodePattern.MatchString(in.CheckInCode), "checkInCode", command.ReasonBadCode)
	}); err != nil {
		return 0, err
	}
	checkIn := func(ctx context.Context, tx *store.Tx) error {
		siteRow, err := findSiteByCheckInCode(ctx, tx, a, in.CheckInCode)
		if err != nil {
			return err
		}
		if siteRow == nil {
			return fault.WrongCheckInCode.With()
		}
		here := *a
		here.Edges.Site = siteRow
		return updateAttendance(ctx, tx, &here, liveStates,
			func(was AttendanceStatus) (AttendanceStatus, error) {
				return was.CheckInByCode(siteRow.ID, tx.Now())
			})
	}
	err = s.Tx(store.WithResultIDs(ctx, a.ID), checkIn)
	// The site was removed concurrently: now no site shows the code.
	if store.Classify(err) == store.KindForeignKey {
		err = s.Tx(store.WithResultIDs(ctx, a.ID), checkIn)
	}
	if !errors.Is(err, fault.WrongCheckInCode) {
		return a.ID, err
	}
	// Count it in a transaction of its own, so that the rejected request does not use up its idempotency key.
	count := func(ctx context.Context, tx *store.Tx) error {
		return updateAttendance(ctx, tx, a, liveStates, AttendanceStatus.CountWrongCode)
	}
	if err := s.Tx(store.WithoutTxSetup(ctx), count); err != nil {
		return 0, err
	}
	return 0, err
}

// findSiteByCheckInCode returns the site with a code among those where a delegate may be, nil if there is
// none. It compares in constant time, so that its duration does not reveal how much of a code is right.
func findSiteByCheckInCode(
	ctx context.Context, tx *store.Tx, a *ent.Attendance, code string,
) (found *ent.Site, err error) {
	query := tx.Site.Query().Where(site.ConferenceID(a.ConferenceID), site.CheckInCodeNotNil())
	if a.SiteID != nil {
		query.Where(site.ID(*a.SiteID))
	}
	sites, err := query.Order(site.ByOrdinal()).All(ctx)
	for _, siteRow := range sites {
		if subtle.ConstantTimeCompare([]byte(code), []byte(*siteRow.CheckInCode)) == 1 {
			found = siteRow
		}
	}
	return found, err
}
