package conferencetest

import (
	"thidua/ent"
	"thidua/internal/conference"
)

func floor(c *ent.Conference) (out conference.ReplayedFloor) {
	for _, row := range c.Edges.FloorRequests {
		out.FloorRequests = append(out.FloorRequests, conference.FloorRequestStateOf(row))
	}
	return out
}
