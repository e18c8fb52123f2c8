package conferencetest

import (
	"thidua/ent"
	"thidua/internal/conference"
)

func roll(c *ent.Conference) (out conference.ReplayedRoll) {
	for _, row := range c.Edges.Attendances {
		out.Attendances = append(out.Attendances, conference.AttendanceOf(row))
	}
	return out
}
