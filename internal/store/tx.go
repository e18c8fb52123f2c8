package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"thidua/ent"
	"thidua/internal/gid"
)

// maxRetries is how many times a Tx is tried again.
const maxRetries = 3

// Tx runs fn in one transaction and commits what it did when it returns nil. The ctx that fn is given carries the
// transaction: a Tx of the same store under it joins in, so that verbs called by verbs, and the loader of the record,
// are one transaction.
//
// fn may run up to four times: when the database was locked, found a deadlock or could not serialise, everything is
// rolled back and the outermost Tx tries again. It must not keep anything from one run to the next.
//
// Its error is fn's, unchanged, except that what a database said becomes a fault ([Fault]): a unique violation is
// CONFLICT. When a joined fn fails, the whole transaction fails, even if the fn around it lets the error pass: half of
// a verb is never committed. A panic rolls back and goes on.
func (s *Store) Tx(ctx context.Context, fn func(ctx context.Context, tx *ent.Tx) error) error {
	if t := s.running(ctx); t != nil {
		return t.join(ctx, fn)
	}
	for try := 0; ; try++ {
		err := s.once(ctx, fn)
		if err == nil || !again(err) || try == maxRetries || !pause(ctx, try) {
			err = Fault(err)
			s.lastWrite.record(err)
			return err
		}
	}
}

// Now is the time of the Tx that ctx carries: its one reading of the clock, in UTC and whole microseconds. Without a
// Tx it is the time now.
func Now(ctx context.Context) time.Time {
	if t := current(ctx); t != nil {
		return t.now
	}
	return round(time.Now())
}

// Now is the time by the store's clock, in UTC and whole microseconds: what a Tx that begins now has for its own.
func (s *Store) Now() time.Time { return round(s.now()) }

// AfterCommit has hook run once the outermost Tx that ctx carries is committed, in the order of registration and
// before Tx returns; a Tx that is rolled back runs none. This is the commit signal: what tells others of a change must
// not speak before it is there to be read. Without a Tx it panics.
func AfterCommit(ctx context.Context, hook func()) {
	t := current(ctx)
	if t == nil {
		panic("store: AfterCommit without a Tx")
	}
	t.hooks = append(t.hooks, hook)
}

// BeforeCommit has last run when the outermost Tx that ctx carries has done all else, in the order of registration; an
// error of it rolls all back. What many transactions write to, such as the head of a stream, is written here: the
// lock on it is held no longer than the commit takes. Without a Tx it panics.
func BeforeCommit(ctx context.Context, last func(ctx context.Context, tx *ent.Tx) error) {
	t := current(ctx)
	if t == nil {
		panic("store: BeforeCommit without a Tx")
	}
	t.lasts = append(t.lasts, last)
}

// Along is ctx with what each outermost Tx under it begins with, at each attempt, before its function; an error of it ends
// the Tx. What has to be there together with whatever a verb does, without the verb knowing, is written here.
func Along(ctx context.Context, first func(ctx context.Context, tx *ent.Tx) error) context.Context {
	return context.WithValue(ctx, alongKey{}, first)
}

// Apart is ctx without what Along has given to it: for what is kept of a verb that is refused.
func Apart(ctx context.Context) context.Context { return context.WithValue(ctx, alongKey{}, nil) }

type alongKey struct{}

// along runs what Along has given to ctx.
func along(ctx context.Context, tx *ent.Tx) error {
	if first, ok := ctx.Value(alongKey{}).(func(context.Context, *ent.Tx) error); ok {
		return first(ctx, tx)
	}
	return nil
}

// Carried is a value that the outermost Tx under ctx carries for a room, made at the first call: what the verbs of one
// transaction gather together. It is gone with the attempt. Without a Tx it panics.
func Carried[T any](ctx context.Context, fresh func() *T) *T {
	t := current(ctx)
	if t == nil {
		panic("store: Carried without a Tx")
	}
	for _, c := range t.carried {
		if v, ok := c.(*T); ok {
			return v
		}
	}
	v := fresh()
	t.carried = append(t.carried, v)
	return v
}

// transaction is one attempt of an outermost Tx.
type transaction struct {
	store   *Store
	tx      *ent.Tx
	now     time.Time
	lasts   []func(context.Context, *ent.Tx) error
	carried []any
	hooks   []func()
	doom    error        // why it may not be committed
	outcome *[]gid.ID    // ids of the command's outcome that SetOutcome stated; nil for those of the ctx
	over    bool         // whether it has ended; a ctx kept from it is of no use
	outer   *transaction // of another store
}

type txKey struct{}

func current(ctx context.Context) *transaction {
	t, _ := ctx.Value(txKey{}).(*transaction)
	return t
}

// running is the transaction of this store that ctx carries.
func (s *Store) running(ctx context.Context) *transaction {
	t := current(ctx)
	for t != nil && t.store != s {
		t = t.outer
	}
	return t
}

var (
	errOver   = errors.New("store: this Tx has ended; its context was kept too long")
	errNotYet = errors.New("store: Store.Tx commits, not the function inside it")
)

// join runs fn inside the transaction. Its ctx is kept: it may carry a deadline of its own.
func (t *transaction) join(ctx context.Context, fn func(context.Context, *ent.Tx) error) error {
	if t.over {
		return errOver
	}
	if current(ctx) != t { // under another store's Tx, whose clock and hooks are not ours
		ctx = context.WithValue(ctx, txKey{}, t)
	}
	err := Fault(fn(ctx, t.tx))
	if err != nil && t.doom == nil {
		t.doom = err
	}
	return err
}

// once runs fn in a transaction of its own. There is no recover: a panic, or a test's FailNow, goes its way with its
// stack, past a rollback.
func (s *Store) once(ctx context.Context, fn func(context.Context, *ent.Tx) error) error {
	tx, err := s.writer.Tx(ctx)
	if err != nil {
		return err
	}
	t := &transaction{store: s, tx: tx, outer: current(ctx)}
	defer func() { t.over = true }()
	done := false
	tx.OnCommit(func(next ent.Committer) ent.Committer {
		return ent.CommitFunc(func(ctx context.Context, tx *ent.Tx) error {
			if !done {
				return errNotYet
			}
			return next.Commit(ctx, tx)
		})
	})
	defer func() {
		if !done {
			_ = tx.Rollback() // of the two errors, the first is the one to tell
		}
	}()
	t.now = round(s.now()) // after BEGIN: on SQLite the order of times is that of commits
	ctx = context.WithValue(ctx, txKey{}, t)
	if t.outer == nil {
		if err := along(ctx, tx); err != nil {
			return err
		}
	}
	if err := fn(ctx, tx); err != nil {
		return err
	}
	for i := 0; i < len(t.lasts) && t.doom == nil; i++ { // one may register another
		if err := t.lasts[i](ctx, tx); err != nil {
			return err
		}
	}
	if t.doom != nil {
		return t.doom
	}
	done = true
	if err := tx.Commit(); err != nil {
		return err
	}
	t.over = true
	for _, hook := range t.hooks {
		hook()
	}
	return nil
}

// round makes a time one that both databases keep.
func round(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// pause waits a little longer after each try, and not as long as another who waits; it says whether ctx still stands.
func pause(ctx context.Context, try int) bool {
	t := time.NewTimer(rand.N(10*time.Millisecond<<try) + time.Millisecond)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
