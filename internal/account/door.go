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
	// rememberFor is how long it may take for what another node commits to hold on this one.
	rememberFor = 2 * time.Second
	// rememberMost bounds the memory that who signs in takes.
	rememberMost = 20_000
)

// Door tells who is asking from the bearer token of a request. It is safe for concurrent use.
type Door struct {
	store  *store.Store
	issuer *Issuer // nil: tokens of ours alone
	now    func() time.Time

	mu         sync.Mutex
	remembered map[[sha256.Size]byte]memory
	used       map[gid.ID]time.Time // tokens used since the last Flush, and when
}

// memory is somebody who signed in a moment ago.
type memory struct {
	viewer  viewer.Viewer
	token   gid.ID // 0 for a JWT
	until   time.Time
	commits uint64
}

// NewDoor is a door to a store; issuer may be nil. The clock is a test's to set.
func NewDoor(s *store.Store, issuer *Issuer, now func() time.Time) *Door {
	return &Door{store: s, issuer: issuer, now: now,
		remembered: map[[sha256.Size]byte]memory{}, used: map[gid.ID]time.Time{}}
}

// Authenticate tells who is asking by a bearer token. Its refusals are UNAUTHENTICATED, TOKEN_EXPIRED,
// TOKEN_NOT_YET_VALID, UNKNOWN_ACCOUNT, ACCOUNT_DISABLED and ISSUER_UNREACHABLE, and what the database says.
func (d *Door) Authenticate(ctx context.Context, bearer string) (viewer.Viewer, error) {
	sum, now := hash(bearer), d.now()
	if v, ok := d.recall(sum, now); ok {
		return v, nil
	}
	m := memory{commits: commits.Load()} // before looking: what is committed meanwhile makes it old
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

// bySecret finds the account of one of our tokens.
func (d *Door) bySecret(ctx context.Context, sum [sha256.Size]byte, now time.Time) (*ent.Account, gid.ID, time.Time, error) {
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

// byJWT finds the account of the subject of a JWT. Nothing else that it says counts.
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
