package conference

import (
	"context"
	"errors"
	"reflect"
	"slices"

	"thidua/ent"
	"thidua/ent/agendaitem"
	"thidua/ent/attendance"
	"thidua/ent/conference"
	"thidua/internal/command"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// copyContents is what a copy of a conference consists of.
type copyContents struct {
	plan  NewPlan
	quota *journal.FloorQuotaSet // nil if there is none
	roll  []journal.Attendance
}

// CopyConference plans a conference as a copy of another one. Idempotent: a repeated call has no effect.
// Called by the API for callers who may plan it and see the other one. Errors: NOT_FOUND, and those of Plan.
func CopyConference(ctx context.Context, s *store.Store, in Copy) (gid.ID, error) {
	source, err := findConference(ctx, s, conference.Code(in.Conference))
	if err != nil {
		return 0, err
	}
	if err := viewer.Require(ctx, plannerRules(clusterIDOf(source), in.SchoolYear)...); err != nil {
		return 0, err
	}
	var contents copyContents // read before the transaction, as seen by the caller
	if contents.plan, err = copyPlan(ctx, s.Reader(), source.ID, in); err != nil {
		return 0, err
	}
	if err := command.Validate(contents.plan, checkPlan); err != nil {
		return 0, err
	}
	if source.UnitQuotaSeconds != nil || source.SiteQuotaSeconds != nil {
		contents.quota = &journal.FloorQuotaSet{
			UnitQuotaSeconds: source.UnitQuotaSeconds, SiteQuotaSeconds: source.SiteQuotaSeconds,
		}
	}
	if in.CopyDelegates {
		if contents.roll, err = copyRoll(ctx, s.Reader(), source.ID, in.Code); err != nil {
			return 0, err
		}
	}
	id := registry.ConferenceID(in.Code)
	return id, retryOnConflict(store.WithResultIDs(ctx, id), s, func(ctx context.Context, tx *store.Tx) error {
		exists, err := tx.Conference.Query().Where(conference.Code(in.Code)).Exist(ctx)
		if err != nil {
			return err
		}
		if exists {
			return verifySameCopy(ctx, tx, id, contents)
		}
		return createCopy(ctx, tx, id, contents)
	})
}

// copyPlan returns the plan of the copy. Speakers and documents of the agenda and the host are left out: they
// change every year.
func copyPlan(ctx context.Context, r *ent.Client, sourceID gid.ID, in Copy) (out NewPlan, err error) {
	c, err := r.Conference.Query().Where(conference.ID(sourceID)).WithCluster().
		WithSites(withSiteEdges).
		WithAgendaItems(func(q *ent.AgendaItemQuery) { q.Order(agendaitem.ByOrdinal()) }).Only(ctx)
	if err != nil {
		return out, err
	}
	out = NewPlan{
		Code: in.Code, Kind: c.Kind, Title: in.Title, SchoolYear: in.SchoolYear, HeldOn: in.HeldOn,
		PartOfDay: in.PartOfDay, Venue: in.Venue, Online: deref(c.Online), StartAt: in.StartAt,
		Quorum: deref(c.QuorumPercent),
	}
	if c.Edges.Cluster != nil {
		out.Cluster = c.Edges.Cluster.Number
	}
	out.Sites = planSitesOf(c.Edges.Sites)
	for _, row := range c.Edges.AgendaItems {
		item := PlanAgendaItem{Kind: row.Kind, Title: row.Title, PlannedMinutes: deref(row.PlannedMinutes)}
		out.AgendaItems = append(out.AgendaItems, item)
	}
	return out, nil
}

// copyRoll returns the roll of a conference as that of its copy with a code: all delegates are not called
// yet.
func copyRoll(
	ctx context.Context, r *ent.Client, sourceID gid.ID, code string,
) ([]journal.Attendance, error) {
	rows, err := r.Attendance.Query().Where(attendance.ConferenceID(sourceID)).
		Order(attendance.ByOrdinal()).WithUnit().WithSite().All(ctx)
	roll := make([]journal.Attendance, len(rows))
	for i, row := range rows {
		roll[i] = journal.Attendance{
			AttendanceID: PartID(gid.Attendance, code, i+1), Ordinal: i + 1,
			Capacity: row.Capacity, Title: row.Title,
			Presence: attendance.DefaultPresence, UnitID: row.UnitID, PersonID: row.PersonID,
		}
		if u := row.Edges.Unit; u != nil {
			roll[i].UnitCode = &u.Code
		}
		if s := row.Edges.Site; s != nil {
			id := SiteID(code, s.Code)
			roll[i].SiteID, roll[i].SiteCode = &id, &s.Code
		}
	}
	return roll, err
}

func createCopy(ctx context.Context, tx *store.Tx, id gid.ID, contents copyContents) error {
	if err := createPlan(ctx, tx, id, contents.plan); err != nil {
		return err
	}
	stream := journal.ConferenceStream(id)
	if contents.quota != nil {
		err := tx.Conference.UpdateOneID(id).SetNillableUnitQuotaSeconds(contents.quota.UnitQuotaSeconds).
			SetNillableSiteQuotaSeconds(contents.quota.SiteQuotaSeconds).Exec(ctx)
		if err != nil {
			return err
		}
		journal.Append(tx, stream, *contents.quota)
	}
	for chunk := range slices.Chunk(contents.roll, command.BatchSize) {
		err := tx.Attendance.MapCreateBulk(chunk, func(create *ent.AttendanceCreate, i int) {
			a := chunk[i]
			create.SetID(a.AttendanceID).SetConferenceID(id).SetOrdinal(a.Ordinal).
				SetCapacity(a.Capacity).SetTitle(a.Title).
				SetNillableUnitID(a.UnitID).SetNillablePersonID(a.PersonID).SetNillableSiteID(a.SiteID)
		}).Exec(ctx)
		if err != nil {
			return err
		}
		journal.Append(tx, stream, journal.AttendanceChanged{Entries: chunk})
	}
	return nil
}

// verifySameCopy returns CONFLICT if the code belongs to another conference, or to this one with another
// roll or other quotas. Later check-ins, and sites that they assigned, do not matter.
func verifySameCopy(ctx context.Context, tx *store.Tx, id gid.ID, contents copyContents) error {
	if err := verifySamePlan(ctx, tx, id, contents.plan); err != nil {
		return err
	}
	c, err := tx.Conference.Get(ctx, id)
	if err != nil {
		return err
	}
	var quota journal.FloorQuotaSet
	if contents.quota != nil {
		quota = *contents.quota
	}
	roll, err := copyRoll(ctx, tx.Client(), id, contents.plan.Code)
	if err != nil {
		return err
	}
	existing := journal.FloorQuotaSet{UnitQuotaSeconds: c.UnitQuotaSeconds, SiteQuotaSeconds: c.SiteQuotaSeconds}
	if !reflect.DeepEqual(quota, existing) || !slices.EqualFunc(roll, contents.roll, equalAttendance) {
		return fault.Conflict.Wrap(errors.New("conference: the code is taken"))
	}
	return nil
}

// equalAttendance reports whether one delegate is the copy of the other. The site is ignored if either has
// none, because a check-in by code assigns one, at either conference.
func equalAttendance(a, b journal.Attendance) bool {
	if a.SiteID == nil || b.SiteID == nil {
		a.SiteID, a.SiteCode, b.SiteID, b.SiteCode = nil, nil, nil, nil
	}
	return reflect.DeepEqual(a, b)
}
