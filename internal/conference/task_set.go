package conference

import (
	"cmp"
	"context"

	"thidua/ent"
	"thidua/ent/conference"
	"thidua/ent/directive"
	"thidua/ent/task"
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
	c, err := find(ctx, s, conference.Code(in.Conference))
	if err != nil {
		return 0, err
	}
	if err := viewer.Require(ctx, setters(c, in.Cluster)...); err != nil {
		return 0, err
	}
	if err := registry.Checked(in, checkTask); err != nil {
		return 0, err
	}
	err = s.Tx(ctx, func(ctx context.Context, tx *ent.Tx) error {
		id, err = setTask(ctx, tx, c, in)
		store.SetOutcome(ctx, id)
		return err
	})
	return id, err
}

// taskSetterRules returns who may set a task at a conference for a cluster, 0 for the whole sector. A
// cluster's conference sets tasks for its own cluster only, a national one for all.
func setters(c *ent.Conference, cluster int) []viewer.Rule {
	if c.ClusterID == nil || cluster != 0 && *c.ClusterID == registry.ClusterID(cluster) {
		return conducting.allows(c)
	}
	return []viewer.Rule{viewer.AsMinistry()}
}

// maxTaskUnits is the largest number of units of a task; there are fewer provinces.
const partsOfTask = 100

func checkTask(in NewTask, c *registry.Check) {
	c.Prose("content", in.Content)
	c.That(len(in.Content) <= proseMax, "content", registry.TooLarge)
	c.That(in.SchoolYear == 0 || in.SchoolYear.Validate() == nil, "schoolYear", registry.BadValue)
	c.That(len(in.Units) <= partsOfTask, "units", registry.TooLarge)
	registry.Distinct(c, "units", in.Units)
	checkDue("dueOn", in.DueOn, c)
}

func setTask(ctx context.Context, tx *ent.Tx, c *ent.Conference, in NewTask) (gid.ID, error) {
	var refs registry.Refs
	cluster, units := registry.MaybeRef(&refs, registry.ClusterID, in.Cluster),
		registry.RefsTo(&refs, registry.UnitID, in.Units)
	if err := refs.Check(ctx, tx); err != nil {
		return 0, err
	}
	year := cmp.Or(in.SchoolYear, c.SchoolYear.Next())
	if cluster != nil {
		if err := onlyMembers(ctx, tx, *cluster, units, c.SchoolYear, year); err != nil {
			return 0, err
		}
	}
	// The lock also prevents other transactions from assigning the next ordinal.
	if err := stand(ctx, tx, c.ID, opened...); err != nil {
		return 0, err
	}
	if in.Directive != nil {
		if _, err := seen(tx.Directive.Query().
			Where(directive.ID(*in.Directive), directive.ConferenceID(c.ID)).OnlyID(ctx)); err != nil {
			return 0, err
		}
	}
	ordinal, err := nextOrdinal(ctx, tx.Task.Query().Where(task.ConferenceID(c.ID)).
		Order(task.ByOrdinal(lastFirst...)).Limit(1).Select(task.FieldOrdinal).Ints)
	if err != nil {
		return 0, err
	}
	id := gid.New(gid.Task)
	err = tx.Task.Create().SetID(id).SetConferenceID(c.ID).SetOrdinal(ordinal).SetSchoolYear(year).
		SetContent(in.Content).SetNillableClusterID(cluster).SetNillableDirectiveID(in.Directive).
		SetDueOn(in.DueOn).SetSetAt(store.Now(ctx)).Exec(ctx)
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
		journal.Append(ctx, journal.OfConference(c.ID), journal.TaskSet{Task: TaskOf(t)})
	}
	return id, err
}
