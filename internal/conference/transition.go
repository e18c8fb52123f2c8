package conference

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"thidua/ent"
	"thidua/ent/conference"
	"thidua/internal/command"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// The commands of the lifecycle, called by the API. Each takes the conference's code and returns its id.
// They are idempotent: no effect if the conference is in the target state. Errors: NOT_FOUND, FORBIDDEN,
// WRONG_STATE, and BAD_INPUT for a reason.

// Open makes a planned conference public and lets sites check in.
func Open(ctx context.Context, s *store.Store, code string) (gid.ID, error) {
	return runTransition(ctx, s, code, TransitionOpen, nil)
}

// Start begins the session.
func Start(ctx context.Context, s *store.Store, code string) (gid.ID, error) {
	return runTransition(ctx, s, code, TransitionStart, nil)
}

// Pause begins a break. The current agenda item stays current and the speaker keeps the floor; their clocks
// are paused until Resume.
func Pause(ctx context.Context, s *store.Store, code string) (gid.ID, error) {
	return runTransition(ctx, s, code, TransitionPause, nil)
}

// Resume ends a break.
func Resume(ctx context.Context, s *store.Store, code string) (gid.ID, error) {
	return runTransition(ctx, s, code, TransitionResume, nil)
}

// Close closes a conference, its current agenda item and the current turn. Waiting requests are withdrawn,
// and reachable sites become lost.
func Close(ctx context.Context, s *store.Store, code string) (gid.ID, error) {
	return runTransition(ctx, s, code, TransitionClose, nil)
}

// Cancel cancels a conference permanently: it affects waiting requests and sites as Close does.
func Cancel(ctx context.Context, s *store.Store, code, reason string) (gid.ID, error) {
	return runTransition(ctx, s, code, TransitionCancel, &reason)
}

// Postpone postpones a conference until Replan. Present delegates and sites are checked out, check-in codes
// become invalid, and reachable sites become lost. Floor requests keep waiting.
func Postpone(ctx context.Context, s *store.Store, code, reason string) (gid.ID, error) {
	return runTransition(ctx, s, code, TransitionPostpone, &reason)
}

func runTransition(
	ctx context.Context, s *store.Store, code string, step Transition, reason *string,
) (gid.ID, error) {
	c, err := findConference(ctx, s, conference.Code(code))
	if err != nil {
		return 0, err
	}
	if err := viewer.Require(ctx, transitions[step].roles.rules(c)...); err != nil {
		return 0, err
	}
	if err := command.Validate(reason, checkReason); err != nil {
		return 0, err
	}
	err = s.Tx(store.WithResultIDs(ctx, c.ID), func(ctx context.Context, tx *store.Tx) error {
		_, err := applyTransition(ctx, tx, c.ID, step, reason)
		return err
	})
	return c.ID, err
}

// applyTransition applies a transition and its effects, and reports whether the state changed.
func applyTransition(
	ctx context.Context, tx *store.Tx, id gid.ID, step Transition, reason *string,
) (changed bool, err error) {
	c, err := tx.Conference.Get(ctx, id)
	if err != nil {
		return false, err
	}
	to, err := step.Next(c.State)
	if err != nil || to == c.State {
		return false, err
	}
	update := tx.Conference.Update().Where(conference.ID(id), conference.StateEQ(c.State)).SetState(to)
	if reason != nil {
		update.SetStateReason(*reason)
	} else {
		update.ClearStateReason()
	}
	event := journal.ConferenceStateChanged{ConferenceID: id, PreviousState: c.State, State: to, Reason: reason}
	if to == conference.StateClosed {
		event.ClosedAt = new(tx.Now())
		update.SetClosedAt(*event.ClosedAt)
	}
	n, err := update.Save(ctx)
	if err != nil {
		return false, err
	}
	if n == 0 { // changed concurrently: retry from the new state
		return applyTransition(ctx, tx, id, step, reason)
	}
	if err := applyFloorEffects(ctx, tx, id, to); err != nil {
		return false, err
	}
	if err := applyEndEffects(ctx, tx, id, to); err != nil {
		return false, err
	}
	if clock, ok := clockEffects[step]; ok {
		if err := clock(ctx, tx, id); err != nil {
			return false, err
		}
	}
	journal.Append(tx, journal.ConferenceStream(id), event)
	return true, appendConferenceUpdated(ctx, tx, id, &c.State)
}

// lockInState returns WRONG_STATE unless the conference is in an allowed state, and locks its row, so that
// the state does not change before the transaction commits.
func lockInState(ctx context.Context, tx *store.Tx, id gid.ID, allowed ...conference.State) error {
	return lockAndRequireState(ctx, tx, id, store.Lock, allowed)
}

// lockInStateShared is lockInState with a shared lock, for commands that many callers run at once: they do
// not block each other, but a transition blocks them and they block it.
func lockInStateShared(ctx context.Context, tx *store.Tx, id gid.ID, allowed ...conference.State) error {
	return lockAndRequireState(ctx, tx, id, store.LockShared, allowed)
}

// lockAndRequireState is lockInState with a given lock.
func lockAndRequireState(
	ctx context.Context, tx *store.Tx, id gid.ID, lock func(*sql.Selector), allowed []conference.State,
) error {
	one := tx.Conference.Query().Where(conference.ID(id))
	one.Modify(lock)
	c, err := one.Select(conference.FieldState).Only(ctx)
	if err != nil {
		return err
	}
	return requireState(c.State, allowed...)
}

// maxTextBytes is the maximum length, in bytes, of a text in the input of a command, such as a reason; lists
// of such texts are expensive (guard's longTexts). maxNameBytes is that of a name, a title or another line.
const maxTextBytes, maxNameBytes = 4000, 500

func checkReason(reason *string, v *command.Validator) {
	if reason != nil {
		v.Prose("reason", *reason)
		v.AtMost("reason", len(*reason), maxTextBytes)
	}
}

// unknownCodeFault returns UNKNOWN_CODE for a field of an input, if a part of a conference was not found.
func unknownCodeFault(err error, field string, kind gid.Kind, code string) error {
	if ent.IsNotFound(err) {
		return command.UnknownCodeFault(field, kind, fault.SanitizeWord(code))
	}
	return err
}
