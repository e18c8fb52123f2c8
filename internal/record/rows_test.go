package record_test

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
type rows struct {
	ids  []gid.ID
	told []string // every column
}

// query is ent's query of a type.
type query[T any] interface {
	All(context.Context) ([]T, error)
}

func look[T fmt.Stringer](q query[T], id func(T) gid.ID) func(context.Context) (rows, error) {
	return func(ctx context.Context) (rows, error) {
		all, err := q.All(ctx)
		slices.SortFunc(all, func(a, b T) int { return cmp.Compare(id(a), id(b)) })
		var r rows
		for _, row := range all {
			r.ids = append(r.ids, id(row))
			r.told = append(r.told, row.String())
		}
		return r, err
	}
}

// tablesOf returns the whole record in a database, by table.
func written(t *testing.T, s *store.Store) map[string]rows {
	t.Helper()
	all := map[string]rows{}
	for table, look := range tables(s.Reader()) {
		r, err := look(operator(t))
		if err != nil {
			t.Fatalf("%s: %v", table, err)
		}
		all[table] = r
	}
	return all
}

// tables has the tables of the record.
func tables(r *ent.Client) map[string]func(context.Context) (rows, error) {
	return map[string]func(context.Context) (rows, error){
		"documents":     look(r.Document.Query(), func(v *ent.Document) gid.ID { return v.ID }),
		"citations":     look(r.Citation.Query(), func(v *ent.Citation) gid.ID { return v.ID }),
		"provinces":     look(r.Province.Query(), func(v *ent.Province) gid.ID { return v.ID }),
		"units":         look(r.Unit.Query(), func(v *ent.Unit) gid.ID { return v.ID }),
		"successions":   look(r.Succession.Query(), func(v *ent.Succession) gid.ID { return v.ID }),
		"clusters":      look(r.Cluster.Query(), func(v *ent.Cluster) gid.ID { return v.ID }),
		"memberships":   look(r.Membership.Query(), func(v *ent.Membership) gid.ID { return v.ID }),
		"offices":       look(r.Office.Query(), func(v *ent.Office) gid.ID { return v.ID }),
		"people":        look(r.Person.Query(), func(v *ent.Person) gid.ID { return v.ID }),
		"posts":         look(r.Post.Query(), func(v *ent.Post) gid.ID { return v.ID }),
		"topics":        look(r.Topic.Query(), func(v *ent.Topic) gid.ID { return v.ID }),
		"indicators":    look(r.Indicator.Query(), func(v *ent.Indicator) gid.ID { return v.ID }),
		"movements":     look(r.Movement.Query(), func(v *ent.Movement) gid.ID { return v.ID }),
		"conferences":   look(r.Conference.Query(), func(v *ent.Conference) gid.ID { return v.ID }),
		"sites":         look(r.Site.Query(), func(v *ent.Site) gid.ID { return v.ID }),
		"attendances":   look(r.Attendance.Query(), func(v *ent.Attendance) gid.ID { return v.ID }),
		"agenda items":  look(r.AgendaItem.Query(), func(v *ent.AgendaItem) gid.ID { return v.ID }),
		"speeches":      look(r.Speech.Query(), func(v *ent.Speech) gid.ID { return v.ID }),
		"proposals":     look(r.Proposal.Query(), func(v *ent.Proposal) gid.ID { return v.ID }),
		"directives":    look(r.Directive.Query(), func(v *ent.Directive) gid.ID { return v.ID }),
		"tasks":         look(r.Task.Query(), func(v *ent.Task) gid.ID { return v.ID }),
		"reports":       look(r.Report.Query(), func(v *ent.Report) gid.ID { return v.ID }),
		"sections":      look(r.ReportSection.Query(), func(v *ent.ReportSection) gid.ID { return v.ID }),
		"values":        look(r.IndicatorValue.Query(), func(v *ent.IndicatorValue) gid.ID { return v.ID }),
		"elections":     look(r.HeadElection.Query(), func(v *ent.HeadElection) gid.ID { return v.ID }),
		"award kinds":   look(r.AwardKind.Query(), func(v *ent.AwardKind) gid.ID { return v.ID }),
		"nominations":   look(r.Nomination.Query(), func(v *ent.Nomination) gid.ID { return v.ID }),
		"awards":        look(r.Award.Query(), func(v *ent.Award) gid.ID { return v.ID }),
		"discrepancies": look(r.Discrepancy.Query(), func(v *ent.Discrepancy) gid.ID { return v.ID }),
	}
}
