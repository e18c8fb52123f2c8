package access_test

import (
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"thidua/ent"
	"thidua/internal/access"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

// model holds all rows and decides visibility naively, row by row. It shares no code with the rules.
type model struct {
	memberships   []*ent.Membership
	reports       map[gid.ID]*ent.Report
	conferences   map[gid.ID]*ent.Conference
	parentOf      map[gid.ID]gid.ID // the report or conference of a row; 0 for none
	announcements map[gid.ID]*ent.Announcement
	awards        map[gid.ID]*ent.Award
	discrepancies map[gid.ID]*ent.Discrepancy
	citations     map[gid.ID]*ent.Citation
	owner         map[gid.ID]gid.ID
	public        []gid.ID
}

func (m *model) isMember(unit, cluster gid.ID, year vi.SchoolYear) bool {
	return slices.ContainsFunc(m.memberships, func(s *ent.Membership) bool {
		return s.UnitID == unit && s.ClusterID == cluster && s.SchoolYear == year
	})
}

func (m *model) seesReport(v viewer.Viewer, r *ent.Report) bool {
	if r.State == "PUBLISHED" {
		return true
	}
	for _, g := range v.Grants() {
		switch g.Role {
		case viewer.Ministry, viewer.Auditor:
			return true
		case viewer.ClusterHead, viewer.ClusterDeputy:
			if g.SchoolYear == r.SchoolYear && (r.ClusterID != nil && *r.ClusterID == g.Cluster ||
				r.UnitID != nil && m.isMember(*r.UnitID, g.Cluster, r.SchoolYear)) {
				return true
			}
		case viewer.UnitEditor:
			if r.UnitID != nil && *r.UnitID == g.Unit && (g.SchoolYear == 0 || g.SchoolYear == r.SchoolYear) {
				return true
			}
		}
	}
	return false
}

func (m *model) seesConference(v viewer.Viewer, c *ent.Conference) bool {
	return c.State == "OPEN" || c.State == "CLOSED" || m.takesPart(v, c)
}

func (m *model) takesPart(v viewer.Viewer, c *ent.Conference) bool {
	for _, g := range v.Grants() {
		switch g.Role {
		case viewer.Ministry, viewer.Auditor:
			return true
		case viewer.ClusterHead, viewer.ClusterDeputy:
			if c.ClusterID != nil && *c.ClusterID == g.Cluster && c.SchoolYear == g.SchoolYear {
				return true
			}
		case viewer.UnitEditor:
		default:
			if g.Conference == c.ID {
				return true
			}
		}
	}
	return false
}

// sees reports whether a viewer may see a row.
func (m *model) sees(v viewer.Viewer, row gid.ID) bool {
	if v.IsOperator() || slices.Contains(m.public, row) {
		return true
	}
	if r := m.reports[row]; r != nil {
		return m.seesReport(v, r)
	}
	if c := m.conferences[row]; c != nil {
		return m.seesConference(v, c)
	}
	if a := m.announcements[row]; a != nil {
		c := m.conferences[a.ConferenceID]
		return m.takesPart(v, c) || a.Audience == "EVERYONE" && m.seesConference(v, c)
	}
	if a := m.awards[row]; a != nil {
		return a.State != "PROPOSED" || v.SeesAllUnpublished()
	}
	if d := m.discrepancies[row]; d != nil {
		hidden := func(id gid.ID) bool { return !m.sees(v, id) }
		return !slices.ContainsFunc(d.Edges.Reports, func(r *ent.Report) bool { return hidden(r.ID) }) &&
			!slices.ContainsFunc(d.Edges.Conferences, func(c *ent.Conference) bool { return hidden(c.ID) }) &&
			!slices.ContainsFunc(d.Edges.Speeches, func(s *ent.Speech) bool { return hidden(s.ID) }) &&
			!slices.ContainsFunc(d.Edges.Proposals, func(p *ent.Proposal) bool { return hidden(p.ID) }) &&
			!slices.ContainsFunc(d.Edges.IndicatorValues,
				func(i *ent.IndicatorValue) bool { return hidden(i.ID) })
	}
	if c := m.citations[row]; c != nil {
		for _, about := range []*gid.ID{c.UnitID, c.ReportID, c.ReportSectionID, c.IndicatorValueID,
			c.ConferenceID, c.SiteID, c.AttendanceID, c.AgendaItemID,
			c.SpeechID, c.ProposalID, c.DirectiveID, c.TaskID, c.HeadElectionID, c.NominationID, c.AwardID,
			c.DiscrepancyID} {
			if about != nil {
				return m.sees(v, *about)
			}
		}
	}
	if owner, ok := m.owner[row]; ok {
		return owner == v.Account()
	}
	whole, known := m.parentOf[row]
	return known && (whole == 0 || m.sees(v, whole))
}

// visibleIDs returns the ids of all rows that a reader returns.
func visibleIDs(ctx context.Context, r *ent.Client) []gid.ID {
	var all []gid.ID
	for _, read := range []func(context.Context) []gid.ID{
		r.Cluster.Query().IDsX, r.Unit.Query().IDsX, r.Membership.Query().IDsX, r.Document.Query().IDsX,
		r.Indicator.Query().IDsX, r.AwardKind.Query().IDsX,
		r.Report.Query().IDsX, r.ReportSection.Query().IDsX, r.IndicatorValue.Query().IDsX,
		r.Conference.Query().IDsX, r.Site.Query().IDsX, r.Attendance.Query().IDsX, r.AgendaItem.Query().IDsX,
		r.Announcement.Query().IDsX, r.Speech.Query().IDsX, r.Proposal.Query().IDsX,
		r.FloorRequest.Query().IDsX, r.Directive.Query().IDsX, r.Task.Query().IDsX,
		r.TaskAssignment.Query().IDsX, r.HeadElection.Query().IDsX, r.Nomination.Query().IDsX,
		r.Award.Query().IDsX,
		r.Discrepancy.Query().IDsX, r.Citation.Query().IDsX, r.Account.Query().IDsX, r.Grant.Query().IDsX,
		r.Token.Query().IDsX,
	} {
		all = append(all, read(ctx)...)
	}
	slices.Sort(all)
	return all
}

func loadModel(ctx context.Context, r *ent.Client) *model {
	m := &model{memberships: r.Membership.Query().AllX(ctx), reports: map[gid.ID]*ent.Report{},
		conferences: map[gid.ID]*ent.Conference{}, parentOf: map[gid.ID]gid.ID{},
		announcements: map[gid.ID]*ent.Announcement{}, awards: map[gid.ID]*ent.Award{},
		discrepancies: map[gid.ID]*ent.Discrepancy{}, citations: map[gid.ID]*ent.Citation{},
		owner: map[gid.ID]gid.ID{}}
	for _, read := range []func(context.Context) []gid.ID{r.Cluster.Query().IDsX, r.Unit.Query().IDsX,
		r.Membership.Query().IDsX, r.Document.Query().IDsX, r.Indicator.Query().IDsX,
		r.AwardKind.Query().IDsX} {
		m.public = append(m.public, read(ctx)...)
	}
	for _, row := range r.Report.Query().AllX(ctx) {
		m.reports[row.ID] = row
	}
	for _, row := range r.Conference.Query().AllX(ctx) {
		m.conferences[row.ID] = row
	}
	for _, row := range r.Announcement.Query().AllX(ctx) {
		m.announcements[row.ID] = row
	}
	for _, row := range r.Award.Query().AllX(ctx) {
		m.awards[row.ID] = row
	}
	for _, row := range r.Discrepancy.Query().WithReports().WithConferences().WithSpeeches().WithProposals().
		WithIndicatorValues().AllX(ctx) {
		m.discrepancies[row.ID] = row
	}
	for _, row := range r.Citation.Query().AllX(ctx) {
		m.citations[row.ID] = row
	}
	for _, row := range r.ReportSection.Query().AllX(ctx) {
		m.parentOf[row.ID] = row.ReportID
	}
	for _, row := range r.IndicatorValue.Query().AllX(ctx) {
		m.parentOf[row.ID] = row.ReportID
	}
	for _, row := range r.Site.Query().AllX(ctx) {
		m.parentOf[row.ID] = row.ConferenceID
	}
	for _, row := range r.Attendance.Query().AllX(ctx) {
		m.parentOf[row.ID] = row.ConferenceID
	}
	for _, row := range r.AgendaItem.Query().AllX(ctx) {
		m.parentOf[row.ID] = row.ConferenceID
	}
	for _, row := range r.Speech.Query().AllX(ctx) {
		m.parentOf[row.ID] = row.ConferenceID
	}
	for _, row := range r.Proposal.Query().AllX(ctx) {
		m.parentOf[row.ID] = row.ConferenceID
	}
	for _, row := range r.Directive.Query().AllX(ctx) {
		m.parentOf[row.ID] = row.ConferenceID
	}
	for _, row := range r.Task.Query().AllX(ctx) {
		m.parentOf[row.ID] = row.ConferenceID
	}
	for _, row := range r.FloorRequest.Query().AllX(ctx) {
		m.parentOf[row.ID] = row.ConferenceID
	}
	for _, row := range r.TaskAssignment.Query().AllX(ctx) {
		m.parentOf[row.ID] = row.TaskID
	}
	for _, row := range r.HeadElection.Query().AllX(ctx) {
		m.parentOf[row.ID] = row.ConferenceID
	}
	for _, row := range r.Nomination.Query().AllX(ctx) {
		m.parentOf[row.ID] = 0
		if row.ConferenceID != nil {
			m.parentOf[row.ID] = *row.ConferenceID
		}
	}
	for _, row := range r.Account.Query().AllX(ctx) {
		m.owner[row.ID] = row.ID
	}
	for _, row := range r.Grant.Query().AllX(ctx) {
		m.owner[row.ID] = row.AccountID
	}
	for _, row := range r.Token.Query().AllX(ctx) {
		m.owner[row.ID] = row.AccountID
	}
	return m
}

var (
	someRole = rapid.SampledFrom(viewer.Roles())
	someYear = rapid.Custom(func(t *rapid.T) vi.SchoolYear {
		return firstYear + vi.SchoolYear(rapid.IntRange(0, years-1).Draw(t, "year"))
	})
	someGrant = rapid.Custom(func(t *rapid.T) viewer.Grant { // with the scope that its role has
		g := viewer.Grant{Role: someRole.Draw(t, "role")}
		switch g.Role {
		case viewer.Ministry, viewer.Auditor:
		case viewer.ClusterHead, viewer.ClusterDeputy:
			g.Cluster, g.SchoolYear = id(gid.Cluster, rapid.IntRange(0, clusters-1).Draw(t, "cluster")),
				someYear.Draw(t, "year")
		case viewer.UnitEditor:
			g.Unit, g.SchoolYear = id(gid.Unit, rapid.IntRange(0, units-1).Draw(t, "unit")),
				rapid.OneOf(someYear, rapid.Just(vi.SchoolYear(0))).Draw(t, "year")
		default:
			g.Conference = id(gid.Conference, rapid.IntRange(0, 11).Draw(t, "conference"))
		}
		return g
	})
	someViewer = rapid.Custom(func(t *rapid.T) viewer.Viewer {
		if rapid.IntRange(0, 9).Draw(t, "kind") == 0 {
			return viewer.Anonymous()
		}
		grants := rapid.SliceOfN(rapid.OneOf(someGrant,
			someGrant.Filter(func(g viewer.Grant) bool {
				return g.Role != viewer.Ministry && g.Role != viewer.Auditor
			})), 0, 4).Draw(t, "grants")
		return viewer.Account(id(gid.Account, rapid.IntRange(0, 3).Draw(t, "account")), time.Time{},
			grants...)
	})
)

// For any data and grants a viewer sees exactly the rows that the naive model allows.
func TestReader_MatchesModel(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		r := rand.New(rand.NewPCG(seed, 0))
		operator := viewer.NewContext(t.Context(), viewer.Operator())
		if err := s.Tx(operator, func(ctx context.Context,
			tx *store.Tx) error {
			return fillRandom(ctx, tx, r)
		}); err != nil {
			t.Fatal(err)
		}
		all, m := visibleIDs(operator, s.Reader()), loadModel(operator, s.Reader())
		rapid.Check(t, func(t *rapid.T) {
			v := someViewer.Draw(t, "viewer")
			got := visibleIDs(viewer.NewContext(context.Background(), v), s.Reader())
			want := slices.DeleteFunc(slices.Clone(all), func(row gid.ID) bool { return !m.sees(v, row) })
			if !slices.Equal(got, want) {
				t.Fatalf("%s, %+v\nseen, and should not be: %v\nnot seen, and should be: %v", v.VisibilityClass(),
					v.Grants(), difference(got, want), difference(want, got))
			}
			if p := visibleIDs(viewer.NewContext(context.Background(), v.SharedViewer()), s.Reader()); !slices.Equal(p,
				slices.DeleteFunc(want, func(row gid.ID) bool { _, own := m.owner[row]; return own })) {
				t.Fatalf("the shared viewer of %s sees something else", v.VisibilityClass())
			}
		})
	}, store.WithReadRules(access.InstallReadRules))
}

func difference(a, b []gid.ID) []string {
	in := maps.Collect(func(yield func(gid.ID, bool) bool) {
		for _, x := range b {
			if !yield(x, true) {
				return
			}
		}
	})
	var out []string
	for _, x := range a {
		if !in[x] {
			kind, _ := x.Kind()
			out = append(out, kind.String()+" "+x.String())
		}
	}
	return out
}

// A private server rejects reads of anonymous viewers and leaves all others unchanged.
func TestInstallReadRulesForAuthenticated_RejectsAnonymous(t *testing.T) {
	for _, dialect := range []string{store.SQLite, store.Postgres} {
		t.Run(dialect, func(t *testing.T) {
			url := storetest.NewURL(t, dialect)
			open, private := storetest.OpenURL(t, url, store.WithReadRules(access.InstallReadRules)),
				storetest.OpenURL(t, url, store.WithReadRules(access.InstallReadRulesRequiringSignIn))
			if err := open.Tx(t.Context(),
				func(ctx context.Context,
					tx *store.Tx) error {
					return fillRandom(ctx, tx, rand.New(rand.NewPCG(1, 1)))
				}); err != nil {
				t.Fatal(err)
			}
			n, err := private.Reader().Unit.Query().Count(t.Context())
			if !errors.Is(err, fault.Unauthenticated) {
				t.Errorf("an anonymous viewer counts %d units, with the error %v", n, err)
			}
			for _, v := range []viewer.Viewer{viewer.Operator(),
				viewer.Account(id(gid.Account, 0), time.Time{}),
				viewer.Account(0, time.Time{}, viewer.Grant{Role: viewer.Auditor})} {
				ctx := viewer.NewContext(t.Context(), v)
				if a, b := visibleIDs(ctx, open.Reader()), visibleIDs(ctx, private.Reader()); !slices.Equal(a, b) ||
					len(a) == 0 {
					t.Errorf("%s sees %d rows, and of a private server %d", v.VisibilityClass(), len(a), len(b))
				}
			}
		})
	}
}
