package account

import (
	"context"
	"sync/atomic"

	"thidua/ent"
	"thidua/ent/account"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// commits counts what this process has committed in this room. Whoever remembers something of it remembers the count it
// had before it looked, too; where the count is another, it looks again.
var commits atomic.Uint64

// write runs put in one transaction, and makes every Door of this process look again when it is committed.
func write[T any](ctx context.Context, s *store.Store, put func(context.Context, *ent.Tx) (T, error)) (T, error) {
	var out T
	err := s.Tx(ctx, func(ctx context.Context, tx *ent.Tx) (err error) {
		store.AfterCommit(ctx, func() { commits.Add(1) })
		out, err = put(ctx, tx)
		if id, ok := any(out).(gid.ID); ok {
			store.SetOutcome(ctx, id)
		}
		return err
	})
	return out, err
}

// tell tells every node that what an account may do changed, or how it signs in, so that what it follows is looked at anew.
func tell(ctx context.Context, account gid.ID) {
	journal.Append(ctx, journal.Access, journal.GrantsChanged{Account: account})
}

// bySubject finds an account: UNKNOWN_CODE where there is none.
func bySubject(ctx context.Context, tx *ent.Tx, subject string) (*ent.Account, error) {
	found, err := tx.Account.Query().Where(account.Subject(subject)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, fault.UnknownCode.With("kind", gid.Account.String(), "code", fault.Word(subject))
	}
	return found, err
}

// Changed makes every Door of this process look again: another node has changed something in this room.
func Changed() { commits.Add(1) }
