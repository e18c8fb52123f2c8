package conference_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"thidua/ent/site"
	"thidua/internal/conference"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
)

var (
	mainSite     = conference.PlanSite{Code: "main", Name: "Bắc Ninh", Kind: "MAIN"}
	socTrang     = conference.PlanSite{Code: "soc-trang", Name: "Sóc Trăng", Kind: "REMOTE"}
	hueSite      = conference.PlanSite{Code: "hue", Name: "Huế", Kind: "REMOTE", Parent: "main", Unit: "ha-nam"}
	plannedSites = []conference.PlanSite{mainSite, socTrang}
)

func (h fixture) arrangeSites(sites ...conference.PlanSite) commandCall {
	return func(ctx context.Context) (gid.ID, error) {
		return conference.ArrangeSites(ctx, h.s, conference.SiteArrangement{Conference: code, Sites: sites})
	}
}

// describeSites returns the sites in the table as text, after checking that their ordinals are 1, 2, 3 and
// that the newest event equals the table.
func (h fixture) describeSites() string {
	h.t.Helper()
	rows := h.s.Reader().Site.Query().Order(site.ByOrdinal()).WithUnit().WithProvince().WithParent().
		AllX(registrytest.OperatorContext(h.t))
	var last journal.SitesArranged
	for _, c := range h.changes() {
		if c, ok := c.(journal.SitesArranged); ok {
			last = c
		}
	}
	if len(last.Sites) != len(rows) {
		h.t.Fatalf("%d sites, published %+v", len(rows), last)
	}
	words := make([]string, len(rows))
	for i, row := range rows {
		is := journal.PlannedSite{SiteID: row.ID, Ordinal: i + 1, Code: row.Code, Name: row.Name,
			Kind: row.Kind, ParentID: row.ParentID}
		words[i] = fmt.Sprint(row.Code, " ", row.Name, " ", row.Kind, " ", row.Link)
		if row.Edges.Unit != nil {
			is.UnitCode = &row.Edges.Unit.Code
			words[i] += " of " + row.Edges.Unit.Code
		}
		if row.Edges.Province != nil {
			is.ProvinceCode = &row.Edges.Province.Code
			words[i] += " in " + row.Edges.Province.Code
		}
		if row.Edges.Parent != nil {
			words[i] += " under " + row.Edges.Parent.Code
		}
		if row.CheckInCode != nil {
			words[i] += " with a code"
		}
		eq(h.t, "ordinal of "+row.Code, row.Ordinal, i+1)
		eq(h.t, "event of "+row.Code, fmt.Sprint(siteValues(last.Sites[i])), fmt.Sprint(siteValues(is)))
	}
	return strings.Join(words, ", ")
}

// siteValues returns the fields of a site event without pointers.
func siteValues(p journal.PlannedSite) []any {
	all := []any{p.SiteID, p.Ordinal, p.Code, p.Name, p.Kind}
	for _, s := range []*string{p.ProvinceCode, p.UnitCode} {
		if s != nil {
			all = append(all, *s)
		}
	}
	if p.ParentID != nil {
		all = append(all, *p.ParentID)
	}
	return all
}

func (h fixture) heartbeat(site string) commandCall {
	return func(ctx context.Context) (gid.ID, error) {
		return conference.HeartbeatSite(ctx, h.s, code, site)
	}
}

func TestArrangeSites(t *testing.T) {
	eachConference(t, func(h fixture) {
		h.putRegistry()
		registrytest.PutTwice(t, h.s, registry.PutProvince,
			registry.Province{Code: "soc-trang", Name: "Sóc Trăng", Kind: "PROVINCE"})
		h.runTwice("head", h.arrangeSites(plannedSites...))
		eq(t, "events of a call without effect", h.changeKinds(1), "[]")
		h.run("head", h.withCode(conference.Open))
		h.run("head", h.heartbeat("soc-trang"))
		if _, err := conference.IssueCheckInCode(h.ctxAs("head"), h.s, code, "soc-trang"); err != nil {
			t.Fatal(err)
		}
		n := len(h.changes())

		deep, run := socTrang, mainSite
		deep.Parent, deep.Province, run.Unit = "hue", "soc-trang", "bac-ninh"
		h.runTwice("head", h.arrangeSites(run, hueSite, deep))
		eq(t, "added and hung", h.describeSites(),
			"main Bắc Ninh MAIN SILENT of bac-ninh, hue Huế REMOTE SILENT of ha-nam under main, "+
				"soc-trang Sóc Trăng REMOTE CONNECTED in soc-trang under hue with a code")
		renamed := socTrang
		renamed.Name = "Cần Thơ"
		h.runTwice("secretary", h.arrangeSites(run, hueSite, renamed))
		eq(t, "renamed and loose", h.describeSites(),
			"main Bắc Ninh MAIN SILENT of bac-ninh, hue Huế REMOTE SILENT of ha-nam under main, "+
				"soc-trang Cần Thơ REMOTE CONNECTED with a code")
		first, second, third := socTrang, mainSite, hueSite
		first.Kind, second.Kind, second.Parent, third.Parent = "MAIN", "REMOTE", "soc-trang", "main"
		h.runTwice("deputy", h.arrangeSites(first, second, third))
		eq(t, "another one the main one", h.describeSites(),
			"soc-trang Sóc Trăng MAIN CONNECTED with a code, main Bắc Ninh REMOTE SILENT under soc-trang, "+
				"hue Huế REMOTE SILENT of ha-nam under main")

		h.runTwice("ministry", h.arrangeSites(mainSite)) // removes a whole branch with its parent
		eq(t, "removed", h.describeSites(), "main Bắc Ninh MAIN SILENT")
		h.wantError("head", h.heartbeat("soc-trang"), "UNKNOWN_CODE")
		h.runTwice("head", h.arrangeSites(plannedSites...))
		eq(t, "there again", h.describeSites(), "main Bắc Ninh MAIN SILENT, soc-trang Sóc Trăng REMOTE SILENT")
		h.runTwice("head", h.arrangeSites())
		eq(t, "none", h.describeSites(), "")
		eq(t, "the journal", h.changeKinds(n), "["+strings.TrimSpace(strings.Repeat("SitesArranged ", 6))+"]")
	})
}

// Entries that contain the former name of a site are replayed with its current name.
func TestArrangeSites_RenameIsReplayed(t *testing.T) {
	eachConference(t, func(h fixture) {
		h.run("head", h.withCode(conference.Open))
		h.run("head", h.requestFloor(conference.NewFloorRequest{Site: "soc-trang"}))
		h.run("head", h.requestFloor(conference.NewFloorRequest{Site: "main"}))
		h.run("head", h.announceAt("soc-trang"))
		renamed := socTrang
		renamed.Name = "Cần Thơ"
		h.runTwice("head", h.arrangeSites(mainSite, renamed))
		now, err := conference.ReplayAt(h.ctxAs("head"), h.s, code, nil)
		if err != nil || *now.FloorRequests[0].SiteName != "Cần Thơ" ||
			*now.FloorRequests[1].SiteName != "Bắc Ninh" || *now.Announcements[0].SiteName != "Cần Thơ" {
			t.Errorf("%v, %+v", err, now)
		}
	})
}

func (h fixture) announceAt(site string) commandCall {
	return func(ctx context.Context) (gid.ID, error) {
		return conference.Announce(ctx, h.s,
			conference.NewAnnouncement{Conference: code, Text: "Xin chào", Audience: "EVERYONE", Site: &site})
	}
}

// A site that is referred to cannot be removed, and the error names the site and the reason.
func TestArrangeSites_SiteInUse(t *testing.T) {
	eachConference(t, func(h fixture) {
		h.run("head", h.withCode(conference.Open))
		refused := func(by string) {
			t.Helper()
			h.wantError("head", h.arrangeSites(mainSite), "SITE_IN_USE")
			_, err := h.arrangeSites(mainSite)(h.ctxAs("head"))
			if f, ok := fault.FromError(err); !ok || f.Params()["site"] != "soc-trang" || f.Params()["by"] != by {
				t.Errorf("%v, want %s", err, by)
			}
		}
		said := h.run("head", h.announceAt("soc-trang"))
		refused("ANNOUNCEMENTS")
		h.run("head", h.withID(conference.WithdrawAnnouncement, said))
		refused("ANNOUNCEMENTS")
		asked := h.run("head", h.requestFloor(conference.NewFloorRequest{Site: "soc-trang"}))
		h.run("head", h.withID(conference.WithdrawFloorRequest, asked))
		refused("FLOOR_REQUESTS")
		if _, err := conference.InviteDelegates(h.ctxAs("head"), h.s,
			conference.Invitation{Conference: code,
				Delegates: []conference.Invited{{Capacity: "GUEST", Title: "Khách", Site: "soc-trang"}}}); err != nil {
			t.Fatal(err)
		}
		refused("DELEGATES")
		last := mainSite
		last.Kind, last.Parent = "REMOTE", "soc-trang"
		h.runTwice("head", h.arrangeSites(socTrang, last)) // it may be reordered
		eq(
			t, "sites", h.describeSites(),
			"soc-trang Sóc Trăng REMOTE SILENT, main Bắc Ninh REMOTE SILENT under soc-trang")
	})
}

func TestArrangeSites_Rejected(t *testing.T) {
	eachConference(t, func(h fixture) {
		h.putRegistry()
		for name, spoil := range map[string]func([]conference.PlanSite) []conference.PlanSite{
			"BAD_INPUT two of a code": func(s []conference.PlanSite) []conference.PlanSite {
				return append(s, s[1])
			},
			"BAD_INPUT no code": func(s []conference.PlanSite) []conference.PlanSite {
				s[1].Code = "sóc trăng"
				return s
			},
			"BAD_INPUT no name": func(s []conference.PlanSite) []conference.PlanSite {
				s[1].Name = ""
				return s
			},
			"BAD_INPUT no kind": func(s []conference.PlanSite) []conference.PlanSite {
				s[1].Kind = "HALL"
				return s
			},
			"BAD_INPUT two main ones": func(s []conference.PlanSite) []conference.PlanSite {
				s[1].Kind = "MAIN"
				return s
			},
			"BAD_INPUT a loop": func(s []conference.PlanSite) []conference.PlanSite {
				s[0].Parent, s[1].Parent = "soc-trang", "main"
				return s
			},
			"BAD_INPUT under itself": func(s []conference.PlanSite) []conference.PlanSite {
				s[1].Parent = "soc-trang"
				return s
			},
			"BAD_INPUT under none": func(s []conference.PlanSite) []conference.PlanSite {
				s[1].Parent = "hue"
				return s
			},
			"BAD_INPUT too many": func(s []conference.PlanSite) []conference.PlanSite {
				return fillSites(s, 201)
			},
			"UNKNOWN_CODE of a unit": func(s []conference.PlanSite) []conference.PlanSite {
				s[1].Unit = "hue"
				return s
			},
			"UNKNOWN_CODE of a province": func(s []conference.PlanSite) []conference.PlanSite {
				s[1].Province = "hue"
				return s
			},
			"UNKNOWN_CODE, with one gone": func(s []conference.PlanSite) []conference.PlanSite {
				s[0].Unit = "hue"
				return s[:1]
			},
		} {
			want, _, _ := strings.Cut(strings.ReplaceAll(name, ",", ""), " ")
			h.wantError("head", h.arrangeSites(spoil(slices.Clone(plannedSites))...), fault.Code(want))
		}
		h.wantError("head", func(ctx context.Context) (gid.ID, error) {
			return conference.ArrangeSites(ctx, h.s, conference.SiteArrangement{Conference: "none"})
		}, "NOT_FOUND")
		h.runTwice("head", h.arrangeSites(fillSites(slices.Clone(plannedSites), 200)...))
		h.runTwice("head", h.arrangeSites(plannedSites...))

		other := []commandCall{h.arrangeSites(mainSite), h.arrangeSites(plannedSites...)}
		turn := func() { h.runTwice("head", other[0]); h.runTwice("head", other[1]) }
		h.run("head", h.withReason(conference.Postpone, "Bão"))
		turn()
		h.run("head", func(ctx context.Context) (gid.ID, error) {
			return conference.Replan(ctx, h.s, conference.NewDate{Conference: code, PartOfDay: "MORNING"})
		})
		for _, step := range []commandCall{h.withCode(conference.Open), h.withCode(conference.Start),
			h.withCode(conference.Pause)} {
			h.run("head", step)
			turn()
		}
		h.run("head", h.withCode(conference.Close))
		for _, v := range other {
			h.wantError("head", v, "WRONG_STATE")
		}
	})
}

// fillSites appends remote sites up to n in total.
func fillSites(sites []conference.PlanSite, n int) []conference.PlanSite {
	for i := len(sites); i < n; i++ {
		sites = append(sites, conference.PlanSite{Code: fmt.Sprint("site-", i), Name: "Điểm cầu",
			Kind: "REMOTE", Parent: sites[i-1].Code})
	}
	return sites
}

func TestArrangeSites_CancelledConference(t *testing.T) {
	eachConference(t, func(h fixture) {
		h.run("head", h.withReason(conference.Cancel, "Bão"))
		h.wantError("head", h.arrangeSites(mainSite), "WRONG_STATE")
	})
}

// Only conductors arrange sites.
func TestArrangeSites_Permissions(t *testing.T) {
	eachConference(t, func(h fixture) {
		h.run("head", h.withCode(conference.Open)) // makes it public
		for name := range viewers {
			if !slices.Contains([]string{"ministry", "head", "deputy", "secretary"}, name) {
				h.wantRefused(name, h.arrangeSites(mainSite))
			}
		}
	})
}

// Sites are replaced concurrently with heartbeats, check-ins and floor requests: each call succeeds or fails
// with a known code, and replaying the journal gives what the tables hold.
func TestArrangeSites_Concurrent(t *testing.T) {
	eachRoll(t, func(r rollFixture) {
		r.run("head", r.withCode(conference.Open))
		remote := conference.PlanSite{Code: "remote", Name: "Hà Nam", Kind: "REMOTE", Unit: "ha-nam",
			Parent: "main"}
		extra := conference.PlanSite{Code: "soc-trang", Name: "Sóc Trăng", Kind: "REMOTE"}
		r.run("head", r.arrangeSites(mainSite, remote, extra))
		// The guest tries it at any site.
		if err := r.s.Tx(registrytest.OperatorContext(t), func(ctx context.Context, tx *store.Tx) error {
			return tx.Site.UpdateOneID(conference.SiteID(code, "soc-trang")).SetCheckInCode("012345").Exec(ctx)
		}); err != nil {
			t.Fatal(err)
		}
		checkIn := func(ctx context.Context) (gid.ID, error) {
			return conference.CheckInSelf(ctx, r.s,
				conference.SelfCheckIn{Conference: code, CheckInCode: "012345", Attendance: r.ids[5]})
		}
		for i := range 6 {
			extra.Name = fmt.Sprint("Lần ", i)
			calls := map[string][]commandCall{
				"head": {
					r.arrangeSites(mainSite, remote), r.arrangeSites(extra, remoteSite(remote, "soc-trang"),
						remoteSite(mainSite, "soc-trang")), r.heartbeat("soc-trang"),
					func(ctx context.Context) (gid.ID, error) {
						return conference.CheckInSite(ctx, r.s,
							conference.SiteCheckIn{Conference: code, Site: "soc-trang", DelegatesPresent: i})
					},
				},
				"delegate of ha-nam": {checkIn},
			}
			if i == 4 { // from now on the site is in use
				calls["head"] = append(calls["head"], r.requestFloor(conference.NewFloorRequest{Site: "soc-trang"}),
					r.announceAt("soc-trang"))
			}
			var wg sync.WaitGroup
			for name, commands := range calls {
				for _, v := range commands {
					wg.Go(func() {
						if _, err := v(r.ctxAs(name)); err != nil {
							if f, ok := fault.FromError(err); !ok ||
								!slices.Contains([]fault.Code{"UNKNOWN_CODE", "SITE_IN_USE", "WRONG_CHECK_IN_CODE",
									"TOO_MANY_WRONG_CODES"}, f.Code()) {
								t.Errorf("%s: %v", name, err)
							}
						}
					})
				}
			}
			wg.Wait()
		}
	})
}

// remoteSite returns a site as a remote one with a parent.
func remoteSite(s conference.PlanSite, parent string) conference.PlanSite {
	s.Kind, s.Parent = "REMOTE", parent
	return s
}
