package conference_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"thidua/ent"
	"thidua/ent/agendaitem"
	"thidua/ent/attendance"
	entconference "thidua/ent/conference"
	"thidua/ent/site"
	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// recordLastYear records a closed conference with all that a copy takes and leaves out.
func (h fixture) recordLastYear() {
	h.t.Helper()
	h.putRegistry()
	ctx := registrytest.OperatorContext(h.t)
	if err := conference.Record(ctx, h.s, conference.Conference{
		Code: "old", Kind: "FINAL_REVIEW", State: "CLOSED", Title: "Tổng kết năm trước",
		SchoolYear: year.Prev(), Cluster: 2, Host: "ha-nam", Venue: "Hà Nam", Online: new(true),
		Sites: []conference.Site{{Code: "main", Name: "Hà Nam", Kind: "MAIN"},
			{Code: "hue", Name: "Huế", Kind: "REMOTE"}},
		Attendances: []conference.Attendance{{Capacity: "DELEGATE", Role: "Giám đốc", Unit: "ha-nam",
			Site: "hue"}, {Capacity: "GUEST", Role: "Khách"}},
		Agenda: []conference.AgendaItem{{Kind: "REPORT", Title: "Báo cáo", PlannedMinutes: 20},
			{Kind: "ELECTION", Title: "Bầu"}},
	}); err != nil {
		h.t.Fatal(err)
	}
	if err := h.s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.Conference.UpdateOneID(registry.ConferenceID("old")).SetQuorumPercent(60).
			SetUnitQuotaSeconds(600).Exec(ctx); err != nil {
			return err
		}
		if err := tx.AgendaItem.UpdateOneID(conference.PartID(gid.AgendaItem, "old", 1)).SetSpeaker("Ông A").
			SetStartedAt(eightOClock).SetEndedAt(eightOClock).SetSpentSeconds(7).Exec(ctx); err != nil {
			return err
		}
		return tx.Attendance.Update().Where(attendance.Ordinal(1)).SetPresence("IN_HALL").SetArrivedAt(eightOClock).
			Exec(ctx)
	}); err != nil {
		h.t.Fatal(err)
	}
}

func (h fixture) copyConference(change func(*conference.Copy)) commandCall {
	in := conference.Copy{Conference: "old", Code: "new", Title: "Tổng kết", SchoolYear: year,
		PartOfDay: "MORNING", Venue: "Bắc Ninh", StartAt: &eightOClock}
	change(&in)
	return func(ctx context.Context) (gid.ID, error) { return conference.CopyConference(ctx, h.s, in) }
}

func TestCopyConference(t *testing.T) {
	eachConference(t, func(h fixture) {
		h.recordLastYear()
		h.runTwice("deputy", h.copyConference(func(c *conference.Copy) { c.CopyDelegates = true }))
		id := registry.ConferenceID("new")
		row := h.s.Reader().Conference.Query().Where(entconference.ID(id)).WithSites(func(q *ent.SiteQuery) {
			q.Order(site.ByOrdinal())
		}).
			WithAgendaItems(func(q *ent.AgendaItemQuery) { q.Order(agendaitem.ByOrdinal()) }).
			WithAttendances(func(q *ent.AttendanceQuery) {
				q.Order(attendance.ByOrdinal()).WithSite()
			}).WithCluster().OnlyX(h.ctxAs("ministry"))
		if row.State != "PLANNED" || row.Kind != "FINAL_REVIEW" || row.SchoolYear != year ||
			row.Edges.Cluster.Number != 2 || *row.Venue != "Bắc Ninh" || !*row.Online ||
			row.HostID != nil || !row.PlannedStartAt.Equal(eightOClock) || *row.QuorumPercent != 60 ||
			*row.UnitQuotaSeconds != 600 || row.SiteQuotaSeconds != nil {
			t.Errorf("%v", row)
		}
		if s := row.Edges.Sites; len(s) != 2 || s[0].Name != "Hà Nam" || s[1].Code != "hue" ||
			s[1].ID != conference.SiteID("new", "hue") {
			t.Errorf("%v", s)
		}
		if a := row.Edges.AgendaItems; len(a) != 2 || a[0].Title != "Báo cáo" || *a[0].PlannedMinutes != 20 ||
			a[0].Speaker != nil || a[0].StartedAt != nil || a[0].SpentSeconds != 0 || a[1].PlannedMinutes != nil {
			t.Errorf("%v", a)
		}
		if a := row.Edges.Attendances; len(a) != 2 || a[0].Title != "Giám đốc" ||
			a[0].Presence != "NOT_CALLED" || a[0].ArrivedAt != nil || *a[0].UnitID != registry.UnitID("ha-nam") ||
			a[0].Edges.Site.ID != conference.SiteID("new", "hue") || a[1].SiteID != nil {
			t.Errorf("%v", a)
		}
		entries, err := journal.ReadSince(t.Context(), h.s.Reader(), 10,
			journal.StreamSeq{Stream: journal.ConferenceStream(id)})
		if err != nil || len(entries) != 3 {
			t.Fatalf("%v, %v", entries, err)
		}
		plan := entries[0].Change.(journal.ConferencePlanned)
		if *plan.QuorumPercent != 60 || !plan.StartAt.Equal(eightOClock) || len(plan.Sites) != 2 ||
			len(plan.AgendaItems) != 2 {
			t.Errorf("%+v", plan)
		}
		if quota := entries[1].Change.(journal.FloorQuotaSet); *quota.UnitQuotaSeconds != 600 ||
			quota.SiteQuotaSeconds != nil {
			t.Errorf("%+v", quota)
		}
		if roll := entries[2].Change.(journal.AttendanceChanged).Entries; len(roll) != 2 ||
			*roll[0].SiteCode != "hue" || *roll[0].UnitCode != "ha-nam" || roll[1].Presence != "NOT_CALLED" {
			t.Errorf("%+v", roll)
		}
		for _, change := range []func(*conference.Copy){
			func(c *conference.Copy) { c.CopyDelegates = false },
			func(c *conference.Copy) { c.CopyDelegates, c.Title = true, "Khác" },
			func(c *conference.Copy) { c.CopyDelegates, c.Conference = true, code },
			func(c *conference.Copy) {
				later := eightOClock.Add(time.Hour)
				c.CopyDelegates, c.StartAt = true, &later
			},
		} {
			h.wantError("head", h.copyConference(change), "CONFLICT")
		}
		h.runTwice("head", h.copyConference(func(c *conference.Copy) { c.Code = "without-roll" }))
		eq(t, "who is on its roll", h.s.Reader().Attendance.Query().
			Where(attendance.ConferenceID(registry.ConferenceID("without-roll"))).CountX(h.ctxAs("ministry")), 0)
	})
}

// If the quotas of the copy were changed since, a repeated call conflicts; changed presences do not matter.
func TestCopyConference_ChangedCopyConflicts(t *testing.T) {
	eachConference(t, func(h fixture) {
		h.recordLastYear()
		again := h.copyConference(func(c *conference.Copy) { c.CopyDelegates = true })
		h.runTwice("head", again)
		if err := h.s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.Attendance.Update().
				Where(attendance.ConferenceID(registry.ConferenceID("new")), attendance.Ordinal(1)).
				SetPresence("ABSENT").Exec(ctx)
		}); err != nil {
			t.Fatal(err)
		}
		h.runTwice("head", again) // presences do not matter
		if err := h.s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.Conference.UpdateOneID(registry.ConferenceID("new")).ClearUnitQuotaSeconds().Exec(ctx)
		}); err != nil {
			t.Fatal(err)
		}
		h.wantError("head", again, "CONFLICT")
	})
}

// A delegate without site who checks in by code, at either conference, does not make a repeated call
// conflict.
func TestCopyConference_RepeatedAfterSelfCheckIn(t *testing.T) {
	eachRoll(t, func(r rollFixture) {
		again := r.copyConference(func(c *conference.Copy) { c.Conference, c.CopyDelegates = code, true })
		id := r.run("head", again)
		checkIn := func(conferenceCode string, attendee gid.ID) {
			t.Helper()
			if _, err := conference.Open(r.ctxAs("head"), r.s, conferenceCode); err != nil {
				t.Fatal(err)
			}
			shown, err := conference.IssueCheckInCode(r.ctxAs("head"), r.s, conferenceCode, "remote")
			if err != nil {
				t.Fatal(err)
			}
			theirs := accountWith(
				viewer.Grant{Role: viewer.Delegate, Conference: registry.ConferenceID(conferenceCode),
					Unit: registry.UnitID("ha-nam")},
			)
			if _, err := conference.CheckInSelf(viewer.NewContext(t.Context(), theirs), r.s,
				conference.SelfCheckIn{Conference: conferenceCode, CheckInCode: shown.CheckInCode,
					Attendance: attendee}); err != nil {
				t.Fatal(err)
			}
		}
		for _, call := range []func(){
			func() { checkIn("new", conference.PartID(gid.Attendance, "new", 5)) }, func() { checkIn(code, r.ids[5]) },
		} {
			call()
			before := r.dump()
			if got := r.run("head", again); got != id || r.dump() != before {
				t.Error("the repeated call changed something")
			}
		}
		guest := r.s.Reader().Attendance.Query().
			Where(attendance.ID(conference.PartID(gid.Attendance, "new", 5))).OnlyX(registrytest.OperatorContext(t))
		if guest.Presence != "IN_HALL" || *guest.SiteID != conference.SiteID("new", "remote") {
			t.Errorf("%v", guest)
		}
	})
}

func TestCopyConference_Permissions(t *testing.T) {
	eachConference(t, func(h fixture) {
		h.recordLastYear()
		h.wantError("head", h.copyConference(func(c *conference.Copy) { c.Conference = "none" }), "NOT_FOUND")
		// Planned, so not public.
		h.wantError("another's", h.copyConference(func(c *conference.Copy) { c.Conference = code }), "NOT_FOUND")
		for name := range viewers {
			if !slices.Contains([]string{"ministry", "head", "deputy"}, name) {
				h.wantRefused(name, h.copyConference(func(*conference.Copy) {}))
			}
		}
		h.wantError("head", h.copyConference(func(c *conference.Copy) { c.SchoolYear = year.Next() }), "FORBIDDEN")
		h.wantError("head", h.copyConference(func(c *conference.Copy) { c.Title = "" }), "BAD_INPUT")
		h.wantError("head", h.copyConference(func(c *conference.Copy) { c.Code = "số 1" }), "BAD_INPUT")
		h.wantError("head", h.copyConference(func(c *conference.Copy) {
			early := eightOClock.AddDate(-2000, 0, 0)
			c.StartAt = &early
		}), "BAD_INPUT")
		both := viewer.NewContext(
			t.Context(),
			accountWith(
				viewer.Grant{Role: viewer.ClusterHead, Cluster: registry.ClusterID(2), SchoolYear: year.Next()},
			),
		)
		if _, err := h.copyConference(func(c *conference.Copy) { c.SchoolYear = year.Next() })(both); err != nil {
			t.Errorf("next year's head: %v", err)
		}
	})
}

// Concurrent retries of the same call plan one conference.
func TestPlan_ConcurrentRetries(t *testing.T) {
	eachConference(t, func(h fixture) {
		h.recordLastYear()
		for n := range 5 {
			of := fmt.Sprint("at-once-", n)
			in := newPlan(t)
			in.Code = of
			plan := func(ctx context.Context) (gid.ID, error) { return conference.Plan(ctx, h.s, in) }
			copied := h.copyConference(func(c *conference.Copy) { c.Code, c.CopyDelegates = of+"-copy", true })
			var wg sync.WaitGroup
			begin := make(chan struct{})
			for range 6 {
				for _, call := range []commandCall{plan, copied} {
					wg.Go(func() {
						<-begin
						if _, err := call(h.ctxAs("head")); err != nil {
							t.Error(err)
						}
					})
				}
			}
			close(begin)
			wg.Wait()
			eq(t, "planned", len(h.changesOf(of)), 1)
			eq(t, "copied", len(h.changesOf(of+"-copy")), 3)
		}
	})
}
