package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/task"
	"thidua/ent/taskassignment"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// lockTask reads a task with its assignments and locks it until the transaction commits, so that of two
// concurrent reports the second sees the first.
func lockTask(ctx context.Context, tx *store.Tx, id gid.ID) (*ent.Task, error) {
	q := taskWithEdges(tx, id)
	q.Modify(store.Lock)
	return notFoundAsFault(q.Only(ctx))
}

func readTask(ctx context.Context, tx *store.Tx, id gid.ID) (*ent.Task, error) {
	return notFoundAsFault(taskWithEdges(tx, id).Only(ctx))
}

func taskWithEdges(tx *store.Tx, id gid.ID) *ent.TaskQuery {
	return tx.Task.Query().Where(task.ID(id)).WithCluster().
		WithAssignments(func(q *ent.TaskAssignmentQuery) { q.Order(taskassignment.ByOrdinal()).WithUnit() })
}

// TaskStateOf returns a task as in journal events. The row was read with its cluster, its
// assignments and their units.
func TaskStateOf(t *ent.Task) journal.TaskState {
	out := journal.TaskState{
		TaskID: t.ID, Ordinal: t.Ordinal, SchoolYear: t.SchoolYear, Content: t.Content, State: t.State,
		ClusterID: t.ClusterID, DirectiveID: t.DirectiveID, DueOn: t.DueOn, SetAt: t.SetAt,
		Assignments: []journal.AssignmentState{},
	}
	if t.Edges.Cluster != nil {
		out.ClusterNumber = &t.Edges.Cluster.Number
	}
	for _, a := range t.Edges.Assignments {
		out.Assignments = append(out.Assignments, journal.AssignmentState{
			AssignmentID: a.ID, Ordinal: a.Ordinal, UnitID: a.UnitID, UnitCode: a.Edges.Unit.Code,
			UnitName: a.Edges.Unit.Name, Percent: a.Percent, Evidence: a.Evidence, Note: a.Note,
			ReportedAt: a.ReportedAt,
		})
	}
	return out
}

// taskFiguresOf returns the figures of a task. The row was read with its assignments.
func taskFiguresOf(t *ent.Task) TaskFigures {
	f := TaskFigures{State: t.State, DueOn: t.DueOn}
	for _, a := range t.Edges.Assignments {
		f.UnitPercents = append(f.UnitPercents, a.Percent)
	}
	return f
}
