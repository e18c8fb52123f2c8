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
func (h fixture) wantWaiting(want ...gid.ID) {
	h.t.Helper()
	ids := h.s.Reader().FloorRequest.Query().Where(floorrequest.StateEQ(floorrequest.StateWaiting)).
		Order(ent.Asc(floorrequest.FieldRequestedAt)).IDsX(registrytest.OperatorContext(h.t))
	eq(h.t, "waiting requests", len(ids), len(want))
	for i, id := range want {
		eq(h.t, "waiting requests", ids[i], id)
	}
	h.checkFloorEvents()
}

// wantLinks checks the links of all sites.
func (h fixture) wantLinks(want ...site.Link) {
	h.t.Helper()
	for i, row := range h.s.Reader().Site.Query().Order(site.ByOrdinal()).
		AllX(registrytest.OperatorContext(h.t)) {
		eq(h.t, row.Code, row.Link, want[i])
	}
}

func (h fixture) sendHeartbeat(at string) {
	h.t.Helper()
	h.run("head", func(ctx context.Context) (gid.ID, error) {
		return conference.HeartbeatSite(ctx, h.s, code, at)
	})
}

// After Close no request is waiting and no site is connected; all ended at the time of closing.
func TestClose_WithdrawsRequestsAndDisconnectsSites(t *testing.T) {
	eachFloor(t, func(h fixture) {
		first, gone := h.mustRequestFloor("bac-ninh", "REMARK"), h.mustRequestFloor("nam-dinh", "REMARK")
		h.run("nam-dinh", h.withID(conference.WithdrawFloorRequest, gone))
		withdrawn := h.lastRequestState(gone)
		second, third := h.mustRequestFloor("nam-dinh", "POINT_OF_ORDER"), h.mustRequestFloor("hue", "PRESENTATION")
		h.run("head", h.placeRequest(third, 1))
		h.sendHeartbeat("main")
		h.run("head", h.withCode(conference.Start))
		h.run("head", h.withID(conference.GiveFloor, first))
		h.wantWaiting(second, third)
		n := len(h.changes())
		h.runTwice("head", h.withCode(conference.Close))
		eq(
			t, "events", h.changeKinds(n),
			"[FloorYielded FloorRequestWithdrawn FloorRequestWithdrawn SiteLinkChanged ConferenceStateChanged]")
		all := h.changes()
		closed := *all[len(all)-1].(journal.ConferenceStateChanged).ClosedAt
		h.wantWaiting()
		for _, id := range []gid.ID{second, third} {
			if r := h.lastRequestState(id); r.State != floorrequest.StateWithdrawn || !r.EndedAt.Equal(closed) ||
				r.GivenAt != nil {
				t.Errorf("%+v", r)
			}
		}
		eq(t, "the request withdrawn before", toJSON(t, h.lastRequestState(gone)), toJSON(t, withdrawn))
		h.wantLinks("LOST", "SILENT")
		if link := all[len(all)-2].(journal.SiteLinkChanged); link.Code != "main" || link.Link != "LOST" ||
			!link.LinkedAt.Equal(closed) {
			t.Errorf("%+v", link)
		}
		h.wantError("nam-dinh", h.withID(conference.RestoreFloorRequest, second), "WRONG_STATE")
	})
}

// Cancel withdraws waiting requests and disconnects sites; Postpone keeps the requests waiting.
func TestPostponeAndCancel_RequestsAndLinks(t *testing.T) {
	eachFloor(t, func(h fixture) {
		id := h.mustRequestFloor("bac-ninh", "REMARK")
		h.sendHeartbeat("main")
		n := len(h.changes())
		h.runTwice("head", h.withReason(conference.Postpone, "Bão"))
		eq(t, "events", h.changeKinds(n), "[SiteLinkChanged ConferenceStateChanged]")
		h.wantWaiting(id)
		h.wantLinks("LOST", "SILENT")
		h.run("head", func(ctx context.Context) (gid.ID, error) {
			return conference.Replan(ctx, h.s, conference.NewDate{Conference: code, PartOfDay: "MORNING"})
		})
		h.run("head", h.withCode(conference.Open))
		h.wantWaiting(id)
		h.sendHeartbeat("main")
		h.wantLinks("CONNECTED", "SILENT")
		n = len(h.changes())
		h.runTwice("head", h.withReason(conference.Cancel, "Bão"))
		eq(t, "events", h.changeKinds(n), "[FloorRequestWithdrawn SiteLinkChanged ConferenceStateChanged]")
		h.wantWaiting()
		h.wantLinks("LOST", "SILENT")
	})
}

// runConcurrently runs all calls concurrently as the head; those that come too late may fail with
// WRONG_STATE.
func (h fixture) runConcurrently(calls ...commandCall) {
	var wg sync.WaitGroup
	begin := make(chan struct{})
	for _, call := range calls {
		wg.Go(func() {
			<-begin
			if _, err := call(h.ctxAs("head")); err != nil && !errors.Is(err, fault.WrongState) {
				h.t.Error(err)
			}
		})
	}
	close(begin)
	wg.Wait()
}

// No request or heartbeat that is concurrent with Close leaves a waiting request or a connected site.
func TestClose_ConcurrentRequestsAndHeartbeats(t *testing.T) {
	eachFloor(t, func(h fixture) {
		h.run("head", h.withCode(conference.Start))
		calls := []commandCall{h.withCode(conference.Close)}
		for _, unit := range []string{"bac-ninh", "nam-dinh", "soc-trang", "hue"} {
			for range 3 {
				calls = append(calls, h.requestFloor(conference.NewFloorRequest{Unit: unit}))
			}
		}
		for _, siteCode := range []string{"main", "soc-trang"} {
			calls = append(calls, func(ctx context.Context) (gid.ID, error) {
				return conference.HeartbeatSite(ctx, h.s, code, siteCode)
			})
		}
		h.runConcurrently(calls...)
		h.wantWaiting()
		if n := h.s.Reader().Site.Query().Where(site.LinkIn(site.LinkConnected, site.LinkLagging)).
			CountX(registrytest.OperatorContext(t)); n != 0 {
			t.Errorf("%d sites are reachable", n)
		}
	})
}

// No check-in that is concurrent with Postpone leaves anybody present.
func TestPostpone_ConcurrentCheckIns(t *testing.T) {
	eachFloor(t, func(h fixture) {
		ids, err := conference.InviteDelegates(h.ctxAs("head"), h.s, conference.Invitation{Conference: code,
			Delegates: slices.Repeat([]conference.Invited{{Capacity: "DELEGATE", Title: "a", Site: "main"}}, 24)})
		if err != nil {
			t.Fatal(err)
		}
		calls := []commandCall{
			func(ctx context.Context) (gid.ID, error) {
				return conference.CheckInSite(ctx, h.s,
					conference.SiteCheckIn{Conference: code, Site: "main", DelegatesPresent: 2})
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
		h.runConcurrently(append(calls, h.withReason(conference.Postpone, "Bão"))...)
		if n := h.s.Reader().Attendance.Query().Where(attendance.PresenceEQ("IN_HALL")).
			CountX(registrytest.OperatorContext(t)); n != 0 {
			t.Errorf("%d delegates are present", n)
		}
		if n := h.s.Reader().Site.Query().Where(site.CheckedInAtNotNil(), site.CheckedOutAtIsNil()).
			CountX(registrytest.OperatorContext(t)); n != 0 {
			t.Errorf("%d sites are present", n)
		}
		conferencetest.CheckReplay(t, h.s, code)
	})
}

// Present delegates of a postponed conference are checked out and do not count for the quorum until they
// check in again. The check-in code is invalid.
func TestPostpone_AttendancesAreLeft(t *testing.T) {
	eachFloor(t, func(h fixture) {
		ids, err := conference.InviteDelegates(h.ctxAs("head"), h.s,
			conference.Invitation{Conference: code, Delegates: []conference.Invited{
				{Capacity: "DELEGATE", Title: "a", Unit: "bac-ninh", Site: "main"}, {Capacity: "DELEGATE", Title: "b"},
				{Capacity: "DELEGATE", Title: "c"}, {Capacity: "DELEGATE", Title: "d"},
			}})
		if err != nil {
			t.Fatal(err)
		}
		checkIn := func(i int, presence attendance.Presence) commandCall {
			return func(ctx context.Context) (gid.ID, error) {
				return conference.CheckInDelegate(ctx, h.s,
					conference.CheckIn{Attendance: ids[i], Presence: presence})
			}
		}
		h.run("head", checkIn(0, "IN_HALL"))
		h.run("head", checkIn(1, "ONLINE"))
		h.run("head", func(ctx context.Context) (gid.ID, error) {
			return conference.ReportAbsence(ctx, h.s, conference.Absence{Attendance: ids[2], Reason: "Ốm"})
		})
		h.run("head", func(ctx context.Context) (gid.ID, error) {
			return conference.CheckInSite(ctx, h.s,
				conference.SiteCheckIn{Conference: code, Site: "main", DelegatesPresent: 2})
		})
		shown, err := conference.IssueCheckInCode(h.ctxAs("head"), h.s, code, "main")
		if err != nil {
			t.Fatal(err)
		}
		presences := func(want ...attendance.Presence) {
			t.Helper()
			for i, a := range h.s.Reader().Attendance.Query().Order(attendance.ByOrdinal()).
				AllX(registrytest.OperatorContext(t)) {
				eq(t, a.Title, a.Presence, want[i])
			}
		}
		n := len(h.changes())
		h.runTwice("head", h.withReason(conference.Postpone, "Bão"))
		eq(t, "events", h.changeKinds(n), "[AttendanceChanged SiteCheckedOut ConferenceStateChanged]")
		presences("LEFT", "LEFT", "ABSENT", "NOT_CALLED")
		conferencetest.CheckReplay(t, h.s, code)
		h.run("head", func(ctx context.Context) (gid.ID, error) {
			return conference.Replan(ctx, h.s, conference.NewDate{Conference: code, PartOfDay: "MORNING"})
		})
		h.run("head", h.withCode(conference.Open))
		h.wantError("head", func(ctx context.Context) (gid.ID, error) {
			return conference.CheckOutDelegate(ctx, h.s, ids[3])
		}, "DELEGATE_NOT_PRESENT")
		earlier := conference.SelfCheckIn{Conference: code, Attendance: ids[0], CheckInCode: shown.CheckInCode}
		_, err = conference.CheckInSelf(h.ctxAs("delegate of bac-ninh"), h.s, earlier)
		if !errors.Is(err, fault.WrongCheckInCode) {
			t.Error(err)
		}
		h.run("head", checkIn(1, "IN_HALL"))
		presences("LEFT", "IN_HALL", "ABSENT", "NOT_CALLED")
	})
}
