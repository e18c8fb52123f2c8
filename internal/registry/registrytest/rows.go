package registrytest

import (
	"context"
	"fmt"
	"testing"

	"thidua/ent"
	"thidua/internal/gid"
	"thidua/internal/store"
)

// AllRows returns every row of the record's tables as text, including private columns, and every pair of
// many-to-many related rows.
func Rows(t testing.TB, s *store.Store) []string {
	t.Helper()
	r := &reading{t: t, ctx: context.WithoutCancel(t.Context())}
	c := s.Reader()
	read(r, c.Province.Query().All)
	read(r, c.Unit.Query().All)
	read(r, c.Succession.Query().All)
	read(r, c.Cluster.Query().All)
	read(r, c.Membership.Query().All)
	read(r, c.Office.Query().All)
	read(r, c.Person.Query().All)
	read(r, c.Post.Query().All)
	read(r, c.Document.Query().All)
	read(r, c.Citation.Query().All)
	read(r, c.Topic.Query().All)
	read(r, c.Indicator.Query().All)
	read(r, c.Report.Query().All)
	read(r, c.ReportSection.Query().All)
	read(r, c.IndicatorValue.Query().All)
	read(r, c.Conference.Query().All)
	read(r, c.Site.Query().All)
	read(r, c.Attendance.Query().All)
	read(r, c.AgendaItem.Query().All)
	read(r, c.Announcement.Query().All)
	read(r, c.Speech.Query().All)
	read(r, c.Directive.Query().All)
	read(r, c.Task.Query().All)
	read(r, c.HeadElection.Query().All)
	read(r, c.AwardKind.Query().All)
	read(r, c.Nomination.Query().All)
	read(r, c.Award.Query().All)
	for _, d := range read(r, c.Discrepancy.Query().All) {
		r.pairs(d.ID, d.QueryReports().IDs)
		r.pairs(d.ID, d.QueryConferences().IDs)
		r.pairs(d.ID, d.QuerySpeeches().IDs)
		r.pairs(d.ID, d.QueryProposals().IDs)
		r.pairs(d.ID, d.QueryPosts().IDs)
		r.pairs(d.ID, d.QueryIndicatorValues().IDs)
	}
	for _, m := range read(r, c.Movement.Query().All) {
		r.pairs(m.ID, m.QueryClusters().IDs)
	}
	for _, p := range read(r, c.Proposal.Query().All) {
		r.pairs(p.ID, p.QueryTopics().IDs)
	}
	return r.rows
}

type reading struct {
	t    testing.TB
	ctx  context.Context
	rows []string
}

func read[Row fmt.Stringer](r *reading, all func(context.Context) ([]Row, error)) []Row {
	r.t.Helper()
	found, err := all(r.ctx)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, row := range found {
		r.rows = append(r.rows, row.String())
	}
	return found
}

func (r *reading) pairs(of gid.ID, ids func(context.Context) ([]gid.ID, error)) {
	r.t.Helper()
	found, err := ids(r.ctx)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, id := range found {
		r.rows = append(r.rows, fmt.Sprintf("%v with %v", of, id))
	}
}

// GetRow returns the row with this id.
func Get[Row any](t testing.TB, get func(context.Context, gid.ID) (Row, error), id gid.ID) Row {
	t.Helper()
	row, err := get(t.Context(), id)
	if err != nil {
		t.Fatalf("%v: %v", id, err)
	}
	return row
}

// IsMissing reports whether there is no row with this id.
func Gone[Row any](t testing.TB, get func(context.Context, gid.ID) (Row, error), id gid.ID) bool {
	t.Helper()
	_, err := get(t.Context(), id)
	if err != nil && !ent.IsNotFound(err) {
		t.Fatal(err)
	}
	return err != nil
}
