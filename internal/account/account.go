package account

import (
	"context"
	"errors"

	"thidua/ent"
	"thidua/ent/account"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// ID returns the id of the account with this subject.
func ID(subject string) gid.ID { return gid.Derive(gid.Account, subject) }

// Create creates an account without a role. Idempotent. Called by the API and `thidua token`, for the
// Ministry. Errors: FORBIDDEN, BAD_INPUT, and CONFLICT if the account exists with another name or kind, or is
// disabled.
func Create(ctx context.Context, s *store.Store, in NewAccount) (gid.ID, error) {
	if err := viewer.Require(ctx, viewer.AllowMinistry()); err != nil {
		return 0, err
	}
	if err := in.validate(); err != nil {
		return 0, err
	}
	return runTx(ctx, s, func(ctx context.Context, tx *store.Tx) (gid.ID, error) {
		existing, err := tx.Account.Query().Where(account.Subject(in.Subject)).Only(ctx)
		switch {
		case ent.IsNotFound(err):
			return ID(in.Subject), tx.Account.Create().SetID(ID(in.Subject)).SetSubject(in.Subject).
				SetName(in.Name).SetKind(in.Kind).Exec(ctx)
		case err != nil:
			return 0, err
		case existing.Name != in.Name || existing.Kind != in.Kind || existing.Disabled:
			return 0, fault.Conflict.Wrap(errors.New("account: the subject is taken"))
		}
		return existing.ID, nil
	})
}

// Disable disables an account, so that none of its tokens is accepted. Called by the API, for the Ministry.
// Errors: FORBIDDEN, UNKNOWN_CODE.
func Disable(ctx context.Context, s *store.Store, subject string) (gid.ID, error) {
	return setDisabled(ctx, s, subject, true)
}

// Enable reverses Disable: grants and tokens that have not expired are valid again. Called by the API, for
// the Ministry. Errors: FORBIDDEN, UNKNOWN_CODE.
func Enable(ctx context.Context, s *store.Store, subject string) (gid.ID, error) {
	return setDisabled(ctx, s, subject, false)
}

func setDisabled(ctx context.Context, s *store.Store, subject string, disabled bool) (gid.ID, error) {
	if err := viewer.Require(ctx, viewer.AllowMinistry()); err != nil {
		return 0, err
	}
	return runTx(ctx, s, func(ctx context.Context, tx *store.Tx) (gid.ID, error) {
		existing, err := findBySubject(ctx, tx, subject)
		if err != nil {
			return 0, err
		}
		if existing.Disabled == disabled {
			return existing.ID, nil
		}
		publishGrantsChanged(tx, existing.ID)
		return existing.ID, existing.Update().SetDisabled(disabled).Exec(ctx)
	})
}
