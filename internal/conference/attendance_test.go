package conference_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"thidua/ent/attendance"
	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

var conductorNames = []string{"ministry", "head", "deputy", "secretary"}

// A delegate checks in, is substituted, leaves and comes back; each call is made twice.
func TestCheckInDelegate(t *testing.T) {
	eachRoll(t, func(r rollFixture) {
		leave := r.withID(conference.CheckOutDelegate, r.ids[2])
		as := func(presence attendance.Presence, substitute, authority string) commandCall {
			return func(ctx context.Context) (gid.ID, error) {
				return conference.CheckInDelegate(ctx, r.s,
					conference.CheckIn{Attendance: r.ids[2], Presence: presence, Substitute: substitute,
						SubstituteAuthority: authority})
			}
		}
		r.wantError("head", r.checkIn(2), "WRONG_STATE") // planned
		r.run("head", r.withCode(conference.Open))
		r.wantError("head", leave, "DELEGATE_NOT_PRESENT")
		r.runTwice("screen of bac-ninh", r.checkIn(2))
		came := r.wantPresence(2, "IN_HALL").ArrivedAt
		r.runTwice("secretary", as("ONLINE", "Trần Văn An", "12/GUQ-SGDĐT"))
		if row := r.wantPresence(2, "ONLINE"); !row.ArrivedAt.Equal(*came) || *row.Substitute != "Trần Văn An" ||
			*row.SubstituteAuthority != "12/GUQ-SGDĐT" {
			t.Errorf("%v", row)
		}
		r.runTwice("screen of bac-ninh", leave)
		if row := r.wantPresence(2, "LEFT"); row.LeftAt == nil || row.Substitute == nil {
			t.Errorf("%v", row)
		}
		r.runTwice("deputy", as("IN_HALL", "", ""))
		if row := r.wantPresence(2, "IN_HALL"); row.LeftAt != nil || row.Substitute != nil {
			t.Errorf("%v", row)
		}
		for _, bad := range []commandCall{as("LEFT", "", ""), as("NOT_CALLED", "", ""), as("IN_HALL", "An", ""),
			as("IN_HALL", "", "12/GUQ"), as("IN_HALL", " An", "12/GUQ"),
			as("IN_HALL", strings.Repeat("a", 5000), "12/GUQ")} {
			r.wantError("head", bad, "BAD_INPUT")
		}
		r.wantOnlyFor(r.checkIn(2), append(conductorNames, "screen of bac-ninh")...)
		r.wantOnlyFor(leave, append(conductorNames, "screen of bac-ninh")...)
		r.wantOnlyFor(r.checkIn(5), conductorNames...) // without a site, so no screen may act for them
		r.wantError("head", r.withID(conference.CheckOutDelegate, gid.New(gid.Attendance)), "NOT_FOUND")
		r.run("head", r.withCode(conference.Start))
		r.run("head", r.withCode(conference.Close))
		r.wantError("head", r.checkIn(2), "WRONG_STATE")
		r.wantError("head", leave, "WRONG_STATE")
	})
}

func TestReportAbsence(t *testing.T) {
	eachRoll(t, func(r rollFixture) {
		because := func(reason string) commandCall {
			return func(ctx context.Context) (gid.ID, error) {
				return conference.ReportAbsence(ctx, r.s, conference.Absence{Attendance: r.ids[1], Reason: reason})
			}
		}
		r.runTwice("delegate of bac-ninh", because("Đi công tác")) // while it is planned
		r.wantError("editor", because("ốm"), "NOT_FOUND")
		r.run("head", r.withCode(conference.Open))
		r.runTwice("editor", because("Ốm"))
		if row := r.wantPresence(1, "ABSENT"); *row.AbsenceReason != "Ốm" || row.ArrivedAt != nil {
			t.Errorf("%v", row)
		}
		r.runTwice("head", r.checkIn(1))
		if row := r.wantPresence(1, "IN_HALL"); row.AbsenceReason != nil {
			t.Errorf("%v", row)
		}
		r.runTwice("secretary", because("Nhầm người"))
		r.wantPresence(1, "ABSENT")
		for _, bad := range []string{"", " ", strings.Repeat("a", 5000)} {
			r.wantError("head", because(bad), "BAD_INPUT")
		}
		r.wantOnlyFor(because("x"), append(conductorNames, "editor", "delegate of bac-ninh")...)
		r.run("head", r.withReason(conference.Cancel, "x"))
		r.wantError("head", because("x"), "WRONG_STATE")
	})
}

func (r rollFixture) rollCall(site string, places ...int) commandCall {
	return func(ctx context.Context) (gid.ID, error) {
		in := conference.RollCall{Conference: code, Site: site, Presence: "ONLINE"}
		for _, place := range places {
			in.Attendances = append(in.Attendances, r.ids[place])
		}
		_, err := conference.CheckInDelegates(ctx, r.s, in)
		return 0, err
	}
}

func TestCheckInDelegates(t *testing.T) {
	eachRoll(t, func(r rollFixture) {
		r.wantError("head", r.rollCall("main"), "WRONG_STATE")
		r.run("head", r.withCode(conference.Open))
		r.run("head", r.checkIn(3))
		r.runTwice("screen of ha-nam", r.rollCall("remote"))
		r.wantPresence(3, "IN_HALL") // unchanged
		r.wantPresence(4, "ONLINE")
		events := r.changes()
		if all := events[len(events)-1].(journal.AttendanceChanged).Entries; len(all) != 1 ||
			all[0].AttendanceID != r.ids[4] || *all[0].SiteCode != "remote" || *all[0].UnitCode != "ha-nam" {
			t.Errorf("published %+v", all)
		}
		r.runTwice("secretary", r.rollCall("main", 1, 2))
		r.wantPresence(1, "ONLINE")
		r.wantPresence(2, "ONLINE")
		r.wantError("head", r.rollCall("main", 1, 3), "NOT_FOUND")
		r.wantError("head", r.rollCall("main", 1, 1), "BAD_INPUT")
		r.wantError("head", r.rollCall("nowhere"), "UNKNOWN_CODE")
		r.wantError("screen of ha-nam", r.rollCall("nowhere"), "FORBIDDEN")
		r.wantOnlyFor(r.rollCall("remote"), append(conductorNames, "screen of ha-nam")...)
	})
}

func TestInviteDelegates(t *testing.T) {
	eachRoll(t, func(r rollFixture) {
		invite := func(d ...conference.Invited) commandCall {
			return func(ctx context.Context) (gid.ID, error) {
				_, err := conference.InviteDelegates(ctx, r.s, conference.Invitation{Conference: code, Delegates: d})
				return 0, err
			}
		}
		one := conference.Invited{Capacity: "DELEGATE", Title: "Đại biểu", Unit: "ha-nam", Site: "main"}
		n := len(r.changes())
		r.run("deputy", invite(one, one))
		all := r.changes()[n:]
		if len(all) != 1 || len(all[0].(journal.AttendanceChanged).Entries) != 2 ||
			all[0].(journal.AttendanceChanged).Entries[1].Ordinal != 7 {
			t.Errorf("published %+v", all)
		}
		for _, change := range []func(*conference.Invited){
			func(d *conference.Invited) { d.Unit = "nowhere" }, func(d *conference.Invited) { d.Site = "nowhere" },
			func(d *conference.Invited) { d.Person = "nobody" },
		} {
			bad := one
			change(&bad)
			r.wantError("head", invite(one, bad), "UNKNOWN_CODE")
		}
		r.wantError("head", invite(), "BAD_INPUT")
		r.wantError("head", invite(make([]conference.Invited, 151)...), "TOO_MANY_AT_ONCE")
		r.wantError("head", func(ctx context.Context) (gid.ID, error) {
			_, err := conference.CheckInDelegates(ctx, r.s,
				conference.RollCall{Conference: code, Site: "main", Presence: "IN_HALL",
					Attendances: make([]gid.ID, 201)})
			return 0, err
		}, "TOO_MANY_AT_ONCE")
		r.wantError("head", invite(conference.Invited{Capacity: "DELEGATE"}), "BAD_INPUT")
		r.wantError("head", invite(conference.Invited{Capacity: "KING", Title: "x"}), "BAD_INPUT")
		r.run("head", r.withCode(conference.Open))
		r.wantOnlyFor(invite(one), conductorNames...)
		r.run("head", r.withReason(conference.Cancel, "x"))
		r.wantError("head", invite(one), "WRONG_STATE")
	})
}

// Fifty delegates are checked in concurrently, each twice and also by the roll call of their site: all are
// present, and the newest event about each equals the row.
func TestCheckInDelegates_Concurrent(t *testing.T) {
	eachRoll(t, func(r rollFixture) {
		many := make([]conference.Invited, 50)
		for i := range many {
			many[i] = conference.Invited{Capacity: "DELEGATE", Title: "Đại biểu", Unit: "ha-nam", Site: "remote"}
		}
		ids, err := conference.InviteDelegates(r.ctxAs("head"), r.s,
			conference.Invitation{Conference: code, Delegates: many})
		if err != nil {
			t.Fatal(err)
		}
		r.ids = append(r.ids, ids...)
		r.run("head", r.withCode(conference.Open))
		var wg sync.WaitGroup
		for place := 6; place < len(r.ids); place++ {
			for range 2 {
				wg.Go(func() {
					if _, err := r.checkIn(place)(r.ctxAs("screen of ha-nam")); err != nil {
						t.Error(err)
					}
				})
			}
		}
		wg.Go(func() {
			if _, err := r.rollCall("remote")(r.ctxAs("head")); err != nil {
				t.Error(err)
			}
		})
		wg.Wait()
		present := r.s.Reader().Attendance.Query().Where(attendance.PresenceIn("IN_HALL", "ONLINE")).
			CountX(registrytest.OperatorContext(t))
		if present != 52 {
			t.Errorf("%d are present", present)
		}
		for place := 6; place < len(r.ids); place++ {
			r.wantPresence(place, "IN_HALL") // a check-in of one delegate overrides the roll call
		}
	})
}

func TestSetQuorum(t *testing.T) {
	eachRoll(t, func(r rollFixture) {
		percent := func(n int) commandCall {
			return func(ctx context.Context) (gid.ID, error) {
				return conference.SetQuorum(ctx, r.s, conference.NewQuorum{Conference: code, QuorumPercent: n})
			}
		}
		n := len(r.changes())
		r.runTwice("head", percent(50)) // as planned
		eq(t, "the journal", len(r.changes()), n)
		r.runTwice("secretary", percent(67))
		r.runTwice("ministry", percent(0))
		events := r.changes()[n:]
		if len(events) != 2 || *events[0].(journal.QuorumSet).QuorumPercent != 67 ||
			events[1].(journal.QuorumSet).QuorumPercent != nil {
			t.Errorf("published %+v", events)
		}
		r.wantError("head", percent(101), "BAD_INPUT")
		r.wantError("head", percent(-1), "BAD_INPUT")
		r.run("head", r.withCode(conference.Open))
		r.wantOnlyFor(percent(1), conductorNames...)
		r.run("head", r.withReason(conference.Cancel, "x"))
		r.wantError("head", percent(1), "WRONG_STATE")
	})
}

// A plan specifies the unit and the parent of a site; the parent comes before it.
func TestPlan_SiteHierarchy(t *testing.T) {
	eachRoll(t, func(r rollFixture) {
		planned := r.changes()[0].(journal.ConferencePlanned)
		if s := planned.Sites[1]; *s.UnitCode != "ha-nam" || *s.ParentID != planned.Sites[0].SiteID ||
			planned.Sites[0].ParentID != nil || *planned.QuorumPercent != 50 {
			t.Errorf("%+v", planned)
		}
		plan := func(change func(*conference.NewPlan)) commandCall {
			in := newPlan(t)
			change(&in)
			return func(ctx context.Context) (gid.ID, error) { return conference.Plan(ctx, r.s, in) }
		}
		same := func(p *conference.NewPlan) {
			p.Quorum = 50
			p.Sites = []conference.PlanSite{{Code: "main", Name: "Bắc Ninh", Kind: "MAIN", Unit: "bac-ninh"},
				{Code: "remote", Name: "Hà Nam", Kind: "REMOTE", Unit: "ha-nam", Parent: "main"}}
		}
		r.runTwice("head", plan(same))
		r.wantError("head", plan(func(p *conference.NewPlan) { same(p); p.Sites[1].Parent = "" }), "CONFLICT")
		r.wantError("head", plan(func(p *conference.NewPlan) {
			same(p)
			p.Sites[1].Unit = "bac-ninh"
		}), "CONFLICT")
		r.wantError("head", plan(func(p *conference.NewPlan) { same(p); p.Quorum = 0 }), "CONFLICT")
		r.wantError("head", plan(func(p *conference.NewPlan) {
			same(p)
			p.Code, p.Sites[0].Parent = "new", "remote"
		}), "BAD_INPUT")
		r.wantError("head", plan(func(p *conference.NewPlan) {
			same(p)
			p.Code, p.Sites[1].Parent = "new", "remote"
		}), "BAD_INPUT")
		r.wantError("head", plan(func(p *conference.NewPlan) {
			same(p)
			p.Code, p.Sites[1].Unit = "new", "nowhere"
		}), "UNKNOWN_CODE")
		r.wantError("head", plan(func(p *conference.NewPlan) {
			same(p)
			p.Code, p.Quorum = "new", 101
		}), "BAD_INPUT")
	})
}

// A recording replaces the roll of invited delegates.
func TestRecord_ReplacesRoll(t *testing.T) {
	eachConferenceWithoutReplay(t, func(h fixture) {
		ids, err := conference.InviteDelegates(h.ctxAs("head"), h.s,
			conference.Invitation{Conference: code, Delegates: []conference.Invited{
				{Capacity: "CHAIR", Title: "Trưởng Cụm", Site: "main"}, {Capacity: "DELEGATE", Title: "Đại biểu"},
				{Capacity: "GUEST", Title: "Khách"}}})
		if err != nil {
			t.Fatal(err)
		}
		h.run("head", h.withCode(conference.Open))
		h.run("head", func(ctx context.Context) (gid.ID, error) {
			return conference.CheckInDelegate(ctx, h.s,
				conference.CheckIn{Attendance: ids[0], Presence: "IN_HALL"})
		})
		in := conference.Conference{Code: code, Kind: "FINAL_REVIEW", State: "CLOSED", Title: "Tổng kết",
			SchoolYear: year, Cluster: 2,
			Sites: []conference.Site{{Code: "main", Name: "Bắc Ninh", Kind: "MAIN"}},
			Attendances: []conference.Attendance{{Capacity: "CHAIR", Role: "Trưởng Cụm", Site: "main"},
				{Capacity: "GUEST", Role: "Khách"}}}
		for range 2 {
			if err := conference.Record(registrytest.OperatorContext(t), h.s, in); err != nil {
				t.Fatal(err)
			}
		}
		rows := h.s.Reader().Attendance.Query().Order(attendance.ByOrdinal()).AllX(t.Context())
		if len(rows) != 2 || rows[0].Ordinal != 1 || rows[0].Title != "Trưởng Cụm" || rows[1].Ordinal != 2 ||
			rows[1].Title != "Khách" {
			t.Errorf("%v", rows)
		}
	})
}

// A site that is assigned between the read of the delegate and the transaction is part of the event.
func TestCheckOutDelegate_SiteAssignedMeanwhile(t *testing.T) {
	eachRoll(t, func(r rollFixture) {
		r.run("head", r.withCode(conference.Open))
		number := r.issueCode("head", "main")
		late := store.WithTxSetup(r.ctxAs("head"), func(ctx context.Context, _ *store.Tx) error {
			_, err := r.checkInSelf(
				5, number,
			)(viewer.NewContext(store.WithoutTxSetup(ctx), viewers["delegate of ha-nam"]))
			return err
		})
		if _, err := conference.CheckOutDelegate(late, r.s, r.ids[5]); err != nil {
			t.Fatal(err)
		}
		if row := r.wantPresence(5, "LEFT"); row.SiteID == nil {
			t.Errorf("%v", row)
		}
	})
}
