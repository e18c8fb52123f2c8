package dataset_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"

	"thidua/ent"
	"thidua/internal/gid"
	"thidua/internal/store"
)

// tableRows are all rows of one table, sorted by id.
type tableRows struct {
	ids   []gid.ID
	texts []string // every column
}

// query is ent's query of a type.
type query[T any] interface {
	All(context.Context) ([]T, error)
}

func rowsOf[T fmt.Stringer](q query[T], id func(T) gid.ID) func(context.Context) (tableRows, error) {
	return func(ctx context.Context) (tableRows, error) {
		all, err := q.All(ctx)
		slices.SortFunc(all, func(a, b T) int { return cmp.Compare(id(a), id(b)) })
		var r tableRows
		for _, row := range all {
			r.ids = append(r.ids, id(row))
			r.texts = append(r.texts, row.String())
		}
		return r, err
	}
}

// tablesOf returns the whole record in a database, by table.
func tablesOf(t *testing.T, s *store.Store) map[string]tableRows {
	t.Helper()
	all := map[string]tableRows{}
	for table, look := range tables(s.Reader()) {
		r, err := look(operatorContext(t))
		if err != nil {
			t.Fatalf("%s: %v", table, err)
		}
		all[table] = r
	}
	return all
}

// tables has the tables of the record.
func tables(r *ent.Client) map[string]func(context.Context) (tableRows, error) {
	return map[string]func(context.Context) (tableRows, error){
		"documents":     rowsOf(r.Document.Query(), func(v *ent.Document) gid.ID { return v.ID }),
		"citations":     rowsOf(r.Citation.Query(), func(v *ent.Citation) gid.ID { return v.ID }),
		"provinces":     rowsOf(r.Province.Query(), func(v *ent.Province) gid.ID { return v.ID }),
		"units":         rowsOf(r.Unit.Query(), func(v *ent.Unit) gid.ID { return v.ID }),
		"successions":   rowsOf(r.Succession.Query(), func(v *ent.Succession) gid.ID { return v.ID }),
		"clusters":      rowsOf(r.Cluster.Query(), func(v *ent.Cluster) gid.ID { return v.ID }),
		"memberships":   rowsOf(r.Membership.Query(), func(v *ent.Membership) gid.ID { return v.ID }),
		"offices":       rowsOf(r.Office.Query(), func(v *ent.Office) gid.ID { return v.ID }),
		"people":        rowsOf(r.Person.Query(), func(v *ent.Person) gid.ID { return v.ID }),
		"posts":         rowsOf(r.Post.Query(), func(v *ent.Post) gid.ID { return v.ID }),
		"topics":        rowsOf(r.Topic.Query(), func(v *ent.Topic) gid.ID { return v.ID }),
		"indicators":    rowsOf(r.Indicator.Query(), func(v *ent.Indicator) gid.ID { return v.ID }),
		"movements":     rowsOf(r.Movement.Query(), func(v *ent.Movement) gid.ID { return v.ID }),
		"conferences":   rowsOf(r.Conference.Query(), func(v *ent.Conference) gid.ID { return v.ID }),
		"sites":         rowsOf(r.Site.Query(), func(v *ent.Site) gid.ID { return v.ID }),
		"attendances":   rowsOf(r.Attendance.Query(), func(v *ent.Attendance) gid.ID { return v.ID }),
		"agenda items":  rowsOf(r.AgendaItem.Query(), func(v *ent.AgendaItem) gid.ID { return v.ID }),
		"speeches":      rowsOf(r.Speech.Query(), func(v *ent.Speech) gid.ID { return v.ID }),
		"proposals":     rowsOf(r.Proposal.Query(), func(v *ent.Proposal) gid.ID { return v.ID }),
		"directives":    rowsOf(r.Directive.Query(), func(v *ent.Directive) gid.ID { return v.ID }),
		"tasks":         rowsOf(r.Task.Query(), func(v *ent.Task) gid.ID { return v.ID }),
		"reports":       rowsOf(r.Report.Query(), func(v *ent.Report) gid.ID { return v.ID }),
		"sections":      rowsOf(r.ReportSection.Query(), func(v *ent.ReportSection) gid.ID { return v.ID }),
		"values":        rowsOf(r.IndicatorValue.Query(), func(v *ent.IndicatorValue) gid.ID { return v.ID }),
		"elections":     rowsOf(r.HeadElection.Query(), func(v *ent.HeadElection) gid.ID { return v.ID }),
		"award kinds":   rowsOf(r.AwardKind.Query(), func(v *ent.AwardKind) gid.ID { return v.ID }),
		"nominations":   rowsOf(r.Nomination.Query(), func(v *ent.Nomination) gid.ID { return v.ID }),
		"awards":        rowsOf(r.Award.Query(), func(v *ent.Award) gid.ID { return v.ID }),
		"discrepancies": rowsOf(r.Discrepancy.Query(), func(v *ent.Discrepancy) gid.ID { return v.ID }),
	}
}
