package conference_test

import (
	"context"
	"sync"
	"testing"

	"thidua/ent/agendaitem"
	"thidua/ent/announcement"
	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

func (h fixture) startSession() int {
	h.t.Helper()
	h.run("head", h.withCode(conference.Open))
	h.run("head", h.withCode(conference.Start))
	return len(h.changes())
}

// Items are started one after the other, then an earlier one again, which is ended.
func TestStartItem(t *testing.T) {
	eachConference(t, func(h fixture) {
		h.wantError("head", h.withID(conference.StartItem, itemID(1)), "WRONG_STATE")
		n := h.startSession()
		h.wantError("head", h.withID(conference.StartItem, itemID(9)), "NOT_FOUND")
		h.wantError("head", h.withID(conference.EndItem, itemID(2)), "AGENDA_ITEM_NOT_STARTED")
		h.runTwice("head", h.withID(conference.StartItem, itemID(1)))
		h.runTwice("head", h.withID(conference.StartItem, itemID(2)))
		h.runTwice("head", h.withID(conference.EndItem, itemID(1))) // ended by starting the next one
		h.runTwice("head", h.withID(conference.StartItem, itemID(1)))
		h.runTwice("head", h.withID(conference.EndItem, itemID(1)))
		eq(t, "the journal", h.changeKinds(n),
			"[AgendaItemStarted AgendaItemStarted AgendaItemStarted AgendaItemEnded]")
		second := h.changes()[n+1].(journal.AgendaItemStarted)
		if second.AgendaItemID != itemID(2) || *second.EndedAgendaItemID != itemID(1) ||
			second.Title != "Tham luận" || second.Ordinal != 2 || second.StartedAt.IsZero() {
			t.Errorf("%+v", second)
		}
		row := h.s.Reader().AgendaItem.Query().Where(agendaitem.ID(itemID(1))).OnlyX(t.Context())
		if ended := h.changes()[n+3].(journal.AgendaItemEnded); !ended.StartedAt.Equal(*row.StartedAt) ||
			!ended.EndedAt.Equal(*row.EndedAt) {
			t.Errorf("%+v of %v", ended, row)
		}
	})
}

// After concurrent starts there is one current item, which is that of the last event.
func TestStartItem_Concurrent(t *testing.T) {
	eachConference(t, func(h fixture) {
		h.startSession()
		var wg sync.WaitGroup
		for i := range 12 {
			wg.Go(func() {
				if _, err := conference.StartItem(h.ctxAs("head"), h.s, itemID(i%3+1)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		current := h.s.Reader().AgendaItem.Query().
			Where(agendaitem.StartedAtNotNil(), agendaitem.EndedAtIsNil()).OnlyX(t.Context())
		all := h.changes()
		if last := all[len(all)-1].(journal.AgendaItemStarted); last.AgendaItemID != current.ID {
			t.Errorf("the last started is %v, the current %v", last.Ordinal, current.Ordinal)
		}
	})
}

// The database itself allows one current item.
func TestStartItem_DatabaseAllowsOneCurrentItem(t *testing.T) {
	eachConference(t, func(h fixture) {
		err := h.s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.AgendaItem.Update().SetStartedAt(tx.Now()).Exec(ctx)
		})
		if err == nil {
			t.Error("several items of a conference are current")
		}
	})
}

func TestCheckInSite(t *testing.T) {
	eachConference(t, func(h fixture) {
		in := func(site string, n int) commandCall {
			return func(ctx context.Context) (gid.ID, error) {
				return conference.CheckInSite(ctx, h.s,
					conference.SiteCheckIn{Conference: code, Site: site, DelegatesPresent: n})
			}
		}
		out := func(ctx context.Context) (gid.ID, error) {
			return conference.CheckOutSite(ctx, h.s, code, "soc-trang")
		}
		h.wantError("secretary", in("main", 3), "WRONG_STATE")
		h.run("head", h.withCode(conference.Open))
		n := len(h.changes())
		h.wantError("secretary", in("hue", 3), "UNKNOWN_CODE")
		h.wantError("secretary", in("main", -1), "BAD_INPUT")
		h.wantError("secretary", out, "SITE_NOT_CHECKED_IN")
		h.runTwice("secretary", in("soc-trang", 40))
		h.runTwice("head", in("soc-trang", 42))
		h.runTwice("deputy", out)
		h.runTwice("ministry", in("soc-trang", 0))
		eq(t, "the journal", h.changeKinds(n), "[SiteCheckedIn SiteCheckedIn SiteCheckedOut SiteCheckedIn]")
		first, second, back := h.changes()[n].(journal.SiteCheckedIn), h.changes()[n+
			1].(journal.SiteCheckedIn), h.changes()[n+3].(journal.SiteCheckedIn)
		if first.DelegatesPresent != 40 || second.DelegatesPresent != 42 ||
			!first.CheckedInAt.Equal(second.CheckedInAt) ||
			!back.CheckedInAt.After(first.CheckedInAt) || back.Name != "Sóc Trăng" {
			t.Errorf("%+v, %+v, %+v", first, second, back)
		}
		h.run("head", h.withCode(conference.Start))
		h.run("head", h.withCode(conference.Close))
		h.wantError("secretary", in("main", 3), "WRONG_STATE")
		h.wantError("secretary", out, "WRONG_STATE")
	})
}

// The audience of both events of an announcement is who may read it before it is withdrawn, for each viewer
// and both audiences. After that participants may read it.
func TestAnnounce_AudienceMatchesReadAccess(t *testing.T) {
	eachConference(t, func(h fixture) {
		h.run("head", h.withCode(conference.Open))
		n := len(h.changes())
		at, screen := "soc-trang", "Màn hình 2"
		made := map[announcement.Audience]gid.ID{}
		stands := map[string]bool{}
		sees := func(name string, to announcement.Audience) bool {
			return h.s.Reader().Announcement.Query().Where(announcement.ID(made[to])).
				ExistX(viewer.NewContext(t.Context(), viewers[name]))
		}
		for _, to := range []announcement.Audience{"EVERYONE", "PARTICIPANTS"} {
			made[to] = h.run("secretary", func(ctx context.Context) (gid.ID, error) {
				return conference.Announce(ctx, h.s,
					conference.NewAnnouncement{Conference: code, Text: "Mời về chỗ.\nBắt đầu!", Audience: to, Site: &at,
						Screen: &screen})
			})
			for name := range viewers {
				stands[name+string(to)] = sees(name, to)
			}
			h.runTwice("secretary", h.withID(conference.WithdrawAnnouncement, made[to]))
		}
		eq(t, "the journal", h.changeKinds(n),
			"[AnnouncementMade AnnouncementWithdrawn AnnouncementMade AnnouncementWithdrawn]")
		entries, err := journal.ReadSince(t.Context(), h.s.Reader(), 100,
			journal.StreamSeq{Stream: journal.ConferenceStream(registry.ConferenceID(code)), Seq: int64(n)})
		if err != nil {
			t.Fatal(err)
		}
		participants := 0
		for name, v := range viewers {
			for i, to := range []announcement.Audience{"EVERYONE", "PARTICIPANTS"} {
				saw, part := stands[name+string(to)], stands[name+"PARTICIPANTS"]
				if made, withdrawn := entries[2*i].Audience.Includes(v), entries[2*i+
					1].Audience.Includes(v); made != saw || withdrawn != saw {
					t.Errorf("%s, %s: reads it %v, receives it %v, and its end %v", name, to, saw, made, withdrawn)
				}
				if later := sees(name, to); later != part {
					t.Errorf("%s, %s: reads it %v after withdrawal, participates %v", name, to, later, part)
				}
				if saw && to == "PARTICIPANTS" {
					participants++
				}
			}
		}
		eq(t, "viewers in the audience of participants", participants, 12)
		first := entries[0].Change.(journal.AnnouncementMade)
		if *first.SiteCode != at || *first.SiteID != conference.SiteID(code, at) || first.To != "EVERYONE" ||
			first.AnnouncementID != made["EVERYONE"] || *first.Screen != screen ||
			*h.s.Reader().Announcement.Query().Where(announcement.ID(made["EVERYONE"])).
				OnlyX(registrytest.OperatorContext(t)).Screen != screen {
			t.Errorf("%+v", first)
		}
	})
}

func TestAnnounce_Rejected(t *testing.T) {
	eachConference(t, func(h fixture) {
		announce := func(in conference.NewAnnouncement) commandCall {
			in.Conference = code
			return func(ctx context.Context) (gid.ID, error) { return conference.Announce(ctx, h.s, in) }
		}
		nowhere, unclean := "hue", ""
		h.wantError("head", announce(conference.NewAnnouncement{Audience: "EVERYONE"}), "BAD_INPUT")
		h.wantError("head", announce(conference.NewAnnouncement{Text: "x", Audience: "NOBODY"}), "BAD_INPUT")
		h.wantError("head", announce(conference.NewAnnouncement{Text: "x", Audience: "EVERYONE", Site: &nowhere}),
			"UNKNOWN_CODE")
		h.wantError("head", announce(conference.NewAnnouncement{Text: "x", Audience: "EVERYONE",
			Screen: &unclean}), "BAD_INPUT")
		h.wantError("head", h.withID(conference.WithdrawAnnouncement, gid.New(gid.Announcement)), "NOT_FOUND")
		h.run("head", h.withReason(conference.Cancel, "Hoãn"))
		h.wantError("head", announce(conference.NewAnnouncement{Text: "x", Audience: "EVERYONE"}), "WRONG_STATE")
	})
}

// A recording keeps what was set by conducting the conference; recordings are not in the journal.
func TestRecord_KeepsConductColumns(t *testing.T) {
	eachConferenceWithoutReplay(t, func(h fixture) {
		h.startSession()
		h.run("head", h.withID(conference.StartItem, itemID(1)))
		h.run("head", func(ctx context.Context) (gid.ID, error) {
			return conference.CheckInSite(ctx, h.s,
				conference.SiteCheckIn{Conference: code, Site: "main", DelegatesPresent: 3})
		})
		in := conference.Conference{Code: code, Kind: "FINAL_REVIEW", State: "CLOSED", Title: "Tổng kết",
			SchoolYear: year, Cluster: 2,
			Sites:  []conference.Site{{Code: "main", Name: "Bắc Ninh", Kind: "MAIN"}},
			Agenda: []conference.AgendaItem{{Kind: "REPORT", Title: "Báo cáo"}}}
		if err := conference.Record(registrytest.OperatorContext(t), h.s, in); err != nil {
			t.Fatal(err)
		}
		row := h.s.Reader().Conference.Query().WithAgendaItems().WithSites().OnlyX(t.Context())
		if a, s := row.Edges.AgendaItems[0], row.Edges.Sites[0]; a.StartedAt == nil || s.CheckedInAt == nil ||
			*s.DelegatesPresent != 3 {
			t.Errorf("%v, %v", a, s)
		}
	})
}
