package conference

import "thidua/internal/journal"

// ReplayedTasks holds the newest state of each task and its assignments, in the order in which they were set.
type ReplayedTasks struct{ Tasks []journal.TaskState }

func (r *ReplayedTasks) apply(change journal.Change) {
	if t, ok := taskIn(change); ok {
		*findOrAppend(&r.Tasks, func(existing *journal.TaskState) bool { return existing.TaskID == t.TaskID },
			t) = t
	}
}

// taskIn returns the task that a change contains.
func taskIn(change journal.Change) (journal.TaskState, bool) {
	switch change := change.(type) {
	case journal.TaskSet:
		return change.Entry, true
	case journal.TaskProgressed:
		return change.Entry, true
	case journal.TaskCompleted:
		return change.Entry, true
	case journal.TaskDropped:
		return change.Entry, true
	}
	return journal.TaskState{}, false
}
