package journal

import (
	"context"

	"thidua/ent"
	"thidua/ent/announcement"
	"thidua/ent/conference"
	"thidua/ent/report"
	"thidua/internal/gid"
	"thidua/internal/store"
)

// ReadRowVisibilities reads the visibility of the rows of changes for the viewer of ctx, with one statement
// for each kind of row. The read rules decide what is visible. A deleted row counts as hidden.
func ReadRowVisibilities(
	ctx context.Context, reader *ent.Client, ids ...gid.ID,
) (map[gid.ID]RowVisibility, error) {
	byKind := map[gid.Kind][]gid.ID{}
	for _, id := range ids {
		kind, _ := id.Kind() // an ID without a kind matches no kind of row
		byKind[kind] = append(byKind[kind], id)
	}
	visibilities := make(map[gid.ID]RowVisibility, len(ids))
	if ids := byKind[gid.Report]; len(ids) > 0 {
		rows, err := reader.Report.Query().Where(report.IDIn(ids...)).Select(report.FieldState).All(ctx)
		if err != nil {
			return nil, store.ToFault(err)
		}
		for _, row := range rows {
			visibilities[row.ID] = RowVisibility{Visible: true, Withdrawn: row.State != report.StatePublished}
		}
	}
	if ids := byKind[gid.Announcement]; len(ids) > 0 {
		rows, err := reader.Announcement.Query().Where(announcement.IDIn(ids...)).
			Select(announcement.FieldWithdrawnAt).All(ctx)
		if err != nil {
			return nil, store.ToFault(err)
		}
		for _, row := range rows {
			visibilities[row.ID] = RowVisibility{Visible: true, Withdrawn: row.WithdrawnAt != nil}
		}
	}
	if ids := byKind[gid.Conference]; len(ids) > 0 {
		visible, err := reader.Conference.Query().Where(conference.IDIn(ids...)).IDs(ctx)
		if err != nil {
			return nil, store.ToFault(err)
		}
		for _, id := range visible {
			visibilities[id] = RowVisibility{Visible: true}
		}
	}
	return visibilities, nil
}
