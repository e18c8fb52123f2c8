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
	cacheTTL = 2 * time.Second
	// maxCacheEntries bounds the memory of the cache.
	maxCacheEntries = 20_000
)

// Authenticator returns the viewer of a bearer token. It is safe for concurrent use.
type Authenticator struct {
	store  *store.Store
	issuer *Issuer // nil: only our own tokens are accepted
	now    func() time.Time

	mu       sync.Mutex
	cache    map[[sha256.Size]byte]cacheEntry
	lastUsed map[gid.ID]time.Time // tokens used since the last FlushUsage, and when
}

// cacheEntry is a recently authenticated viewer.
type cacheEntry struct {
	viewer     viewer.Viewer
	token      gid.ID // 0 for a JWT
	validUntil time.Time
	generation uint64
}

// NewAuthenticator returns an authenticator; issuer may be nil. Tests set the clock.
func NewAuthenticator(s *store.Store, issuer *Issuer, now func() time.Time) *Authenticator {
	return &Authenticator{store: s, issuer: issuer, now: now,
		cache: map[[sha256.Size]byte]cacheEntry{}, lastUsed: map[gid.ID]time.Time{}}
}

// Authenticate returns the viewer of a bearer token. Errors: UNAUTHENTICATED, TOKEN_EXPIRED,
// TOKEN_NOT_YET_VALID, UNKNOWN_ACCOUNT, ACCOUNT_DISABLED, ISSUER_UNREACHABLE, and those of [store.ToFault].
func (a *Authenticator) Authenticate(ctx context.Context, bearer string) (viewer.Viewer, error) {
	sum, now := hashSecret(bearer), a.now()
	if v, ok := a.fromCache(sum, now); ok {
		return v, nil
	}
	// before reading: a concurrent commit makes the entry stale
	m := cacheEntry{generation: cacheGeneration.Load()}
	ctx = viewer.NewContext(ctx, viewer.Operator())
	var (
		owner   *ent.Account
		expires time.Time
		err     error
	)
	if isSecret(bearer) {
		owner, m.token, expires, err = a.findBySecret(ctx, sum, now)
	} else {
		owner, expires, err = a.findByJWT(ctx, bearer, now)
	}
	if err != nil {
		return viewer.Viewer{}, store.ToFault(err)
	}
	if owner.Disabled {
		return viewer.Viewer{}, fault.AccountDisabled.With()
	}
	m.viewer = viewerOf(owner, now, expires)
	m.validUntil = earlierUnlessZero(now.Add(cacheTTL), m.viewer.ValidUntil())
	a.addToCache(sum, m, now)
	return m.viewer, nil
}

func (a *Authenticator) fromCache(sum [sha256.Size]byte, now time.Time) (viewer.Viewer, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	m, ok := a.cache[sum]
	if !ok || m.generation != cacheGeneration.Load() || !now.Before(m.validUntil) {
		return viewer.Viewer{}, false
	}
	a.noteUse(m.token, now)
	return m.viewer, true
}

func (a *Authenticator) addToCache(sum [sha256.Size]byte, m cacheEntry, now time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.cache) >= maxCacheEntries {
		clear(a.cache)
	}
	a.cache[sum] = m
	a.noteUse(m.token, now)
}

func (a *Authenticator) noteUse(token gid.ID, now time.Time) {
	if token != 0 {
		a.lastUsed[token] = now
	}
}

// findBySecret returns the account of one of our tokens.
func (a *Authenticator) findBySecret(
	ctx context.Context, sum [sha256.Size]byte, now time.Time,
) (*ent.Account, gid.ID, time.Time, error) {
	t, err := a.store.Reader().Token.Query().Where(token.Hash(sum[:])).
		WithAccount(func(q *ent.AccountQuery) { q.WithGrants() }).Only(ctx)
	var expires time.Time
	switch {
	case ent.IsNotFound(err):
		return nil, 0, expires, fault.Unauthenticated.With()
	case err != nil:
		return nil, 0, expires, store.ToFault(err)
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
func (a *Authenticator) findByJWT(
	ctx context.Context, bearer string, now time.Time,
) (*ent.Account, time.Time, error) {
	if a.issuer == nil {
		return nil, time.Time{}, fault.Unauthenticated.With()
	}
	subject, expires, err := a.issuer.verify(ctx, bearer, now)
	if err != nil {
		return nil, time.Time{}, err
	}
	row, err := a.store.Reader().Account.Query().Where(account.Subject(subject)).WithGrants().Only(ctx)
	if ent.IsNotFound(err) {
		return nil, time.Time{}, fault.UnknownAccount.With()
	}
	return row, expires, store.ToFault(err)
}
