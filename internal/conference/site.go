package conference

import (
	"context"
	"slices"

	"thidua/ent"
	"thidua/ent/attendance"
	"thidua/ent/site"
	"thidua/internal/gid"
	"thidua/internal/registry"
)

// What the conduct of a conference says of a site and of a delegate, and a recording does not.
var (
	reportedSite = []string{
		site.FieldDelegatesPresent, site.FieldCheckedInAt, site.FieldCheckedOutAt, site.FieldLink, site.FieldLinkedAt, site.FieldHeardAt,
		site.FieldCheckInCode,
	}
	conductedSite = append(slices.Clip(reportedSite), site.FieldUnitID, site.FieldParentID)
	calledRoll    = []string{
		attendance.FieldPresence, attendance.FieldArrivedAt, attendance.FieldLeftAt, attendance.FieldAbsenceReason,
		attendance.FieldSubstitute, attendance.FieldSubstituteAuthority, attendance.FieldWrongCodes,
	}
)

// putSites leaves alone whether sites were there, who runs them and through which they are connected: that is no recording's
// to say.
func putSites(ctx context.Context, tx *ent.Tx, id gid.ID, in Conference) error {
	return writeSites(ctx, tx, id, in, conductedSite)
}

// writeSites writes sites over those that are there; what is to be kept of these stays.
func writeSites(ctx context.Context, tx *ent.Tx, id gid.ID, in Conference, keep []string) error {
	return tx.Site.MapCreateBulk(in.Sites, func(c *ent.SiteCreate, i int) {
		s := in.Sites[i]
		c.SetID(SiteID(in.Code, s.Code)).SetConferenceID(id).SetOrdinal(i + 1).
			SetCode(s.Code).SetName(s.Name).SetKind(s.Kind).SetNillableProvinceID(to(registry.ProvinceID, s.Province)).
			SetNillableUnitID(to(registry.UnitID, s.Unit)).SetNillableParentID(parentID(in.Code, s.Parent))
	}).OnConflict(registry.Overwrite(site.Columns, keep...)...).Exec(ctx)
}

// parkSites puts sites out of each other's way. A conference has one main site, so it must not be another one while there
// still is the old.
func parkSites(ctx context.Context, tx *ent.Tx, id gid.ID) error {
	return tx.Site.Update().Where(site.ConferenceID(id)).AddOrdinal(registry.Parked).SetKind(site.KindRemote).Exec(ctx)
}

func putAttendances(ctx context.Context, tx *ent.Tx, id gid.ID, in Conference) error {
	return tx.Attendance.MapCreateBulk(in.Attendances, func(c *ent.AttendanceCreate, i int) {
		a := in.Attendances[i]
		c.SetID(PartID(gid.Attendance, in.Code, i+1)).SetConferenceID(id).SetOrdinal(i + 1).
			SetCapacity(a.Capacity).SetRole(a.Role).SetPresence(in.presence()).
			SetNillableUnitID(to(registry.UnitID, a.Unit)).SetNillablePersonID(to(registry.PersonID, a.Person))
		if a.Site != "" {
			c.SetSiteID(SiteID(in.Code, a.Site))
		}
	}).OnConflict(registry.Overwrite(attendance.Columns, calledRoll...)...).Exec(ctx)
}
