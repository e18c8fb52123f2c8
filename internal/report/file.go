package report

import (
	"cmp"
	"context"
	"fmt"

	"thidua/ent"
	"thidua/ent/indicatorvalue"
	"thidua/ent/report"
	"thidua/ent/reportsection"
	"thidua/internal/command"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/store"
)

// FileReport creates or replaces a report of a unit or a cluster with all its sections and figures. Called by
// the loader. Errors: those of command.RunForOperator, and UNKNOWN_CODE.
func FileReport(ctx context.Context, s *store.Store, in Report) error {
	return command.RunForOperator(ctx, s, in, checkReport, fileReport)
}

func fileReport(ctx context.Context, tx *store.Tx, in Report) error {
	id := in.key().ID()
	before, err := contentText(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := putReport(ctx, tx, id, in); err != nil {
		return err
	}
	if err := putSections(ctx, tx, id, in); err != nil {
		return err
	}
	if err := putValues(ctx, tx, id, in); err != nil {
		return err
	}
	if err := bumpVersion(ctx, tx, id, before); err != nil {
		return err
	}
	var cites registry.Citations
	cites.Add(id, in.Cites)
	for i, s := range in.Sections {
		cites.Add(SectionID(in.key(), i+1), s.Cites)
	}
	for _, v := range in.Values {
		cites.Add(in.figureKey(v).ID(), v.Cites)
	}
	return cites.Put(ctx, tx)
}

func putReport(ctx context.Context, tx *store.Tx, id gid.ID, in Report) error {
	var refs command.Refs
	unit := command.OptionalRef(&refs, "unit", registry.UnitID, in.Unit)
	cluster := command.OptionalRef(&refs, "cluster", registry.ClusterID, in.Cluster)
	conference := command.OptionalRef(&refs, "conference", registry.ConferenceID, in.Conference)
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	state := cmp.Or(in.State, report.DefaultState)
	err := tx.Report.Create().SetID(id).SetSchoolYear(in.SchoolYear).SetPeriod(in.Period).SetState(state).
		SetTitle(in.Title).
		SetNillableUnitID(unit).SetNillableClusterID(cluster).SetNillableConferenceID(conference).
		OnConflict(command.UpsertAll(report.Columns, report.FieldVersion, report.FieldPublishedAt,
			report.FieldWithdrawalReason)...).Exec(ctx)
	if err != nil || state != report.StatePublished {
		return err
	}
	return tx.Report.Update().Where(report.ID(id), report.PublishedAtIsNil()).SetPublishedAt(tx.Now()).
		ClearWithdrawalReason().Exec(ctx)
}

func putSections(ctx context.Context, tx *store.Tx, id gid.ID, in Report) error {
	err := tx.ReportSection.MapCreateBulk(in.Sections, func(c *ent.ReportSectionCreate, i int) {
		s := in.Sections[i]
		c.SetID(SectionID(in.key(), i+1)).SetReportID(id).SetOrdinal(i + 1).SetKind(s.Kind).
			SetTitle(s.Title).SetBody(s.Body)
	}).OnConflict(command.UpsertAll(reportsection.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	gone := tx.ReportSection.Delete().
		Where(reportsection.ReportID(id), reportsection.OrdinalGT(len(in.Sections)))
	return command.RemoveParts(ctx, "sections", gone)
}

// contentText returns the content of a report as text, equal for equal content; "" if there is no report.
func contentText(ctx context.Context, tx *store.Tx, id gid.ID) (string, error) {
	r, err := tx.Report.Query().Where(report.ID(id)).
		WithSections(func(q *ent.ReportSectionQuery) { q.Order(reportsection.ByID()) }).
		WithIndicatorValues(func(q *ent.IndicatorValueQuery) { q.Order(indicatorvalue.ByID()) }).
		Only(ctx)
	if ent.IsNotFound(err) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return fmt.Sprint(r, r.Edges.Sections, r.Edges.IndicatorValues), nil
}

// bumpVersion increments the version of a report whose content has changed.
func bumpVersion(ctx context.Context, tx *store.Tx, id gid.ID, before string) error {
	if before == "" {
		return nil
	}
	after, err := contentText(ctx, tx, id)
	if err != nil || before == after {
		return err
	}
	return tx.Report.UpdateOneID(id).AddVersion(1).Exec(ctx)
}
