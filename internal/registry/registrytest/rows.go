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
func AllRows(t testing.TB, s *store.Store) []string {
	t.Helper()
	r := &rowReader{t: t, ctx: context.WithoutCancel(t.Context())}
	c := s.Reader()
	readAll(r, c.Province.Query().All)
	readAll(r, c.Unit.Query().All)
	readAll(r, c.Succession.Query().All)
	readAll(r, c.Cluster.Query().All)
	readAll(r, c.Membership.Query().All)
	readAll(r, c.Office.Query().All)
	readAll(r, c.Person.Query().All)
	readAll(r, c.Post.Query().All)
	readAll(r, c.Document.Query().All)
	readAll(r, c.Citation.Query().All)
	readAll(r, c.Topic.Query().All)
	readAll(r, c.Indicator.Query().All)
	readAll(r, c.Report.Query().All)
	readAll(r, c.ReportSection.Query().All)
	readAll(r, c.IndicatorValue.Query().All)
	readAll(r, c.Conference.Query().All)
	readAll(r, c.Site.Query().All)
	readAll(r, c.Attendance.Query().All)
	readAll(r, c.AgendaItem.Query().All)
	readAll(r, c.Announcement.Query().All)
	readAll(r, c.Speech.Query().All)
	readAll(r, c.Directive.Query().All)
	readAll(r, c.Task.Query().All)
	readAll(r, c.HeadElection.Query().All)
	readAll(r, c.AwardKind.Query().All)
	readAll(r, c.Nomination.Query().All)
	readAll(r, c.Award.Query().All)
	for _, d := range readAll(r, c.Discrepancy.Query().All) {
		r.addPairs(d.ID, d.QueryReports().IDs)
		r.addPairs(d.ID, d.QueryConferences().IDs)
		r.addPairs(d.ID, d.QuerySpeeches().IDs)
		r.addPairs(d.ID, d.QueryProposals().IDs)
		r.addPairs(d.ID, d.QueryPosts().IDs)
		r.addPairs(d.ID, d.QueryIndicatorValues().IDs)
	}
	for _, m := range readAll(r, c.Movement.Query().All) {
		r.addPairs(m.ID, m.QueryClusters().IDs)
	}
	for _, p := range readAll(r, c.Proposal.Query().All) {
		r.addPairs(p.ID, p.QueryTopics().IDs)
	}
	return r.rows
}

type rowReader struct {
	t    testing.TB
	ctx  context.Context
	rows []string
}

func readAll[Row fmt.Stringer](r *rowReader, all func(context.Context) ([]Row, error)) []Row {
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

func (r *rowReader) addPairs(of gid.ID, ids func(context.Context) ([]gid.ID, error)) {
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
func GetRow[Row any](t testing.TB, get func(context.Context, gid.ID) (Row, error), id gid.ID) Row {
	t.Helper()
	row, err := get(t.Context(), id)
	if err != nil {
		t.Fatalf("%v: %v", id, err)
	}
	return row
}

// IsMissing reports whether there is no row with this id.
func IsMissing[Row any](t testing.TB, get func(context.Context, gid.ID) (Row, error), id gid.ID) bool {
	t.Helper()
	_, err := get(t.Context(), id)
	if err != nil && !ent.IsNotFound(err) {
		t.Fatal(err)
	}
	return err != nil
}
