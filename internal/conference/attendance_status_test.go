package conference_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"thidua/ent/attendance"
	"thidua/internal/conference"
	"thidua/internal/fault"
	"thidua/internal/gid"
)

// After any sequence of calls the constraints of the database hold, each call is idempotent, and only a
// check-in resets the wrong codes.
func TestAttendanceStatus(t *testing.T) {
	siteID := gid.Derive(gid.Site, "c", "main")
	rapid.Check(t, func(t *rapid.T) {
		c, now := conference.AttendanceStatus{
			Presence: attendance.PresenceNotCalled,
		}, time.Date(2024, 8, 19, 1, 0, 0, 0, time.UTC)
		for range rapid.IntRange(1, 12).Draw(t, "calls") {
			// Clock skew between nodes.
			now = now.Add(time.Duration(rapid.IntRange(-5, 60).Draw(t, "seconds")) * time.Second)
			name := rapid.SampledFrom([]string{"arrive", "substitute", "by code", "mistake", "leave", "miss"}).
				Draw(t, "call")
			call := map[string]func(conference.AttendanceStatus) (conference.AttendanceStatus, error){
				"arrive": func(c conference.AttendanceStatus) (conference.AttendanceStatus, error) {
					return c.CheckIn("ONLINE", "", "", now), nil
				},
				"substitute": func(c conference.AttendanceStatus) (conference.AttendanceStatus, error) {
					return c.CheckIn("IN_HALL", "An", "12/GUQ", now), nil
				},
				"by code": func(c conference.AttendanceStatus) (conference.AttendanceStatus, error) {
					return c.CheckInByCode(siteID, now)
				},
				"mistake": conference.AttendanceStatus.CountWrongCode,
				"leave": func(c conference.AttendanceStatus) (conference.AttendanceStatus, error) {
					return c.CheckOut(now)
				},
				"miss": func(c conference.AttendanceStatus) (conference.AttendanceStatus, error) {
					return c.MarkAbsent("ốm"), nil
				},
			}[name]
			was := c
			next, err := call(was)
			switch {
			case errors.Is(err, fault.DelegateNotPresent):
				if name != "leave" || was.ArrivedAt != nil && was.Presence != attendance.PresenceAbsent {
					t.Fatalf("%s of %+v: %v", name, was, err)
				}
				continue
			case errors.Is(err, fault.TooManyWrongCodes):
				if was.WrongCodes != conference.MaxWrongCodes {
					t.Fatalf("%s after %d wrong codes: %v", name, was.WrongCodes, err)
				}
				continue
			case err != nil:
				t.Fatal(err)
			}
			c = next
			if again, err := call(c); err == nil && (!again.Equal(c) || name == "mistake" && !again.Equal(was)) {
				t.Fatalf("%s twice: %+v, then %+v", name, c, again)
			}
			if (c.Substitute == nil) != (c.SubstituteAuthority == nil) ||
				c.LeftAt != nil && (c.ArrivedAt == nil || c.LeftAt.Before(*c.ArrivedAt)) ||
				c.AbsenceReason != nil && c.Presence != attendance.PresenceAbsent ||
				c.IsPresent() && (c.ArrivedAt == nil || c.LeftAt != nil) {
				t.Fatalf("after %s: %+v", name, c)
			}
			if (name == "leave" || name == "miss") && c.WrongCodes != was.WrongCodes {
				t.Fatalf("%s reset the wrong codes", name)
			}
		}
	})
}
