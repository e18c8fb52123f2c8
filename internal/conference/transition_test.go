package conference_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/vi"
)

// A conference from plan to end, conducted by its head, deputy and secretary in turn; each call is made
// twice.
func TestLifecycle_PlannedToClosed(t *testing.T) {
	eachConference(t, func(h fixture) {
		h.runTwice("secretary", h.withCode(conference.Open))
		h.runTwice("head", h.withCode(conference.Start))
		h.runTwice("deputy", h.withID(conference.StartItem, itemID(1)))
		h.runTwice("deputy", h.withCode(conference.Pause))
		h.wantError("head", h.withID(conference.StartItem, itemID(2)), "WRONG_STATE")
		h.runTwice("ministry", h.withCode(conference.Resume))
		h.runTwice("secretary", h.withCode(conference.Close))
		h.wantError("head", h.withCode(conference.Start), "WRONG_STATE")
		want := "[ConferencePlanned ConferenceStateChanged ConferenceStateChanged " +
			"AgendaItemStarted AgendaItemPaused ConferenceStateChanged AgendaItemResumed " +
			"ConferenceStateChanged AgendaItemEnded ConferenceStateChanged]"
		eq(t, "the journal", h.changeKinds(0), want)
		all := h.changes()
		closed := all[len(all)-1].(journal.ConferenceStateChanged)
		if row := h.s.Reader().Conference.GetX(h.ctxAs("head"),
			registry.ConferenceID(code)); closed.ClosedAt == nil || !closed.ClosedAt.Equal(*row.ClosedAt) {
			t.Errorf("closed at %v, published %v", row.ClosedAt, closed.ClosedAt)
		}
		closed.ClosedAt = nil
		eq(t, "the last change", closed,
			journal.ConferenceStateChanged{ConferenceID: registry.ConferenceID(code), PreviousState: "IN_SESSION",
				State: "CLOSED"})
		plan := all[0].(journal.ConferencePlanned)
		if *plan.ClusterNumber != 2 || plan.HeldOn.String() != "2024-08-19" || len(plan.Sites) != 2 ||
			plan.Sites[1].SiteID != conference.SiteID(code, "soc-trang") ||
			len(plan.AgendaItems) != 3 || *plan.AgendaItems[0].PlannedMinutes != 30 ||
			plan.AgendaItems[1].PlannedMinutes != nil || plan.AgendaItems[2].AgendaItemID != itemID(3) {
			t.Errorf("%+v", plan)
		}
	})
}

// In a state that allows a command, every viewer without the right to it is rejected, and nothing changes.
func TestConduct_Permissions(t *testing.T) {
	eachConference(t, func(h fixture) {
		conducts, directs := []string{"ministry", "head", "deputy", "secretary"}, []string{"ministry", "head"}
		sees := []string{"ministry", "auditor", "head", "deputy", "secretary", "delegate", "teller", "screen",
			// While it is planned.
			"delegate of bac-ninh", "delegate of ha-nam", "screen of bac-ninh", "screen of ha-nam"}
		refuse := func(allowed []string, hidden bool, commands ...commandCall) {
			t.Helper()
			for name := range viewers {
				for _, v := range commands {
					switch {
					case slices.Contains(allowed, name):
					case hidden && !slices.Contains(sees, name):
						h.wantError(name, v, "NOT_FOUND")
					default:
						h.wantRefused(name, v)
					}
				}
			}
		}
		announce := func(ctx context.Context) (gid.ID, error) {
			return conference.Announce(ctx, h.s,
				conference.NewAnnouncement{Conference: code, Text: "Xin chào", Audience: "PARTICIPANTS"})
		}
		replan := func(ctx context.Context) (gid.ID, error) {
			return conference.Replan(ctx, h.s, conference.NewDate{Conference: code, PartOfDay: "AFTERNOON"})
		}
		checkIn := func(ctx context.Context) (gid.ID, error) {
			return conference.CheckInSite(ctx, h.s,
				conference.SiteCheckIn{Conference: code, Site: "main", DelegatesPresent: 3})
		}
		refuse(conducts, true, h.withCode(conference.Open), announce, checkIn)
		refuse(directs, true, h.withReason(conference.Cancel, "x"), h.withReason(conference.Postpone, "x"), replan)
		made := h.run("secretary", announce)
		h.runTwice("secretary", h.withCode(conference.Open))
		h.runTwice("secretary", h.withCode(conference.Start))
		refuse(conducts, false, h.withCode(conference.Pause), h.withCode(conference.Close), announce, checkIn,
			h.withID(conference.StartItem, itemID(1)), h.withID(conference.EndItem, itemID(1)))
		for name := range viewers { // all viewers of the conference find the announcement
			if !slices.Contains(conducts, name) {
				h.wantRefused(name, h.withID(conference.WithdrawAnnouncement, made))
			}
		}
	})
}

func TestPlan(t *testing.T) {
	eachConference(t, func(h fixture) {
		plan := func(change func(*conference.NewPlan)) commandCall {
			in := newPlan(t)
			change(&in)
			return func(ctx context.Context) (gid.ID, error) { return conference.Plan(ctx, h.s, in) }
		}
		h.runTwice("deputy", plan(func(*conference.NewPlan) {})) // the same plan as the fixture
		eq(t, "the journal", h.changeKinds(0), "[ConferencePlanned]")
		for _, change := range []func(*conference.NewPlan){
			func(p *conference.NewPlan) { p.Title = "Khác" }, func(p *conference.NewPlan) { p.HeldOn = vi.Date{} },
			func(p *conference.NewPlan) { p.Sites = p.Sites[:1] },
			func(p *conference.NewPlan) { p.AgendaItems[2].PlannedMinutes = 5 },
			func(p *conference.NewPlan) { p.Venue = "" },
		} {
			h.wantError("head", plan(change), "CONFLICT")
		}
		for _, name := range []string{"anonymous", "no role", "auditor", "last year's", "another's", "editor",
			"secretary", "delegate", "screen"} {
			h.wantRefused(name, plan(func(p *conference.NewPlan) { p.Code = "new" }))
		}
		national := func(p *conference.NewPlan) { p.Code, p.Kind, p.Cluster = "national", "NATIONAL_REVIEW", 0 }
		h.wantError("head", plan(national), "FORBIDDEN")
		h.wantError("ministry", plan(func(p *conference.NewPlan) { national(p); p.Cluster = 2 }), "BAD_INPUT")
		h.wantError("ministry", plan(func(p *conference.NewPlan) { p.Code, p.Cluster = "new", 0 }), "BAD_INPUT")
		h.wantError("ministry", plan(func(p *conference.NewPlan) {
			p.Code, p.Host = "new", "nowhere"
		}), "UNKNOWN_CODE")
		h.wantError("ministry", plan(func(p *conference.NewPlan) { p.Code, p.Title = "new", "" }), "BAD_INPUT")
		h.wantError("ministry", plan(func(p *conference.NewPlan) {
			p.Code, p.Sites[1].Code = "new", "main"
		}), "BAD_INPUT")
		for _, long := range []func(*conference.NewPlan){ // PostgreSQL limits the length of indexed values
			func(p *conference.NewPlan) { p.Code = strings.Repeat("a", 101) },
			func(p *conference.NewPlan) { p.Sites[1].Code = strings.Repeat("a", 101) },
			func(p *conference.NewPlan) { p.Title = strings.Repeat("a", 5000) },
			func(p *conference.NewPlan) { p.Venue = strings.Repeat("a", 5000) },
			func(p *conference.NewPlan) { p.Sites[0].Name = strings.Repeat("a", 5000) },
		} {
			h.wantError("ministry", plan(func(p *conference.NewPlan) { p.Code = "new"; long(p) }), "BAD_INPUT")
		}
		h.run("ministry", plan(func(p *conference.NewPlan) { p.Code = strings.Repeat("a", 100) }))
		h.runTwice("ministry", plan(national))
		h.wantError("head", func(ctx context.Context) (gid.ID, error) {
			return conference.Open(ctx, h.s, "national")
		}, "NOT_FOUND")
	})
}

// A postponed conference can be planned again; a cancelled one cannot.
func TestPostpone_Replan(t *testing.T) {
	eachConference(t, func(h fixture) {
		h.wantError("head", h.withReason(conference.Postpone, ""), "BAD_INPUT")
		h.wantError("head", h.withReason(conference.Postpone, strings.Repeat("a", 5000)), "BAD_INPUT")
		h.runTwice("head", h.withReason(conference.Postpone, "Bão số 3"))
		h.wantError("head", h.withCode(conference.Open), "WRONG_STATE")
		day, _ := vi.ParseDate("2024-09-19")
		replan := func(ctx context.Context) (gid.ID, error) {
			return conference.Replan(ctx, h.s,
				conference.NewDate{Conference: code, HeldOn: day, PartOfDay: "AFTERNOON"})
		}
		h.wantError("head", func(ctx context.Context) (gid.ID, error) {
			return conference.Replan(ctx, h.s,
				conference.NewDate{Conference: code, Venue: strings.Repeat("a", 5000), PartOfDay: "AFTERNOON"})
		}, "BAD_INPUT")
		h.runTwice("head", replan)
		eq(t, "the journal", h.changeKinds(1), "[ConferenceStateChanged ConferenceStateChanged ConferencePlanned]")
		all := h.changes()
		if reason := all[1].(journal.ConferenceStateChanged).Reason; reason == nil || *reason != "Bão số 3" {
			t.Errorf("the reason is %v", reason)
		}
		if plan := all[3].(journal.ConferencePlanned); plan.HeldOn != day || plan.Venue != nil ||
			plan.PartOfDay != "AFTERNOON" || len(plan.Sites) != 2 {
			t.Errorf("%+v", plan)
		}
		h.runTwice("ministry", func(ctx context.Context) (gid.ID, error) {
			return conference.Replan(ctx, h.s,
				conference.NewDate{Conference: code, PartOfDay: "MORNING", Venue: "Hà Nội"})
		})
		eq(t, "the place", *h.changes()[4].(journal.ConferencePlanned).Venue, "Hà Nội")
		h.runTwice("secretary", h.withCode(conference.Open))
		h.wantError("head", replan, "WRONG_STATE")
		h.runTwice("ministry", h.withReason(conference.Cancel, "Trùng lịch"))
		h.wantError("ministry", h.withCode(conference.Open), "WRONG_STATE")
		h.wantError("ministry", replan, "WRONG_STATE")
	})
}
