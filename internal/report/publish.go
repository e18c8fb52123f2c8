package report

import (
	"context"
	"time"

	"thidua/ent"
	"thidua/ent/membership"
	"thidua/ent/report"
	"thidua/internal/command"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// Publish makes a report visible to everybody and notifies the followers of its cluster. Idempotent. Called
// by the API, for the Ministry, the head of the cluster in the report's year and, for a unit's report, its
// editors. Errors: NOT_FOUND, FORBIDDEN.
func Publish(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	return changePublication(ctx, s, id, func(ctx context.Context, tx *store.Tx, k publishedReport) error {
		now := tx.Now()
		n, err := tx.Report.Update().Where(report.ID(id), report.StateEQ(report.StateDraft)).
			SetState(report.StatePublished).SetPublishedAt(now).ClearWithdrawalReason().Save(ctx)
		if err == nil && n > 0 {
			k.publish(tx, k.publishedEvent(now))
		}
		return err
	})
}

// maxReasonBytes is the maximum length of a reason.
const maxReasonBytes = 4000

// Withdraw turns a published report back into a draft and notifies the followers of its cluster of the
// reason. Called by the API, for those who may publish it. Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT, and
// WRONG_STATE for a draft that was not withdrawn.
func Withdraw(ctx context.Context, s *store.Store, id gid.ID, reason string) (gid.ID, error) {
	return changePublication(ctx, s, id, func(ctx context.Context, tx *store.Tx, k publishedReport) error {
		if err := command.Validate(reason, checkReason); err != nil {
			return err
		}
		n, err := tx.Report.Update().Where(report.ID(id), report.StateEQ(report.StatePublished)).
			SetState(report.StateDraft).ClearPublishedAt().SetWithdrawalReason(reason).Save(ctx)
		switch {
		case err != nil:
			return err
		case n > 0:
			k.publish(tx, k.withdrawnEvent(reason, tx.Now()))
		case k.report.WithdrawalReason == nil:
			return fault.WrongState.With("state", string(report.StateDraft), "allowed",
				string(report.StatePublished))
		}
		return nil
	})
}

func checkReason(reason string, c *command.Validator) {
	c.Prose("reason", reason)
	c.AtMost("reason", len(reason), maxReasonBytes)
}

// changePublication loads a report as seen by the current viewer, authorises the change and runs it in one
// transaction.
func changePublication(
	ctx context.Context, s *store.Store, id gid.ID, do func(context.Context, *store.Tx, publishedReport) error,
) (gid.ID, error) {
	seen, err := s.Reader().Report.Get(ctx, id)
	if ent.IsNotFound(err) {
		return 0, fault.NotFound.With()
	}
	if err != nil {
		return 0, err
	}
	clusters, err := clustersOf(ctx, s.Reader(), seen)
	if err != nil {
		return 0, err
	}
	if err := viewer.Require(ctx, publisherRules(seen, clusters)...); err != nil {
		return 0, err
	}
	return id, s.Tx(store.WithResultIDs(ctx, id), func(ctx context.Context, tx *store.Tx) error {
		row, err := tx.Report.Query().Where(report.ID(id)).WithUnit().WithCluster().Only(ctx)
		if ent.IsNotFound(err) {
			return fault.NotFound.With()
		}
		if err != nil {
			return err
		}
		return do(ctx, tx, publishedReport{row, clusters})
	})
}

// clustersOf returns the clusters on whose streams a report is published: its own, or those of its unit that
// school year. A report of the Ministry has none.
func clustersOf(ctx context.Context, c *ent.Client, r *ent.Report) ([]gid.ID, error) {
	if r.ClusterID != nil {
		return []gid.ID{*r.ClusterID}, nil
	}
	members, err := c.Membership.Query().
		Where(membership.UnitID(*r.UnitID), membership.SchoolYear(r.SchoolYear)).
		Order(membership.ByClusterID()).All(ctx)
	clusters := make([]gid.ID, len(members))
	for i, m := range members {
		clusters[i] = m.ClusterID
	}
	return clusters, err
}

func publisherRules(r *ent.Report, clusters []gid.ID) []viewer.Rule {
	rules := []viewer.Rule{viewer.AllowMinistry()}
	for _, c := range clusters {
		rules = append(rules, viewer.AllowHead(c, r.SchoolYear))
	}
	if r.UnitID != nil {
		rules = append(rules, viewer.AllowEditor(*r.UnitID, r.SchoolYear))
	}
	return rules
}

// publishedReport is a report with the clusters on whose streams its changes are published.
type publishedReport struct {
	report   *ent.Report
	clusters []gid.ID
}

func (r publishedReport) publish(tx *store.Tx, c journal.Change) {
	for _, cluster := range r.clusters {
		journal.Append(tx, journal.ClusterStream(cluster, r.report.SchoolYear), c)
	}
	journal.Append(tx, journal.NationStream, c)
}

func (r publishedReport) publishedEvent(at time.Time) journal.ReportPublished {
	row := r.report
	return journal.ReportPublished{ReportSubject: r.eventSubject(), ReportID: row.ID, Title: row.Title,
		SchoolYear: row.SchoolYear, Period: row.Period, PublishedAt: at}
}

func (r publishedReport) withdrawnEvent(reason string, at time.Time) journal.ReportWithdrawn {
	row := r.report
	return journal.ReportWithdrawn{
		ReportSubject: r.eventSubject(), ReportID: row.ID, Title: &row.Title, SchoolYear: row.SchoolYear,
		Period: row.Period,
		Reason: &reason, WithdrawnAt: at,
	}
}

func (r publishedReport) eventSubject() (s journal.ReportSubject) {
	if u := r.report.Edges.Unit; u != nil {
		s.UnitID, s.UnitCode, s.UnitName = &u.ID, &u.Code, &u.Name
	}
	if c := r.report.Edges.Cluster; c != nil {
		s.ClusterID, s.ClusterNumber = &c.ID, &c.Number
	}
	return s
}
