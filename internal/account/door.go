package account

import (
	"context"
	"crypto/sha256"
	"sync"
	"time"

	"thidua/ent"
	"thidua/ent/account"
	"thidua/ent/token"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

const (
	// cacheTTL bounds how long a change committed by another node may go unnoticed on this one.
	rememberFor = 2 * time.Second
	// maxCacheEntries bounds the memory of the cache.
	rememberMost = 20_000
)

// Authenticator returns the viewer of a bearer token. It is safe for concurrent use.
type Door struct {
	store  *store.Store
	issuer *Issuer // nil: only our own tokens are accepted
	now    func() time.Time

	mu         sync.Mutex
	remembered map[[sha256.Size]byte]memory
	used       map[gid.ID]time.Time // tokens used since the last FlushUsage, and when
}

// cacheEntry is a recently authenticated viewer.
type memory struct {
	viewer  viewer.Viewer
	token   gid.ID // 0 for a JWT
	until   time.Time
	commits uint64
}

// NewAuthenticator returns an authenticator; issuer may be nil. Tests set the clock.
func NewDoor(s *store.Store, issuer *Issuer, now func() time.Time) *Door {
	return &Door{store: s, issuer: issuer, now: now,
		remembered: map[[sha256.Size]byte]memory{}, used: map[gid.ID]time.Time{}}
}

// Authenticate returns the viewer of a bearer token. Errors: UNAUTHENTICATED, TOKEN_EXPIRED,
// TOKEN_NOT_YET_VALID, UNKNOWN_ACCOUNT, ACCOUNT_DISABLED, ISSUER_UNREACHABLE, and database errors.
func (d *Door) Authenticate(ctx context.Context, bearer string) (viewer.Viewer, error) {
	sum, now := hash(bearer), d.now()
	if v, ok := d.recall(sum, now); ok {
		return v, nil
	}
	m := memory{commits: commits.Load()} // before reading: a concurrent commit makes the entry stale
	ctx = viewer.With(ctx, viewer.Operator())
	var (
		owner   *ent.Account
		expires time.Time
		err     error
	)
	if isSecret(bearer) {
		owner, m.token, expires, err = d.bySecret(ctx, sum, now)
	} else {
		owner, expires, err = d.byJWT(ctx, bearer, now)
	}
	if err != nil {
		return viewer.Viewer{}, err
	}
	if owner.Disabled {
		return viewer.Viewer{}, fault.AccountDisabled.With()
	}
	m.viewer = viewerOf(owner, now, expires)
	m.until = sooner(now.Add(rememberFor), m.viewer.Until())
	d.remember(sum, m, now)
	return m.viewer, nil
}

func (d *Door) recall(sum [sha256.Size]byte, now time.Time) (viewer.Viewer, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	m, ok := d.remembered[sum]
	if !ok || m.commits != commits.Load() || !now.Before(m.until) {
		return viewer.Viewer{}, false
	}
	d.use(m.token, now)
	return m.viewer, true
}

func (d *Door) remember(sum [sha256.Size]byte, m memory, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.remembered) >= rememberMost {
		clear(d.remembered)
	}
	d.remembered[sum] = m
	d.use(m.token, now)
}

func (d *Door) use(token gid.ID, now time.Time) {
	if token != 0 {
		d.used[token] = now
	}
}

// findBySecret returns the account of one of our tokens.
func (d *Door) bySecret(
	ctx context.Context, sum [sha256.Size]byte, now time.Time,
) (*ent.Account, gid.ID, time.Time, error) {
	t, err := d.store.Reader().Token.Query().Where(token.Hash(sum[:])).
		WithAccount(func(q *ent.AccountQuery) { q.WithGrants() }).Only(ctx)
	var expires time.Time
	switch {
	case ent.IsNotFound(err):
		return nil, 0, expires, fault.Unauthenticated.With()
	case err != nil:
		return nil, 0, expires, store.Fault(err)
	case t.RevokedAt != nil:
		return nil, 0, expires, fault.Unauthenticated.With()
	case t.ExpiresAt != nil && !now.Before(*t.ExpiresAt):
		return nil, 0, expires, fault.TokenExpired.With()
	case t.ExpiresAt != nil:
		expires = *t.ExpiresAt
	}
	return t.Edges.Account, t.ID, expires, nil
}

// findByJWT returns the account of a JWT's subject. All other claims are ignored.
func (d *Door) byJWT(ctx context.Context, bearer string, now time.Time) (*ent.Account, time.Time, error) {
	if d.issuer == nil {
		return nil, time.Time{}, fault.Unauthenticated.With()
	}
	subject, expires, err := d.issuer.verify(ctx, bearer, now)
	if err != nil {
		return nil, time.Time{}, err
	}
	a, err := d.store.Reader().Account.Query().Where(account.Subject(subject)).WithGrants().Only(ctx)
	if ent.IsNotFound(err) {
		return nil, time.Time{}, fault.UnknownAccount.With()
	}
	return a, expires, store.Fault(err)
}
