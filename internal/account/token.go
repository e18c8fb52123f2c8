package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"time"

	"thidua/ent"
	"thidua/ent/account"
	"thidua/ent/token"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// TokenPrefix starts every secret, so that people and secret scanners recognise one.
const TokenPrefix = "thidua_"

// defaultTokenLifetime applies if the input has no expiry.
const defaultTokenLifetime = 365 * 24 * time.Hour

// Issued is a new token with its secret, which cannot be read again.
type Issued struct {
	Secret string
	Token  gid.ID
}

// newSecret returns 256 random bits, encoded.
func newSecret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails
	return TokenPrefix + base64.RawURLEncoding.EncodeToString(b[:])
}

func hashSecret(secret string) [sha256.Size]byte { return sha256.Sum256([]byte(secret)) }

func isSecret(bearer string) bool { return strings.HasPrefix(bearer, TokenPrefix) }

// IssueToken issues a token for an account. Not idempotent: each call creates a token. Called by the API and
// `thidua token`, for the Ministry. Errors: FORBIDDEN, BAD_INPUT, UNKNOWN_CODE.
func IssueToken(ctx context.Context, s *store.Store, in NewToken) (Issued, error) {
	if err := viewer.Require(ctx, viewer.AllowMinistry()); err != nil {
		return Issued{}, err
	}
	return runTx(ctx, s, func(ctx context.Context, tx *store.Tx) (Issued, error) {
		now := tx.Now()
		if err := in.validate(now); err != nil {
			return Issued{}, err
		}
		owner, err := findBySubject(ctx, tx, in.Account)
		if err != nil {
			return Issued{}, err
		}
		expires := now.Add(defaultTokenLifetime)
		if in.ExpiresAt != nil {
			expires = *in.ExpiresAt
		}
		issued := Issued{newSecret(), gid.New(gid.Token)}
		sum := hashSecret(issued.Secret)
		return issued, tx.Token.Create().SetID(issued.Token).SetAccountID(owner.ID).SetHash(sum[:]).
			SetLabel(in.Label).
			SetCreatedAt(now).SetExpiresAt(expires).Exec(ctx)
	})
}

// RevokeToken revokes a token. Idempotent. Called by the API and `thidua token`, for the Ministry and the
// token's own account. Errors: UNAUTHENTICATED for anonymous callers, whether the token exists or not;
// NOT_FOUND, also for a token of another account.
func RevokeToken(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	if viewer.FromContext(ctx).Kind() == viewer.KindAnonymous {
		return 0, fault.Unauthenticated.With()
	}
	return runTx(ctx, s, func(ctx context.Context, tx *store.Tx) (gid.ID, error) {
		existing, err := tx.Token.Get(ctx, id)
		if ent.IsNotFound(err) || err == nil &&
			viewer.Require(ctx, viewer.AllowMinistry(), viewer.AllowOwner(existing.AccountID)) != nil {
			return 0, fault.NotFound.With()
		}
		if err != nil || existing.RevokedAt != nil {
			return id, err
		}
		publishGrantsChanged(tx, existing.AccountID)
		return id, existing.Update().SetRevokedAt(tx.Now()).Exec(ctx)
	})
}

// RevokeTokensByLabel revokes an account's tokens with a label. Called by the demo, as operator, before it
// issues new ones. Errors: FORBIDDEN.
func RevokeTokensByLabel(ctx context.Context, s *store.Store, subject, label string) error {
	if err := viewer.RequireOperator(ctx); err != nil {
		return err
	}
	_, err := runTx(ctx, s, func(ctx context.Context, tx *store.Tx) (int, error) {
		n, err := tx.Token.Update().Where(token.HasAccountWith(account.Subject(subject)),
			token.LabelEQ(label), token.RevokedAtIsNil()).
			SetRevokedAt(tx.Now()).Save(ctx)
		if err == nil && n > 0 {
			publishGrantsChanged(tx, ID(subject))
		}
		return n, err
	})
	return err
}
