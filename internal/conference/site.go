package conference

import (
	"context"
	"slices"

	"thidua/ent"
	"thidua/ent/attendance"
	"thidua/ent/site"
	"thidua/internal/command"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/store"
)

// Columns of sites and attendances that are set by conducting a conference, and kept by a recording.
var (
	siteReportColumns = []string{
		site.FieldDelegatesPresent, site.FieldCheckedInAt, site.FieldCheckedOutAt,
		site.FieldLink, site.FieldLinkedAt, site.FieldHeardAt, site.FieldCheckInCode,
	}
	siteConductColumns       = append(slices.Clip(siteReportColumns), site.FieldUnitID, site.FieldParentID)
	attendanceConductColumns = []string{
		attendance.FieldPresence, attendance.FieldArrivedAt, attendance.FieldLeftAt,
		attendance.FieldAbsenceReason,
		attendance.FieldSubstitute, attendance.FieldSubstituteAuthority, attendance.FieldWrongCodes,
	}
)

// putSites writes the recorded sites. It keeps whether they were present, their units and their parents,
// which no recording states.
func putSites(ctx context.Context, tx *store.Tx, id gid.ID, in Conference) error {
	return writeSites(ctx, tx, id, in, siteConductColumns)
}

// writeSites inserts sites or overwrites all their columns except those in keep.
func writeSites(ctx context.Context, tx *store.Tx, id gid.ID, in Conference, keep []string) error {
	return tx.Site.MapCreateBulk(in.Sites, func(create *ent.SiteCreate, i int) {
		s := in.Sites[i]
		create.SetID(SiteID(in.Code, s.Code)).SetConferenceID(id).SetOrdinal(i + 1).
			SetCode(s.Code).SetName(s.Name).SetKind(s.Kind).
			SetNillableProvinceID(optionalID(registry.ProvinceID, s.Province)).
			SetNillableUnitID(optionalID(registry.UnitID, s.Unit)).
			SetNillableParentID(optionalSiteID(in.Code, s.Parent))
	}).OnConflict(command.UpsertAll(site.Columns, keep...)...).Exec(ctx)
}

// offsetSiteOrdinals moves sites out of the way while they are written. It also makes all of them remote,
// because a unique index allows one main site.
func offsetSiteOrdinals(ctx context.Context, tx *store.Tx, id gid.ID) error {
	return tx.Site.Update().Where(site.ConferenceID(id)).AddOrdinal(command.OrdinalOffset).
		SetKind(site.KindRemote).Exec(ctx)
}

func putAttendances(ctx context.Context, tx *store.Tx, id gid.ID, in Conference) error {
	return tx.Attendance.MapCreateBulk(in.Attendances, func(create *ent.AttendanceCreate, i int) {
		a := in.Attendances[i]
		create.SetID(PartID(gid.Attendance, in.Code, i+1)).SetConferenceID(id).SetOrdinal(i + 1).
			SetCapacity(a.Capacity).SetTitle(a.Role).SetPresence(in.defaultPresence()).
			SetNillableUnitID(optionalID(registry.UnitID, a.Unit)).
			SetNillablePersonID(optionalID(registry.PersonID, a.Person))
		if a.Site != "" {
			create.SetSiteID(SiteID(in.Code, a.Site))
		}
	}).OnConflict(command.UpsertAll(attendance.Columns, attendanceConductColumns...)...).Exec(ctx)
}
