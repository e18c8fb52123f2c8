package conference

import (
	"context"
	"slices"

	"thidua/ent"
	"thidua/internal/gid"
	"thidua/internal/journal"
)

// hideAnnouncements takes the announcements out that the viewer of ctx may not see now, whoever was told of them then. It
// costs a statement for every thousand.
func (r *ReplayedAnnouncements) hideAnnouncements(ctx context.Context, reader *ent.Client) error {
	var seen []ReplayedAnnouncement
	for some := range slices.Chunk(r.Announcements, 1000) { // SQLite takes 32766 values in a statement
		ids := make([]gid.ID, len(some))
		for i, a := range some {
			ids[i] = a.AnnouncementID
		}
		states, err := journal.StatesOf(ctx, reader, ids...)
		if err != nil {
			return err
		}
		for _, a := range some {
			if states[a.AnnouncementID].Visible {
				seen = append(seen, a)
			}
		}
	}
	r.Announcements = seen
	return nil
}
