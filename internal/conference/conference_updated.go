package conference

import (
	"context"

	"thidua/ent/conference"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// appendConferenceUpdated appends to the stream of the nation that a conference was planned, or that its plan
// or state changed. previous is the state before, or nil if it did not change. Everybody receives it if the
// conference is public or was; else its participants do.
func appendConferenceUpdated(ctx context.Context, tx *store.Tx, id gid.ID, previous *conference.State) error {
	c, err := tx.Conference.Query().Where(conference.ID(id)).WithCluster().Only(ctx)
	if err != nil {
		return err
	}
	event := journal.ConferenceUpdated{
		ConferenceID: id, Code: &c.Code, Title: &c.Title, Kind: c.Kind, SchoolYear: c.SchoolYear,
		PreviousState: previous, State: c.State,
	}
	participants := []viewer.Scope{{Conference: id}}
	if cluster := c.Edges.Cluster; cluster != nil {
		event.ClusterNumber = &cluster.Number
		participants = append(participants, viewer.Scope{Cluster: cluster.ID, SchoolYear: c.SchoolYear})
	}
	if !event.ReachesEveryone() {
		event.Recipients = viewer.AudienceOf(participants...)
	}
	journal.Append(tx, journal.NationStream, event)
	return nil
}
