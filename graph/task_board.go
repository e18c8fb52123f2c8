package graph

import (
	"context"
	"maps"
	"slices"

	"thidua/ent"
	entcluster "thidua/ent/cluster"
	"thidua/ent/predicate"
	"thidua/ent/task"
	"thidua/ent/taskassignment"
	"thidua/graph/view"
	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/vi"
)

// taskFiguresByCluster are the figures of a conference's tasks by cluster; key 0 is the whole sector.
type tasksByCluster map[gid.ID][]conference.TaskFigures

// taskBoard summarizes the tasks of a conference, with those of its siblings in two statements.
func (r *Resolver) taskBoard(ctx context.Context, c *ent.Conference) (*view.TaskBoard, error) {
	tasks, err := batch(ctx, familyOf(c, conferenceID), r.taskFigures)
	return taskBoardOf(c, tasks, today(ctx, nil)), err
}

func (r *Resolver) taskFigures(ctx context.Context, ids []gid.ID) (map[gid.ID]tasksByCluster, error) {
	rows, err := r.Reader.Task.Query().Where(task.ConferenceIDIn(ids...)).
		Select(task.FieldConferenceID, task.FieldClusterID, task.FieldState, task.FieldDueOn).All(ctx)
	if err != nil {
		return nil, err
	}
	parts, err := r.doneParts(ctx, taskassignment.HasTaskWith(task.ConferenceIDIn(ids...)))
	found := map[gid.ID]tasksByCluster{}
	for _, t := range rows {
		if found[t.ConferenceID] == nil {
			found[t.ConferenceID] = tasksByCluster{}
		}
		of := found[t.ConferenceID]
		of[clusterOfTask(t)] = append(of[clusterOfTask(t)],
			conference.TaskFigures{State: t.State, DueOn: t.DueOn, Parts: parts[t.ID]})
	}
	return found, err
}

func taskBoardOf(c *ent.Conference, tasks tasksByCluster, day vi.Date) *view.TaskBoard {
	board := &view.TaskBoard{Conference: c}
	var all []conference.TaskFigures
	for _, id := range slices.Sorted(maps.Keys(tasks)) {
		s := conference.StandingOf(tasks[id], day)
		board.Clusters = append(board.Clusters, &view.ClusterProgress{
			Conference: c, ClusterID: id, Total: s.Total, NotStated: s.NotStated,
			Done: s.DoneKnown(), Overdue: s.OverdueKnown(), Percent: s.Percent,
		})
		all = append(all, tasks[id]...)
	}
	s := conference.StandingOf(all, day)
	board.Total, board.NotStated, board.Percent = s.Total, s.NotStated, s.Percent
	board.Done, board.Overdue = s.DoneKnown(), s.OverdueKnown()
	return board
}

func clusterOfTask(t *ent.Task) gid.ID {
	if t.ClusterID == nil {
		return 0
	}
	return *t.ClusterID
}

// unitPercents returns the progress of the assigned units, by task.
func (r *Resolver) doneParts(ctx context.Context, which predicate.TaskAssignment) (map[gid.ID][]int, error) {
	rows, err := r.Reader.TaskAssignment.Query().Where(which).
		Select(taskassignment.FieldTaskID, taskassignment.FieldPercent).All(ctx)
	parts := map[gid.ID][]int{}
	for _, a := range rows {
		parts[a.TaskID] = append(parts[a.TaskID], a.Percent)
	}
	return parts, err
}

// progressCluster returns the cluster of a progress, or nil for the whole sector.
func (r *Resolver) clusterOfProgress(ctx context.Context, p *view.ClusterProgress) (*ent.Cluster, error) {
	conferences := familyOf(p.Conference, conferenceID)
	set := family[gid.ID]{own: p.ClusterID, root: conferences.root, all: conferences.all}
	return batch(ctx, set, func(ctx context.Context, ids []gid.ID) (map[gid.ID]*ent.Cluster, error) {
		clusters, err := many(ctx, r.Reader.Cluster.Query().Where(entcluster.HasTasksWith(task.ConferenceIDIn(ids...))))
		return keyed(clusters, clusterID), err
	})
}

// conferenceTasks returns the first tasks of a conference, with those of its siblings in one statement.
func (r *Resolver) tasksOf(ctx context.Context, c *ent.Conference, first int) ([]*ent.Task, error) {
	if err := askable(first, ent.PageMax); err != nil {
		return nil, err
	}
	return batch(ctx, familyOf(c, conferenceID),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID][]*ent.Task, error) {
			rows, err := many(ctx, r.Reader.Task.Query().
				Where(task.ConferenceIDIn(ids...),
					firstOf[predicate.Task](task.Table, first, inOrder, nil, ids, task.FieldConferenceID)).
				Order(task.ByOrdinal()), task.Columns...)
			return grouped(rows, func(t *ent.Task) gid.ID { return t.ConferenceID }), err
		})
}

// overdueTasks returns the tasks that are overdue on a day.
func (r *Resolver) overdueTasks(
	ctx context.Context, cluster *int, on *vi.Date, first int,
) ([]*ent.Task, error) {
	if err := askable(first, ent.PageMax); err != nil {
		return nil, err
	}
	if err := fullDay(ctx, on); err != nil {
		return nil, err
	}
	q := r.Reader.Task.Query().Where(pastDue(task.FieldState, []any{string(task.StateOpen)}, today(ctx, on)))
	if cluster != nil {
		q.Where(task.HasClusterWith(entcluster.Number(*cluster)))
	}
	return many(ctx, q.Order(byDueDay, task.ByID()).Limit(first), task.Columns...)
}

// taskPercent returns the progress of a task, or nil if no unit is assigned.
func (r *Resolver) percentOf(ctx context.Context, t *ent.Task) (*int, error) {
	of := familyOf(t, func(t *ent.Task) gid.ID { return t.ID })
	parts, err := batch(ctx, of, func(ctx context.Context, ids []gid.ID) (map[gid.ID][]int, error) {
		return r.doneParts(ctx, taskassignment.TaskIDIn(ids...))
	})
	if percent, named := (conference.TaskFigures{Parts: parts}).Percent(); named {
		return &percent, err
	}
	return nil, err
}
