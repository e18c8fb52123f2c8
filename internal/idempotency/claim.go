package idempotency

import (
	"context"
	"sync/atomic"

	"thidua/ent"
	"thidua/ent/idempotencykey"
	"thidua/internal/fault"
	"thidua/internal/store"
)

// Claim is a key that the transaction of a command stores.
type Claim struct {
	request               Request
	committed, conflicted atomic.Bool
}

// WithClaim returns a context under which the first Tx that commits also stores the key. If another request
// has it, the Tx changes nothing and fails with IDEMPOTENCY_KEY_IN_USE; on PostgreSQL it first waits for a
// concurrent one.
func WithClaim(ctx context.Context, r Request) (context.Context, *Claim) {
	c := &Claim{request: r}
	return store.WithTxSetup(ctx, c.write), c
}

// Committed reports whether the change and the key are committed.
func (c *Claim) Committed() bool { return c.committed.Load() }

// Conflicted reports whether another request had the key, so nothing was changed.
func (c *Claim) Conflicted() bool { return c.conflicted.Load() }

func (c *Claim) write(ctx context.Context, tx *store.Tx) error {
	if c.Committed() {
		return nil
	}
	row := tx.IdempotencyKey.Create().SetID(c.request.id).SetRequest(c.request.sum).SetClass(c.request.class).
		SetAt(tx.Now())
	ids, known := tx.ResultIDs()
	if known {
		row.SetAnswer(encodeOutcome(ids))
	} else {
		tx.BeforeCommit(c.writeOutcome)
	}
	err := row.Exec(ctx)
	if ent.IsConstraintError(err) {
		c.conflicted.Store(true)
		return fault.IdempotencyKeyInUse.Wrap(err)
	}
	if err == nil {
		tx.AfterCommit(func() { c.committed.Store(true) })
	}
	return err
}

// writeOutcome stores the outcome of a command that states it only within its transaction.
func (c *Claim) writeOutcome(ctx context.Context, tx *store.Tx) error {
	ids, known := tx.ResultIDs()
	if !known {
		return nil
	}
	return tx.IdempotencyKey.Update().Where(idempotencykey.ID(c.request.id)).
		SetAnswer(encodeOutcome(ids)).Exec(ctx)
}
