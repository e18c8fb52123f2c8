package conference

import (
	"context"
	"slices"

	"thidua/ent"
	"thidua/ent/task"
	"thidua/internal/command"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// ReportTask reports how far a unit is with its assignment, and returns the id of the assignment. Idempotent.
// The task is done once all assignments are. Called by the API. Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT,
// EVIDENCE_NEEDED, WRONG_STATE, and UNKNOWN_CODE for a unit without an assignment.
func ReportTask(ctx context.Context, s *store.Store, in Progress) (id gid.ID, err error) {
	c, err := findConference(ctx, s, hasTask(in.Task))
	if err != nil {
		return 0, err
	}
	t, err := notFoundAsFault(s.Reader().Task.Get(ctx, in.Task))
	if err != nil {
		return 0, err
	}
	unit := registry.UnitID(in.Unit)
	rules := append(
		conductors.rules(c),
		viewer.AllowDelegate(c.ID, unit),
		viewer.AllowEditor(unit, t.SchoolYear),
	)
	if err := viewer.Require(ctx, rules...); err != nil {
		return 0, err
	}
	if err := command.Validate(in, checkProgress); err != nil {
		return 0, err
	}
	if in.Percent == 100 && in.Evidence == "" {
		return 0, fault.EvidenceNeeded.With()
	}
	err = s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
		id, err = reportTask(ctx, tx, in)
		tx.SetResultIDs(id)
		return err
	})
	return id, err
}

func checkProgress(in Progress, v *command.Validator) {
	v.NonNegative("percent", in.Percent)
	v.AtMost("percent", in.Percent, 100)
	for _, text := range []struct{ field, value string }{{"evidence", in.Evidence}, {"note", in.Note}} {
		v.OptionalProse(text.field, text.value)
		v.AtMost(text.field, len(text.value), maxTextBytes)
	}
}

func reportTask(ctx context.Context, tx *store.Tx, in Progress) (gid.ID, error) {
	t, err := lockTask(ctx, tx, in.Task)
	if err != nil {
		return 0, err
	}
	i := slices.IndexFunc(t.Edges.Assignments, func(a *ent.TaskAssignment) bool {
		return a.Edges.Unit.Code == in.Unit
	})
	if i < 0 {
		return 0, command.UnknownCodeFault("unit", gid.Unit, fault.SanitizeWord(in.Unit))
	}
	part := t.Edges.Assignments[i]
	if part.ReportedAt != nil && part.Percent == in.Percent && deref(part.Evidence) == in.Evidence &&
		deref(part.Note) == in.Note {
		return part.ID, nil
	}
	if err := requireState(t.State, task.StateOpen); err != nil {
		return 0, err
	}
	update := tx.TaskAssignment.UpdateOneID(part.ID).SetPercent(in.Percent).SetReportedAt(tx.Now())
	if in.Evidence != "" {
		update.SetEvidence(in.Evidence)
	} else {
		update.ClearEvidence()
	}
	if in.Note != "" {
		update.SetNote(in.Note)
	} else {
		update.ClearNote()
	}
	if err := update.Exec(ctx); err != nil {
		return 0, err
	}
	return part.ID, publishProgress(ctx, tx, t.ID)
}

// publishProgress publishes the progress of a task, and marks it as done if all assignments are.
func publishProgress(ctx context.Context, tx *store.Tx, id gid.ID) error {
	t, err := readTask(ctx, tx, id)
	if err != nil {
		return err
	}
	if percent, _ := taskFiguresOf(t).Percent(); percent < 100 {
		journal.Append(tx, journal.ConferenceStream(t.ConferenceID),
			journal.TaskProgressed{Entry: TaskStateOf(t)})
		return nil
	}
	t.State = task.StateDone
	journal.Append(
		tx,
		journal.ConferenceStream(t.ConferenceID),
		journal.TaskCompleted{Entry: TaskStateOf(t)},
	)
	return tx.Task.UpdateOneID(id).SetState(t.State).Exec(ctx)
}

// DropTask drops a task. Idempotent. Called by the API. Errors: NOT_FOUND, FORBIDDEN, WRONG_STATE.
func DropTask(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	if _, err := findAsConductor(ctx, s, hasTask(id)); err != nil {
		return 0, err
	}
	return id, s.Tx(store.WithResultIDs(ctx, id), func(ctx context.Context, tx *store.Tx) error {
		t, err := lockTask(ctx, tx, id)
		if err != nil || t.State == task.StateDropped {
			return err
		}
		if err := requireState(t.State, task.StateOpen, task.StateNotStated); err != nil {
			return err
		}
		if err := tx.Task.UpdateOneID(id).SetState(task.StateDropped).Exec(ctx); err != nil {
			return err
		}
		t.State = task.StateDropped
		journal.Append(tx, journal.ConferenceStream(t.ConferenceID),
			journal.TaskDropped{Entry: TaskStateOf(t)})
		return nil
	})
}
