package conference_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"thidua/ent"
	"thidua/ent/attendance"
	"thidua/ent/floorrequest"
	"thidua/ent/site"
	"thidua/internal/conference"
	"thidua/internal/conference/conferencetest"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry/registrytest"
)

// wantWaiting checks which floor requests are waiting, in the tables and in the journal.
func (h hall) waits(want ...gid.ID) {
	h.t.Helper()
	ids := h.s.Reader().FloorRequest.Query().Where(floorrequest.StateEQ(floorrequest.StateWaiting)).
		Order(ent.Asc(floorrequest.FieldRequestedAt)).IDsX(registrytest.Operator(h.t))
	eq(h.t, "waiting requests", len(ids), len(want))
	for i, id := range want {
		eq(h.t, "waiting requests", ids[i], id)
	}
	h.told()
}

// wantLinks checks the links of all sites.
func (h hall) heard(want ...site.Link) {
	h.t.Helper()
	for i, row := range h.s.Reader().Site.Query().Order(site.ByOrdinal()).AllX(registrytest.Operator(h.t)) {
		eq(h.t, row.Code, row.Link, want[i])
	}
}

func (h hall) beats(at string) {
	h.t.Helper()
	h.once("head", func(ctx context.Context) (gid.ID, error) {
		return conference.HeartbeatSite(ctx, h.s, code, at)
	})
}

// After Close no request is waiting and no site is connected; all ended at the time of closing.
func TestAllLeaveWhatIsClosed(t *testing.T) {
	eachFloor(t, func(h hall) {
		first, gone := h.asks("bac-ninh", "REMARK"), h.asks("nam-dinh", "REMARK")
		h.once("nam-dinh", h.on(conference.WithdrawFloorRequest, gone))
		withdrawn := h.turn(gone)
		second, third := h.asks("nam-dinh", "POINT_OF_ORDER"), h.asks("hue", "PRESENTATION")
		h.once("head", h.put(third, 1))
		h.beats("main")
		h.once("head", h.step(conference.Start))
		h.once("head", h.on(conference.GiveFloor, first))
		h.waits(second, third)
		n := len(h.changes())
		h.does("head", h.step(conference.Close))
		eq(
			t, "events", h.kinds(n),
			"[FloorYielded FloorRequestWithdrawn FloorRequestWithdrawn SiteLinkChanged ConferenceStateChanged]")
		all := h.changes()
		closed := *all[len(all)-1].(journal.ConferenceStateChanged).ClosedAt
		h.waits()
		for _, id := range []gid.ID{second, third} {
			if r := h.turn(id); r.State != floorrequest.StateWithdrawn || !r.EndedAt.Equal(closed) ||
				r.GivenAt != nil {
				t.Errorf("%+v", r)
			}
		}
		eq(t, "the request withdrawn before", inJSON(t, h.turn(gone)), inJSON(t, withdrawn))
		h.heard("LOST", "SILENT")
		if link := all[len(all)-2].(journal.SiteLinkChanged); link.Code != "main" || link.Link != "LOST" ||
			!link.LinkedAt.Equal(closed) {
			t.Errorf("%+v", link)
		}
		h.refused("nam-dinh", h.on(conference.RestoreFloorRequest, second), "WRONG_STATE")
	})
}

// Cancel withdraws waiting requests and disconnects sites; Postpone keeps the requests waiting.
func TestAllLeaveWhatIsCalledOff(t *testing.T) {
	eachFloor(t, func(h hall) {
		id := h.asks("bac-ninh", "REMARK")
		h.beats("main")
		n := len(h.changes())
		h.does("head", h.because(conference.Postpone, "Bão"))
		eq(t, "events", h.kinds(n), "[SiteLinkChanged ConferenceStateChanged]")
		h.waits(id)
		h.heard("LOST", "SILENT")
		h.once("head", func(ctx context.Context) (gid.ID, error) {
			return conference.Replan(ctx, h.s, conference.NewDate{Conference: code, PartOfDay: "MORNING"})
		})
		h.once("head", h.step(conference.Open))
		h.waits(id)
		h.beats("main")
		h.heard("CONNECTED", "SILENT")
		n = len(h.changes())
		h.does("head", h.because(conference.Cancel, "Bão"))
		eq(t, "events", h.kinds(n), "[FloorRequestWithdrawn SiteLinkChanged ConferenceStateChanged]")
		h.waits()
		h.heard("LOST", "SILENT")
	})
}

// runConcurrently runs all calls concurrently as the head; those that come too late may fail with
// WRONG_STATE.
func (h hall) together(calls ...verb) {
	var wg sync.WaitGroup
	begin := make(chan struct{})
	for _, call := range calls {
		wg.Go(func() {
			<-begin
			if _, err := call(h.as("head")); err != nil && !errors.Is(err, fault.WrongState) {
				h.t.Error(err)
			}
		})
	}
	close(begin)
	wg.Wait()
}

// No request or heartbeat that is concurrent with Close leaves a waiting request or a connected site.
func TestAllLeaveWhateverCameAtTheEnd(t *testing.T) {
	eachFloor(t, func(h hall) {
		h.once("head", h.step(conference.Start))
		calls := []verb{h.step(conference.Close)}
		for _, unit := range []string{"bac-ninh", "nam-dinh", "soc-trang", "hue"} {
			for range 3 {
				calls = append(calls, h.ask(conference.NewFloorRequest{Unit: unit}))
			}
		}
		for _, siteCode := range []string{"main", "soc-trang"} {
			calls = append(calls, func(ctx context.Context) (gid.ID, error) {
				return conference.HeartbeatSite(ctx, h.s, code, siteCode)
			})
		}
		h.together(calls...)
		h.waits()
		if n := h.s.Reader().Site.Query().Where(site.LinkIn(site.LinkConnected, site.LinkLagging)).
			CountX(registrytest.Operator(t)); n != 0 {
			t.Errorf("%d sites are reachable", n)
		}
	})
}

// No check-in that is concurrent with Postpone leaves anybody present.
func TestNobodyStaysAtWhatIsPutOff(t *testing.T) {
	eachFloor(t, func(h hall) {
		ids, err := conference.InviteDelegates(h.as("head"), h.s, conference.Invitation{Conference: code,
			Delegates: slices.Repeat([]conference.Invited{{Capacity: "DELEGATE", Role: "a", Site: "main"}}, 24)})
		if err != nil {
			t.Fatal(err)
		}
		calls := []verb{
			func(ctx context.Context) (gid.ID, error) {
				return conference.CheckInSite(ctx, h.s,
					conference.SiteCheckIn{Conference: code, Site: "main", Delegates: 2})
			},
			func(ctx context.Context) (gid.ID, error) {
				_, err := conference.CheckInDelegates(ctx, h.s,
					conference.RollCall{Conference: code, Site: "main", Presence: "IN_HALL", Attendances: ids[12:]})
				return 0, err
			},
		}
		for _, id := range ids[:12] {
			calls = append(calls, func(ctx context.Context) (gid.ID, error) {
				return conference.CheckInDelegate(ctx, h.s, conference.CheckIn{Attendance: id, Presence: "IN_HALL"})
			})
		}
		h.together(append(calls, h.because(conference.Postpone, "Bão"))...)
		if n := h.s.Reader().Attendance.Query().Where(attendance.PresenceEQ("IN_HALL")).
			CountX(registrytest.Operator(t)); n != 0 {
			t.Errorf("%d delegates are present", n)
		}
		if n := h.s.Reader().Site.Query().Where(site.CheckedInAtNotNil(), site.CheckedOutAtIsNil()).
			CountX(registrytest.Operator(t)); n != 0 {
			t.Errorf("%d sites are present", n)
		}
		conferencetest.Folds(t, h.s, code)
	})
}

// Present delegates of a postponed conference are checked out and do not count for the quorum until they
// check in again. The check-in code is invalid.
func TestWhoCameToWhatIsPutOffHasLeft(t *testing.T) {
	eachFloor(t, func(h hall) {
		ids, err := conference.InviteDelegates(h.as("head"), h.s,
			conference.Invitation{Conference: code, Delegates: []conference.Invited{
				{Capacity: "DELEGATE", Role: "a", Unit: "bac-ninh", Site: "main"}, {Capacity: "DELEGATE", Role: "b"},
				{Capacity: "DELEGATE", Role: "c"}, {Capacity: "DELEGATE", Role: "d"},
			}})
		if err != nil {
			t.Fatal(err)
		}
		checkIn := func(i int, presence attendance.Presence) verb {
			return func(ctx context.Context) (gid.ID, error) {
				return conference.CheckInDelegate(ctx, h.s,
					conference.CheckIn{Attendance: ids[i], Presence: presence})
			}
		}
		h.once("head", checkIn(0, "IN_HALL"))
		h.once("head", checkIn(1, "ONLINE"))
		h.once("head", func(ctx context.Context) (gid.ID, error) {
			return conference.ReportAbsence(ctx, h.s, conference.Absence{Attendance: ids[2], Reason: "Ốm"})
		})
		h.once("head", func(ctx context.Context) (gid.ID, error) {
			return conference.CheckInSite(ctx, h.s,
				conference.SiteCheckIn{Conference: code, Site: "main", Delegates: 2})
		})
		shown, err := conference.IssueCheckInCode(h.as("head"), h.s, code, "main")
		if err != nil {
			t.Fatal(err)
		}
		presences := func(want ...attendance.Presence) {
			t.Helper()
			for i, a := range h.s.Reader().Attendance.Query().Order(attendance.ByOrdinal()).
				AllX(registrytest.Operator(t)) {
				eq(t, a.Role, a.Presence, want[i])
			}
		}
		n := len(h.changes())
		h.does("head", h.because(conference.Postpone, "Bão"))
		eq(t, "events", h.kinds(n), "[AttendanceChanged SiteCheckedOut ConferenceStateChanged]")
		presences("LEFT", "LEFT", "ABSENT", "NOT_CALLED")
		conferencetest.Folds(t, h.s, code)
		h.once("head", func(ctx context.Context) (gid.ID, error) {
			return conference.Replan(ctx, h.s, conference.NewDate{Conference: code, PartOfDay: "MORNING"})
		})
		h.once("head", h.step(conference.Open))
		h.refused("head", func(ctx context.Context) (gid.ID, error) {
			return conference.CheckOutDelegate(ctx, h.s, ids[3])
		}, "DELEGATE_NOT_PRESENT")
		if _, err := conference.CheckInSelf(h.as("delegate of bac-ninh"), h.s,
			conference.SelfCheckIn{Conference: code, Attendance: ids[0], Code: shown.Code}); !errors.Is(err,
			fault.WrongCheckInCode) {
			t.Error(err)
		}
		h.once("head", checkIn(1, "IN_HALL"))
		presences("LEFT", "IN_HALL", "ABSENT", "NOT_CALLED")
	})
}
