package conference

import (
	"cmp"
	"context"

	"thidua/ent"
	"thidua/ent/conference"
	"thidua/ent/directive"
	"thidua/ent/task"
	"thidua/internal/command"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// SetTask creates a task. Not idempotent: each call creates a task. Called by the API. Errors: NOT_FOUND,
// also for the directive; FORBIDDEN, also for another cluster's task; BAD_INPUT, also for units outside the
// task's cluster; UNKNOWN_CODE, WRONG_STATE.
func SetTask(ctx context.Context, s *store.Store, in NewTask) (id gid.ID, err error) {
	c, err := findConference(ctx, s, conference.Code(in.Conference))
	if err != nil {
		return 0, err
	}
	if err := viewer.Require(ctx, taskSetterRules(c, in.Cluster)...); err != nil {
		return 0, err
	}
	if err := command.Validate(in, checkTask); err != nil {
		return 0, err
	}
	err = s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
		id, err = setTask(ctx, tx, c, in)
		tx.SetResultIDs(id)
		return err
	})
	return id, err
}

// taskSetterRules returns who may set a task at a conference for a cluster, 0 for the whole sector. A
// cluster's conference sets tasks for its own cluster only, a national one for all.
func taskSetterRules(c *ent.Conference, cluster int) []viewer.Rule {
	if c.ClusterID == nil || cluster != 0 && *c.ClusterID == registry.ClusterID(cluster) {
		return conductors.rules(c)
	}
	return []viewer.Rule{viewer.AllowMinistry()}
}

// maxTaskUnits is the largest number of units of a task; there are fewer provinces.
const maxTaskUnits = 100

func checkTask(in NewTask, v *command.Validator) {
	v.Prose("content", in.Content)
	v.AtMost("content", len(in.Content), maxTextBytes)
	v.Require(in.SchoolYear == 0 || in.SchoolYear.Validate() == nil, "schoolYear", command.ReasonBadValue)
	v.AtMost("units", len(in.Units), maxTaskUnits)
	command.RequireDistinct(v, "units", in.Units)
	checkDueDate("dueOn", in.DueOn, v)
}

func setTask(ctx context.Context, tx *store.Tx, c *ent.Conference, in NewTask) (gid.ID, error) {
	var refs command.Refs
	cluster, units := command.OptionalRef(&refs, "cluster", registry.ClusterID, in.Cluster),
		command.RequireRefs(&refs, "units", registry.UnitID, in.Units)
	if err := refs.Check(ctx, tx); err != nil {
		return 0, err
	}
	year := cmp.Or(in.SchoolYear, c.SchoolYear.Next())
	if cluster != nil {
		if err := requireMembers(ctx, tx, *cluster, units, c.SchoolYear, year); err != nil {
			return 0, err
		}
	}
	// The lock also prevents other transactions from assigning the next ordinal.
	if err := lockInState(ctx, tx, c.ID, followUpStates...); err != nil {
		return 0, err
	}
	if in.Directive != nil {
		if _, err := notFoundAsFault(tx.Directive.Query().
			Where(directive.ID(*in.Directive), directive.ConferenceID(c.ID)).OnlyID(ctx)); err != nil {
			return 0, err
		}
	}
	ordinal, err := nextOrdinal(ctx, tx.Task.Query().Where(task.ConferenceID(c.ID)).
		Order(task.ByOrdinal(descendingOrder...)).Limit(1).Select(task.FieldOrdinal).Ints)
	if err != nil {
		return 0, err
	}
	id := gid.New(gid.Task)
	err = tx.Task.Create().SetID(id).SetConferenceID(c.ID).SetOrdinal(ordinal).SetSchoolYear(year).
		SetContent(in.Content).SetNillableClusterID(cluster).SetNillableDirectiveID(in.Directive).
		SetDueOn(in.DueOn).SetSetAt(tx.Now()).Exec(ctx)
	if err != nil {
		return 0, err
	}
	err = tx.TaskAssignment.MapCreateBulk(units, func(create *ent.TaskAssignmentCreate, i int) {
		create.SetTaskID(id).SetUnitID(units[i]).SetOrdinal(i + 1)
	}).Exec(ctx)
	if err != nil {
		return 0, err
	}
	t, err := readTask(ctx, tx, id)
	if err == nil {
		journal.Append(tx, journal.ConferenceStream(c.ID), journal.TaskSet{Entry: TaskStateOf(t)})
	}
	return id, err
}
