package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"thidua/ent"
	"thidua/internal/gid"
)

// maxRetries is the maximum number of retries of a Tx.
const maxRetries = 3

// Tx runs fn in a transaction, and commits if fn returns nil. The ctx passed to fn carries the transaction
// too: a Tx of the same store under it joins it, so commands that call commands are one transaction. For all
// else fn uses tx.
//
// fn may run up to four times: after a lock timeout, a deadlock or a serialization failure, everything is
// rolled back and the outermost Tx retries. fn must not keep state between runs.
//
// Tx returns the error of fn, except that database errors become faults ([ToFault]): a unique violation is
// CONFLICT. If a joined fn fails, the whole transaction fails, even if the fn around it ignores the error:
// half a command is never committed. A panic rolls back and propagates.
func (s *Store) Tx(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	if t := s.txOf(ctx); t != nil {
		return t.join(ctx, fn)
	}
	for try := 0; ; try++ {
		err := s.attempt(ctx, fn)
		if err == nil || !isRetryable(err) || try == maxRetries || !waitBeforeRetry(ctx, try) {
			err = ToFault(err)
			s.lastWrite.record(err)
			return err
		}
	}
}

// Now returns the current time, in UTC and whole microseconds. Within a Tx, [Tx.Now] is used.
func Now() time.Time { return utcMicros(time.Now()) }

// Now returns the time of the store's clock, in UTC and whole microseconds, which a Tx that begins now would
// use.
func (s *Store) Now() time.Time { return utcMicros(s.now()) }

// Now returns the time of the transaction, read once when it began, in UTC and whole microseconds.
func (t *Tx) Now() time.Time { return t.now }

// AfterCommit registers a hook that runs after the transaction has committed and before Store.Tx returns, in
// the order of registration. A rollback discards it. Changes are announced here, when they can be read.
func (t *Tx) AfterCommit(hook func()) { t.afterCommit = append(t.afterCommit, hook) }

// BeforeCommit registers a function that runs after everything else in the transaction, in the order of
// registration; its error rolls back. Rows that many transactions write, such as the head of a stream, are
// written here to keep the lock short.
func (t *Tx) BeforeCommit(fn func(ctx context.Context, tx *Tx) error) {
	t.beforeCommit = append(t.beforeCommit, fn)
}

// WithTxSetup returns a context in which each attempt of an outermost Tx first runs setup; its error ends the
// Tx. It commits something together with a command that does not know about it.
func WithTxSetup(ctx context.Context, setup func(ctx context.Context, tx *Tx) error) context.Context {
	return context.WithValue(ctx, txSetupKey{}, setup)
}

// WithoutTxSetup returns a context without the setup, such as for storing that a command failed.
func WithoutTxSetup(ctx context.Context) context.Context {
	return context.WithValue(ctx, txSetupKey{}, nil)
}

type txSetupKey struct{}

// runTxSetup runs the setup of WithTxSetup.
func runTxSetup(ctx context.Context, tx *Tx) error {
	if setup, ok := ctx.Value(txSetupKey{}).(func(context.Context, *Tx) error); ok {
		return setup(ctx, tx)
	}
	return nil
}

// TxValue returns the transaction's value of a type, creating it at the first call. It collects what the
// commands of one transaction add, and is discarded with the attempt.
func TxValue[T any](t *Tx, fresh func() *T) *T {
	for _, c := range t.values {
		if v, ok := c.(*T); ok {
			return v
		}
	}
	v := fresh()
	t.values = append(t.values, v)
	return v
}

// Tx is one attempt of a transaction. Functions that read or write within it take it as an argument; the
// context carries it as well, but only so that a nested Store.Tx joins it.
type Tx struct {
	*ent.Tx
	store        *Store
	now          time.Time
	beforeCommit []func(context.Context, *Tx) error
	values       []any
	afterCommit  []func()
	rollbackErr  error     // the error that prevents the commit
	resultIDs    *[]gid.ID // ids of WithResultIDs or SetResultIDs; nil for none
	ended        bool      // a context that outlived the Tx cannot be used
	outer        *Tx       // of another store
}

type txKey struct{}

func innermostTx(ctx context.Context) *Tx {
	t, _ := ctx.Value(txKey{}).(*Tx)
	return t
}

// txOf returns the transaction of this store in ctx, or nil.
func (s *Store) txOf(ctx context.Context) *Tx {
	t := innermostTx(ctx)
	for t != nil && t.store != s {
		t = t.outer
	}
	return t
}

var (
	errTxEnded        = errors.New("store: this Tx has ended; its context was kept too long")
	errCommitInsideTx = errors.New("store: Store.Tx commits, not the function inside it")
)

// join runs fn inside the transaction. It keeps fn's ctx, which may have a deadline of its own.
func (t *Tx) join(ctx context.Context, fn func(context.Context, *Tx) error) error {
	if t.ended {
		return errTxEnded
	}
	err := ToFault(fn(ctx, t))
	if err != nil && t.rollbackErr == nil {
		t.rollbackErr = err
	}
	return err
}

// attempt runs fn in a new transaction. It does not recover: a panic, or a test's FailNow, keeps its stack
// and rolls back.
func (s *Store) attempt(ctx context.Context, fn func(context.Context, *Tx) error) error {
	begun, err := s.writer.Tx(ctx)
	if err != nil {
		return err
	}
	t := &Tx{Tx: begun, store: s, outer: innermostTx(ctx)}
	if ids, known := ctx.Value(resultIDsKey{}).([]gid.ID); known {
		t.resultIDs = &ids
	}
	defer func() { t.ended = true }()
	done := false
	begun.OnCommit(func(next ent.Committer) ent.Committer {
		return ent.CommitFunc(func(ctx context.Context, tx *ent.Tx) error {
			if !done {
				return errCommitInsideTx
			}
			return next.Commit(ctx, tx)
		})
	})
	defer func() {
		if !done {
			_ = t.Rollback() // the first error is reported
		}
	}()
	t.now = utcMicros(s.now()) // after BEGIN: on SQLite, times have the order of commits
	ctx = context.WithValue(ctx, txKey{}, t)
	if t.outer == nil {
		if err := runTxSetup(ctx, t); err != nil {
			return err
		}
	}
	if err := fn(ctx, t); err != nil {
		return err
	}
	for i := 0; i < len(t.beforeCommit) && t.rollbackErr == nil; i++ { // a function may register another
		if err := t.beforeCommit[i](ctx, t); err != nil {
			return err
		}
	}
	if t.rollbackErr != nil {
		return t.rollbackErr
	}
	done = true
	if err := t.Commit(); err != nil {
		return err
	}
	t.ended = true
	for _, hook := range t.afterCommit {
		hook()
	}
	return nil
}

// utcMicros converts a time to the precision of both databases.
func utcMicros(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// waitBeforeRetry waits for a random time that grows with each try. It reports whether ctx is still active.
func waitBeforeRetry(ctx context.Context, try int) bool {
	t := time.NewTimer(rand.N(10*time.Millisecond<<try) + time.Millisecond)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
