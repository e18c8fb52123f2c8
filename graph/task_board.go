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
type taskFiguresByCluster map[gid.ID][]conference.TaskFigures

// taskBoard summarizes the tasks of a conference, with those of its siblings in two statements.
func (r *Resolver) taskBoard(ctx context.Context, c *ent.Conference) (*view.TaskBoard, error) {
	tasks, err := loadBatch(ctx, siblingKeysOf(c, conferenceID), r.loadTaskFigures)
	return newTaskBoard(c, tasks, dayOrToday(nil)), err
}

func (r *Resolver) loadTaskFigures(
	ctx context.Context, ids []gid.ID,
) (map[gid.ID]taskFiguresByCluster, error) {
	rows, err := r.Reader.Task.Query().Where(task.ConferenceIDIn(ids...)).
		Select(task.FieldConferenceID, task.FieldClusterID, task.FieldState, task.FieldDueOn).All(ctx)
	if err != nil {
		return nil, err
	}
	parts, err := r.unitPercents(ctx, taskassignment.HasTaskWith(task.ConferenceIDIn(ids...)))
	found := map[gid.ID]taskFiguresByCluster{}
	for _, t := range rows {
		if found[t.ConferenceID] == nil {
			found[t.ConferenceID] = taskFiguresByCluster{}
		}
		of := found[t.ConferenceID]
		of[clusterIDOfTask(t)] = append(of[clusterIDOfTask(t)],
			conference.TaskFigures{State: t.State, DueOn: t.DueOn, UnitPercents: parts[t.ID]})
	}
	return found, err
}

func newTaskBoard(c *ent.Conference, tasks taskFiguresByCluster, day vi.Date) *view.TaskBoard {
	board := &view.TaskBoard{Conference: c}
	var all []conference.TaskFigures
	for _, id := range slices.Sorted(maps.Keys(tasks)) {
		s := conference.SummarizeTasks(tasks[id], day)
		board.ClusterProgress = append(board.ClusterProgress, &view.ClusterProgress{
			Conference: c, ClusterID: id, TotalCount: s.Total, NotStatedCount: s.NotStated,
			DoneCount: s.DoneIfKnown(), OverdueCount: s.OverdueIfKnown(), Percent: s.Percent,
		})
		all = append(all, tasks[id]...)
	}
	s := conference.SummarizeTasks(all, day)
	board.TotalCount, board.NotStatedCount, board.Percent = s.Total, s.NotStated, s.Percent
	board.DoneCount, board.OverdueCount = s.DoneIfKnown(), s.OverdueIfKnown()
	return board
}

func clusterIDOfTask(t *ent.Task) gid.ID {
	if t.ClusterID == nil {
		return 0
	}
	return *t.ClusterID
}

// unitPercents returns the progress of the assigned units, by task.
func (r *Resolver) unitPercents(
	ctx context.Context, which predicate.TaskAssignment,
) (map[gid.ID][]int, error) {
	rows, err := r.Reader.TaskAssignment.Query().Where(which).
		Select(taskassignment.FieldTaskID, taskassignment.FieldPercent).All(ctx)
	parts := map[gid.ID][]int{}
	for _, a := range rows {
		parts[a.TaskID] = append(parts[a.TaskID], a.Percent)
	}
	return parts, err
}

// progressCluster returns the cluster of a progress, or nil for the whole sector.
func (r *Resolver) progressCluster(ctx context.Context, p *view.ClusterProgress) (*ent.Cluster, error) {
	conferences := siblingKeysOf(p.Conference, conferenceID)
	set := siblingKeys[gid.ID]{own: p.ClusterID, root: conferences.root, all: conferences.all}
	return loadBatch(ctx, set, func(ctx context.Context, ids []gid.ID) (map[gid.ID]*ent.Cluster, error) {
		clusters, err := collectMany(ctx, r.Reader.Cluster.Query().
			Where(entcluster.HasTasksWith(task.ConferenceIDIn(ids...))))
		return byKey(clusters, clusterID), err
	})
}

// conferenceTasks returns the first tasks of a conference, with those of its siblings in one statement.
func (r *Resolver) conferenceTasks(ctx context.Context, c *ent.Conference, first int) ([]*ent.Task, error) {
	if err := checkFirst(first, ent.MaxPageSize); err != nil {
		return nil, err
	}
	return loadBatch(ctx, siblingKeysOf(c, conferenceID),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID][]*ent.Task, error) {
			rows, err := collectMany(ctx, r.Reader.Task.Query().
				Where(task.ConferenceIDIn(ids...),
					topNPerPartition[predicate.Task](task.Table, first, ordinalOrder, nil, ids,
						task.FieldConferenceID)).
				Order(task.ByOrdinal()), task.Columns...)
			return groupBy(rows, func(t *ent.Task) gid.ID { return t.ConferenceID }), err
		})
}

// overdueTasks returns the tasks that are overdue on a day.
func (r *Resolver) overdueTasks(
	ctx context.Context, cluster *int, on *vi.Date, first int,
) ([]*ent.Task, error) {
	if err := checkFirst(first, ent.MaxPageSize); err != nil {
		return nil, err
	}
	if err := r.checkClusterNumber(ctx, cluster); err != nil {
		return nil, err
	}
	if err := checkFullDay(ctx, on); err != nil {
		return nil, err
	}
	q := r.Reader.Task.Query().
		Where(overduePredicate(task.FieldState, []any{string(task.StateOpen)}, dayOrToday(on)))
	if cluster != nil {
		q.Where(task.HasClusterWith(entcluster.Number(*cluster)))
	}
	return collectMany(ctx, q.Order(orderByDueDay, task.ByID()).Limit(first), task.Columns...)
}

// taskPercent returns the progress of a task, or nil if no unit is assigned.
func (r *Resolver) taskPercent(ctx context.Context, t *ent.Task) (*int, error) {
	keys := siblingKeysOf(t, func(t *ent.Task) gid.ID { return t.ID })
	parts, err := loadBatch(ctx, keys, func(ctx context.Context, ids []gid.ID) (map[gid.ID][]int, error) {
		return r.unitPercents(ctx, taskassignment.TaskIDIn(ids...))
	})
	if percent, named := (conference.TaskFigures{UnitPercents: parts}).Percent(); named {
		return &percent, err
	}
	return nil, err
}
