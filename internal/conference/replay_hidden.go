package conference

import (
	"context"
	"slices"

	"thidua/ent"
	"thidua/internal/gid"
	"thidua/internal/journal"
)

// hideAnnouncements removes the announcements that the viewer of ctx may not see now, even if they were
// visible then. It takes one statement per thousand announcements.
func (r *ReplayedAnnouncements) hideAnnouncements(ctx context.Context, reader *ent.Client) error {
	var visible []ReplayedAnnouncement
	for batch := range slices.Chunk(r.Announcements, 1000) { // SQLite allows 32766 parameters per statement
		ids := make([]gid.ID, len(batch))
		for i, a := range batch {
			ids[i] = a.AnnouncementID
		}
		states, err := journal.ReadRowVisibilities(ctx, reader, ids...)
		if err != nil {
			return err
		}
		for _, a := range batch {
			if states[a.AnnouncementID].Visible {
				visible = append(visible, a)
			}
		}
	}
	r.Announcements = visible
	return nil
}
