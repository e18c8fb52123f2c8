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

// Prefix begins every secret, so that people, and programs that look for leaked secrets, know one when they see it.
const Prefix = "thidua_"

// lifetime is how long a token works if nobody says otherwise.
const lifetime = 365 * 24 * time.Hour

// Issued is a token with its secret, which nobody can read again.
type Issued struct {
	Secret string
	Token  gid.ID
}

// newSecret is 256 random bits.
func newSecret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails
	return Prefix + base64.RawURLEncoding.EncodeToString(b[:])
}

func hash(secret string) [sha256.Size]byte { return sha256.Sum256([]byte(secret)) }

func isSecret(bearer string) bool { return strings.HasPrefix(bearer, Prefix) }

// Issue issues a token to an account. The API and `thidua token` call it, for the Ministry. Refusals: FORBIDDEN, BAD_INPUT,
// UNKNOWN_CODE.
func Issue(ctx context.Context, s *store.Store, in NewToken) (Issued, error) {
	if err := viewer.Require(ctx, viewer.AsMinistry()); err != nil {
		return Issued{}, err
	}
	return write(ctx, s, func(ctx context.Context, tx *ent.Tx) (Issued, error) {
		now := store.Now(ctx)
		if err := in.check(now); err != nil {
			return Issued{}, err
		}
		owner, err := bySubject(ctx, tx, in.Account)
		if err != nil {
			return Issued{}, err
		}
		expires := now.Add(lifetime)
		if in.ExpiresAt != nil {
			expires = *in.ExpiresAt
		}
		issued := Issued{newSecret(), gid.New(gid.Token)}
		sum := hash(issued.Secret)
		return issued, tx.Token.Create().SetID(issued.Token).SetAccountID(owner.ID).SetHash(sum[:]).SetLabel(in.Label).
			SetCreatedAt(now).SetExpiresAt(expires).Exec(ctx)
	})
}

// RevokeToken revokes a token; one that was revoked stays as it is. The API and `thidua token` call it, for the Ministry,
// and for the token's own account. Refusals: NOT_FOUND, also where the token is somebody else's.
func RevokeToken(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	return write(ctx, s, func(ctx context.Context, tx *ent.Tx) (gid.ID, error) {
		there, err := tx.Token.Get(ctx, id)
		if ent.IsNotFound(err) || err == nil && viewer.Require(ctx, viewer.AsMinistry(), viewer.Owner(there.AccountID)) != nil {
			return 0, fault.NotFound.With()
		}
		if err != nil || there.RevokedAt != nil {
			return id, err
		}
		tell(ctx, there.AccountID)
		return id, there.Update().SetRevokedAt(store.Now(ctx)).Exec(ctx)
	})
}

// RevokeLabelled revokes the tokens of an account that have a label. The demo calls it, as the operator, before it issues
// new ones. Refusals: FORBIDDEN.
func RevokeLabelled(ctx context.Context, s *store.Store, subject, label string) error {
	if err := viewer.RequireOperator(ctx); err != nil {
		return err
	}
	_, err := write(ctx, s, func(ctx context.Context, tx *ent.Tx) (int, error) {
		n, err := tx.Token.Update().Where(token.HasAccountWith(account.Subject(subject)), token.LabelEQ(label), token.RevokedAtIsNil()).
			SetRevokedAt(store.Now(ctx)).Save(ctx)
		if err == nil && n > 0 {
			tell(ctx, ID(subject))
		}
		return n, err
	})
	return err
}
