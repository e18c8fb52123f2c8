package graph

import (
	"context"

	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"thidua/ent"
	entattendance "thidua/ent/attendance"
	entsite "thidua/ent/site"
	"thidua/graph/view"
	"thidua/internal/conference"
	"thidua/internal/gid"
)

// attendanceFigures are the attendance counts of a conference.
type attendanceFigures struct {
	total headcount
	sites []siteHeadcount
}

// siteHeadcount is the headcount of one site.
type siteHeadcount struct {
	site *ent.Site
	headcount
}

// summary returns the figures as the API represents them, with the quorum if the conference requires one.
func (f *attendanceFigures) summary(c *ent.Conference) *view.AttendanceSummary {
	s := &view.AttendanceSummary{Counts: f.total.counts(c)}
	for i := range f.sites {
		s.Sites = append(s.Sites, &view.SiteAttendance{Site: f.sites[i].site, Counts: f.sites[i].counts(c)})
	}
	if c.QuorumPercent != nil && s.Counts != nil {
		q := conference.QuorumOf(*c.QuorumPercent, f.total.quorumMembers, f.total.quorumPresent)
		s.Quorum = &view.Quorum{Percent: q.Percent, Needed: q.Needed, Present: q.Present, Met: q.Met()}
	}
	return s
}

// siteOfCheckInCode returns the site for which a check-in code was issued.
func (r *Resolver) siteOfCheckInCode(ctx context.Context, issued *conference.CheckInCode) (*ent.Site, error) {
	return collectOne(ctx, r.Reader.Site.Query().Where(entsite.ID(issued.SiteID)))
}

// attendance returns the attendance counts of a conference.
func (r *Resolver) attendance(ctx context.Context, c *ent.Conference) (*view.AttendanceSummary, error) {
	h, err := loadBatch(ctx, siblingKeysOf(c, conferenceID), r.countAttendances)
	if err != nil {
		return nil, err
	}
	return h.summary(c), nil
}

// countAttendances counts the attendances of conferences: one statement counts, and one reads the sites if
// selected.
func (r *Resolver) countAttendances(
	ctx context.Context, conferences []gid.ID,
) (map[gid.ID]*attendanceFigures, error) {
	var rows []headcountRow
	err := r.Reader.Attendance.Query().Where(entattendance.ConferenceIDIn(conferences...)).
		GroupBy(entattendance.FieldConferenceID, entattendance.FieldSiteID, entattendance.FieldCapacity,
			entattendance.FieldPresence).
		Aggregate(ent.As(ent.Count(), "delegates"), countSubstitutes).Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	found, bySite := make(map[gid.ID]*attendanceFigures, len(conferences)), map[gid.ID]headcount{}
	for _, id := range conferences {
		found[id] = &attendanceFigures{}
	}
	for _, row := range rows {
		found[row.Conference].total.add(row)
		if row.Site != nil {
			at := bySite[*row.Site]
			at.add(row)
			bySite[*row.Site] = at
		}
	}
	sites, err := r.loadSites(withSelectionOf(ctx, "sites"), conferences)
	for _, s := range sites {
		at := found[s.ConferenceID]
		at.sites = append(at.sites, siteHeadcount{s, bySite[s.ID]})
	}
	return found, err
}

// countSubstitutes counts the delegates who are substitutes.
func countSubstitutes(s *sql.Selector) string {
	return sql.As(sql.Count(s.C(entattendance.FieldSubstitute)), "substitutes")
}

// loadSites reads the sites of conferences in order; none if they are not selected.
func (r *Resolver) loadSites(ctx context.Context, conferences []gid.ID) ([]*ent.Site, error) {
	if graphql.GetFieldContext(ctx).Field.Field == nil {
		return nil, nil
	}
	return collectMany(withSelectionOf(ctx, "site"), r.Reader.Site.Query().
		Where(entsite.ConferenceIDIn(conferences...)).
		Order(entsite.ByOrdinal(), entsite.ByID()), entsite.Columns...)
}
