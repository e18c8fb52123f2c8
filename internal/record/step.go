package record

import (
	"context"
	"errors"
	"fmt"

	"thidua/internal/award"
	"thidua/internal/conference"
	"thidua/internal/decision"
	"thidua/internal/fault"
	"thidua/internal/registry"
	"thidua/internal/report"
	"thidua/internal/store"
)

// step is the writing of all rows of a kind.
type step struct {
	what string
	rows []func(context.Context, *store.Store) error
}

// steps are the record in an order in which each row comes after all that it refers to.
func (b *book) steps() []step {
	provinces, _ := othersFirst(b.provinces, successorOf)
	units, _ := othersFirst(b.units, parentOf)
	indicators, _ := othersFirst(b.indicators, wholeOf)
	documents, _ := othersFirst(b.documents, namersOf)
	return []step{
		each(b, "documents", documents, registry.PutDocument),
		each(b, "provinces", provinces, registry.PutProvince),
		each(b, "units", units, registry.PutUnit),
		each(b, "successions", b.successions, registry.PutSuccession),
		each(b, "clusters", b.clusters, registry.PutCluster),
		each(b, "memberships", b.memberships, registry.PutMembership),
		each(b, "offices", b.offices, registry.PutOffice),
		each(b, "people", b.people, registry.PutPerson),
		each(b, "topics", b.topics, conference.PutTopic),
		each(b, "indicators", indicators, report.PutIndicator),
		each(b, "movements", b.movements, report.PutMovement),
		each(b, "conferences", b.conferences, conference.Record),
		each(b, "reports", b.reports, report.File),
		each(b, "elections", b.elections, decision.RecordElection),
		each(b, "award kinds", b.awardKinds, award.PutKind),
		each(b, "nominations", b.nominations, award.Nominate),
		each(b, "awards", b.awards, award.Record),
		each(b, "discrepancies", b.discrepancies, registry.PutDiscrepancy),
	}
}

func each[T any](b *book, what string, rows []*T, put func(context.Context, *store.Store, T) error) step {
	s := step{what: what}
	for _, row := range rows {
		s.rows = append(s.rows, func(ctx context.Context, st *store.Store) error {
			err := put(ctx, st, *row)
			if err == nil {
				return nil
			}
			return refused(b.where(row, ""), err)
		})
	}
	return s
}

// refused tells where the row is that a room refused. A room that finds fault with the row itself knows a rule that our
// check does not, and it is the file that is wrong all the same.
func refused(at place, err error) error {
	if f, ok := fault.As(err); ok && (errors.Is(f, fault.BadInput) || errors.Is(f, fault.UnknownCode)) {
		return fault.BadRecord.With("file", at.file, "line", at.line, "reason", f.Text(fault.English)).Because(err)
	}
	return fmt.Errorf("%s:%d: %w", at.file, at.line, err)
}
