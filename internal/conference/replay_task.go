package conference

import "thidua/internal/journal"

// ReplayedTasks holds the newest state of each task and its assignments, in the order in which they were set.
type ReplayedTasks struct{ Tasks []journal.TaskState }

func (r *ReplayedTasks) apply(change journal.Change) {
	if t, ok := taskIn(change); ok {
		*findOrAppend(&r.Tasks, func(known *journal.TaskState) bool { return known.TaskID == t.TaskID },
			t) = t
	}
}

// taskIn returns the task that a change contains.
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
