package conference

import "thidua/internal/journal"

// ReplayedTasks are the tasks that were set until then, with how far their units were, the first one first.
type ReplayedTasks struct{ Tasks []journal.TaskState }

func (r *ReplayedTasks) apply(change journal.Change) {
	if t, ok := taskIn(change); ok {
		*of(&r.Tasks, func(known *journal.TaskState) bool { return known.TaskID == t.TaskID }, t) = t
	}
}

// taskIn is the task that a change tells of.
func taskIn(change journal.Change) (journal.TaskState, bool) {
	switch c := change.(type) {
	case journal.TaskSet:
		return c.Task, true
	case journal.TaskProgressed:
		return c.Task, true
	case journal.TaskCompleted:
		return c.Task, true
	case journal.TaskDropped:
		return c.Task, true
	}
	return journal.TaskState{}, false
}
