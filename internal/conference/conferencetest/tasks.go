package conferencetest

import (
	"thidua/ent"
	"thidua/internal/conference"
)

func tasks(c *ent.Conference) (out conference.ReplayedTasks) {
	for _, row := range c.Edges.Tasks {
		out.Tasks = append(out.Tasks, conference.TaskStateOf(row))
	}
	return out
}
