package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/task"
	"thidua/ent/taskassignment"
	"thidua/internal/gid"
	"thidua/internal/journal"
)

// holdTask reads a task with its parts, and keeps others from changing it until the Tx commits: of two units that report
// at once, the second sees what the first has done.
func holdTask(ctx context.Context, tx *ent.Tx, id gid.ID) (*ent.Task, error) {
	if err := tx.Task.Update().Where(task.ID(id)).AddOrdinal(0).Exec(ctx); err != nil {
		return nil, err
	}
	return readTask(ctx, tx, id)
}

func readTask(ctx context.Context, tx *ent.Tx, id gid.ID) (*ent.Task, error) {
	return seen(tx.Task.Query().Where(task.ID(id)).WithCluster().
		WithAssignments(func(q *ent.TaskAssignmentQuery) { q.Order(taskassignment.ByOrdinal()).WithUnit() }).Only(ctx))
}

// TaskOf is a task as the journal tells it. The row was read with its cluster, its parts and their units.
func TaskOf(t *ent.Task) journal.TaskState {
	out := journal.TaskState{
		TaskID: t.ID, Ordinal: t.Ordinal, SchoolYear: t.SchoolYear, Content: t.Content, State: t.State, ClusterID: t.ClusterID,
		DirectiveID: t.DirectiveID, DueOn: t.DueOn, SetAt: t.SetAt, Assignments: []journal.AssignmentState{},
	}
	if t.Edges.Cluster != nil {
		out.ClusterNumber = &t.Edges.Cluster.Number
	}
	for _, a := range t.Edges.Assignments {
		out.Assignments = append(out.Assignments, journal.AssignmentState{
			AssignmentID: a.ID, Ordinal: a.Ordinal, UnitID: a.UnitID, UnitCode: a.Edges.Unit.Code, UnitName: a.Edges.Unit.Name,
			Percent: a.Percent, Evidence: a.Evidence, Note: a.Note, ReportedAt: a.ReportedAt,
		})
	}
	return out
}

// figuresOf is what the progress of a task is told from.
func figuresOf(t *ent.Task) TaskFigures {
	f := TaskFigures{State: t.State, DueOn: t.DueOn}
	for _, a := range t.Edges.Assignments {
		f.Parts = append(f.Parts, a.Percent)
	}
	return f
}
