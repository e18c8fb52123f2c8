package account

import (
	"context"
	"sync/atomic"

	"thidua/ent"
	"thidua/ent/account"
	"thidua/internal/command"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// generation counts the commits of this package in this process. A cache entry is stale if the count differs
// from the one before its read.
var cacheGeneration atomic.Uint64

// runTx runs put in one transaction and invalidates the caches of this process on commit.
func runTx[T any](
	ctx context.Context, s *store.Store, put func(context.Context, *store.Tx) (T, error),
) (T, error) {
	var out T
	err := s.Tx(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		tx.AfterCommit(func() { cacheGeneration.Add(1) })
		out, err = put(ctx, tx)
		if id, ok := any(out).(gid.ID); ok {
			tx.SetResultIDs(id)
		}
		return err
	})
	return out, err
}

// publishGrantsChanged notifies every node that an account's rights or tokens changed, so that subscriptions
// reauthorise.
func publishGrantsChanged(tx *store.Tx, account gid.ID) {
	journal.Append(tx, journal.AccessChanges, journal.GrantsChanged{Account: account})
}

// findBySubject returns an account, or UNKNOWN_CODE.
func findBySubject(ctx context.Context, tx *store.Tx, subject string) (*ent.Account, error) {
	found, err := tx.Account.Query().Where(account.Subject(subject)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, command.UnknownCodeFault("account", gid.Account, fault.SanitizeWord(subject))
	}
	return found, err
}

// InvalidateCache invalidates the caches of this process after a commit of another node.
func InvalidateCache() { cacheGeneration.Add(1) }
