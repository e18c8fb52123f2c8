package conference

import (
	"context"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"thidua/ent"
	"thidua/ent/conference"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// The verbs of the lifecycle. The API calls them; each takes the conference's code and gives its id, and changes nothing
// where the conference is there already. Refusals: NOT_FOUND, FORBIDDEN, WRONG_STATE, and BAD_INPUT for a reason.

// Open lets everybody see a planned conference, and sites check in.
func Open(ctx context.Context, s *store.Store, code string) (gid.ID, error) {
	return take(ctx, s, code, Opening, nil)
}

// Start begins the session.
func Start(ctx context.Context, s *store.Store, code string) (gid.ID, error) {
	return take(ctx, s, code, Starting, nil)
}

// Pause begins a break. The current item of the agenda stays the current one, and who speaks keeps the floor; their clock
// stands until it is resumed.
func Pause(ctx context.Context, s *store.Store, code string) (gid.ID, error) {
	return take(ctx, s, code, Pausing, nil)
}

// Resume ends a break.
func Resume(ctx context.Context, s *store.Store, code string) (gid.ID, error) {
	return take(ctx, s, code, Resuming, nil)
}

// Close closes a conference, and with it the current item of the agenda and the turn of who has the floor. Requests that
// wait are withdrawn, and sites that were heard of are lost.
func Close(ctx context.Context, s *store.Store, code string) (gid.ID, error) {
	return take(ctx, s, code, Closing, nil)
}

// Cancel calls a conference off for good: who waits, and the sites, leave it as one that is closed.
func Cancel(ctx context.Context, s *store.Store, code, reason string) (gid.ID, error) {
	return take(ctx, s, code, Cancelling, &reason)
}

// Postpone calls a conference off until it is planned again, by Replan. Delegates and sites that are there leave, and the codes
// to check in by are worth nothing any more; sites that were heard of are lost. Who waits for the floor does so until it is held.
func Postpone(ctx context.Context, s *store.Store, code, reason string) (gid.ID, error) {
	return take(ctx, s, code, Postponing, &reason)
}

func take(ctx context.Context, s *store.Store, code string, step Step, reason *string) (gid.ID, error) {
	c, err := find(ctx, s, conference.Code(code))
	if err != nil {
		return 0, err
	}
	if err := viewer.Require(ctx, lifecycle[step].by.allows(c)...); err != nil {
		return 0, err
	}
	if err := registry.Checked(reason, checkReason); err != nil {
		return 0, err
	}
	err = s.Tx(store.WithOutcome(ctx, c.ID), func(ctx context.Context, tx *ent.Tx) error {
		_, err := change(ctx, tx, c.ID, step, reason)
		return err
	})
	return c.ID, err
}

// change takes a step, and tells whether there was one to take.
func change(ctx context.Context, tx *ent.Tx, id gid.ID, step Step, reason *string) (changed bool, err error) {
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
	told := journal.ConferenceStateChanged{ConferenceID: id, From: c.State, State: to, Reason: reason}
	if to == conference.StateClosed {
		told.ClosedAt = new(store.Now(ctx))
		update.SetClosedAt(*told.ClosedAt)
	}
	n, err := update.Save(ctx)
	if err != nil {
		return false, err
	}
	if n == 0 { // somebody else was faster: from where it is now
		return change(ctx, tx, id, step, reason)
	}
	if err := leaveFloor(ctx, tx, id, to); err != nil {
		return false, err
	}
	if err := leaveHall(ctx, tx, id, to); err != nil {
		return false, err
	}
	if clock, ok := clocks[step]; ok {
		if err := clock(ctx, tx, id); err != nil {
			return false, err
		}
	}
	journal.Append(ctx, journal.OfConference(id), told)
	return true, nil
}

// stand refuses with WRONG_STATE where a conference is in no state that is allowed, and keeps it from leaving the state
// until the Tx commits.
func stand(ctx context.Context, tx *ent.Tx, id gid.ID, allowed ...conference.State) error {
	c, err := tx.Conference.Get(ctx, id)
	if err != nil {
		return err
	}
	if err := stateIn(c.State, allowed...); err != nil {
		return err
	}
	n, err := tx.Conference.Update().Where(conference.ID(id), conference.StateEQ(c.State)).SetState(c.State).Save(ctx)
	if err == nil && n == 0 {
		return stand(ctx, tx, id, allowed...)
	}
	return err
}

// standTogether is stand for what many do at once: they do not wait for each other, but a step waits for them, and they for a
// step. SQLite has one Tx at a time as it is.
func standTogether(ctx context.Context, tx *ent.Tx, id gid.ID, allowed ...conference.State) error {
	one := tx.Conference.Query().Where(conference.ID(id))
	one.Modify(func(s *sql.Selector) {
		if s.Dialect() == dialect.Postgres {
			s.ForShare()
		}
	})
	c, err := one.Select(conference.FieldState).Only(ctx)
	if err != nil {
		return err
	}
	return stateIn(c.State, allowed...)
}

// proseMax is the longest text that somebody types in a hall, in bytes.
const proseMax = 4000

func checkReason(reason *string, c *registry.Check) {
	if reason != nil {
		c.Prose("reason", *reason)
		c.That(len(*reason) <= proseMax, "reason", registry.TooLarge)
	}
}

// missing is the refusal of a part of a conference that is not there.
func missing(err error, kind gid.Kind, code string) error {
	if ent.IsNotFound(err) {
		return fault.UnknownCode.With("kind", kind.String(), "code", fault.Word(code))
	}
	return err
}
