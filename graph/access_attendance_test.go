package graph_test

import (
	"context"
	"fmt"

	"thidua/ent/attendance"
	"thidua/internal/gid"

	conferences "thidua/internal/conference"
	"thidua/internal/store"
)

// attendanceCalls adds the calls of the mutations of a roll, and what has to be so before each: the
// conference is open, the unit of the table runs its site, and a delegate of it is on the roll.
func attendanceCalls(calls map[string]string, before map[string]func(context.Context, *store.Tx) error) {
	id := conferences.PartID(gid.Attendance, "theirs", 1)
	for name, c := range map[string]struct {
		from attendance.Presence
		call string
	}{
		"inviteDelegates": {"NOT_CALLED", `(input: {conference: "theirs", delegates: [{title: "r"}]})`},
		"arrangeSites": {"NOT_CALLED", fmt.Sprintf(`(input: {conference: "theirs", sites: [{code: "main", `+
			`name: "m", kind: MAIN, province: %q}]})`, unitCode(0))},
		"setQuorum":        {"NOT_CALLED", `(input: {conference: "theirs", quorumPercent: 50})`},
		"checkInDelegate":  {"NOT_CALLED", fmt.Sprintf(`(input: {attendance: %q})`, id)},
		"checkInDelegates": {"NOT_CALLED", `(input: {conference: "theirs", site: "main"})`},
		"checkOutDelegate": {"IN_HALL", fmt.Sprintf(`(input: {attendance: %q})`, id)},
		"reportAbsence":    {"NOT_CALLED", fmt.Sprintf(`(input: {attendance: %q, reason: "x"})`, id)},
		"checkInSelf": {"NOT_CALLED", fmt.Sprintf(`(input: {conference: "theirs", checkInCode: "012345", `+
			`attendance: %q})`, id)},
		"heartbeatSite": {"NOT_CALLED", `(input: {conference: "theirs", site: "main"})`},
	} {
		calls[name+" theirs"] = mutationCall(name, c.call)
		before[name+" theirs"] = func(ctx context.Context,
			tx *store.Tx) error {
			return setPresence(ctx, tx, id, c.from)
		}
	}
	calls["issueCheckInCode theirs"] = `mutation { issueCheckInCode(input: {conference: "theirs", site: "main"}) { ` +
		`checkInCode } }`
	before["issueCheckInCode theirs"] = before["heartbeatSite theirs"]
}

func setPresence(ctx context.Context, tx *store.Tx, id gid.ID, presence attendance.Presence) error {
	a := tx.Attendance.UpdateOneID(id).SetPresence(presence).SetArrivedAt(longAgo).ClearLeftAt().
		ClearAbsenceReason()
	if presence == attendance.PresenceNotCalled {
		a.ClearArrivedAt()
	}
	site := tx.Site.UpdateOneID(conferences.SiteID("theirs", "main")).SetUnitID(theUnit).SetCheckInCode("012345")
	for _, exec := range []func(context.Context) error{a.Exec, site.Exec,
		tx.Conference.UpdateOneID(theConference).SetState("OPEN").ClearQuorumPercent().Exec} {
		if err := exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
