package account_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"thidua/internal/account"
	"thidua/internal/fault"
	"thidua/internal/viewer"
)

// issuer is a minimal OpenID Connect issuer: discovery, keys, and JWTs with any claims.
type issuer struct {
	t      *testing.T
	server *httptest.Server

	mu      sync.Mutex
	keys    []jose.JSONWebKey // the last one signs
	down    bool
	fetched int
}

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	i := &issuer{t: t}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		i.writeJSON(w, map[string]any{"issuer": i.server.URL, "jwks_uri": i.server.URL + "/keys",
			"authorization_endpoint":                i.server.URL + "/authorize",
			"token_endpoint":                        i.server.URL + "/token",
			"id_token_signing_alg_values_supported": []string{"ES256", "none", "HS256"}})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		i.mu.Lock()
		i.fetched++
		var public jose.JSONWebKeySet
		for _, k := range i.keys {
			public.Keys = append(public.Keys, k.Public())
		}
		i.mu.Unlock()
		i.writeJSON(w, public)
	})
	i.server = httptest.NewServer(mux)
	t.Cleanup(i.server.Close)
	i.rotate()
	return i
}

func (i *issuer) writeJSON(w http.ResponseWriter, v any) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.down {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

// rotate adds a key, which signs from now on.
//
// go-oidc reuses the result of a key fetch for a moment after it, so a caller in that moment would get the
// old keys. Only tests rotate that fast.
func (i *issuer) rotate() {
	time.Sleep(50 * time.Millisecond)
	i.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		i.t.Fatal(err)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.keys = append(i.keys, jose.JSONWebKey{Key: key, KeyID: fmt.Sprint("key-", len(i.keys)),
		Algorithm: "ES256", Use: "sig"})
}

func (i *issuer) setDown(down bool) { i.mu.Lock(); defer i.mu.Unlock(); i.down = down }

func (i *issuer) signingKey() jose.JSONWebKey {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.keys[len(i.keys)-1]
}

// sign returns a JWT with these claims, signed with the key.
func (i *issuer) sign(key jose.JSONWebKey, claims map[string]any) string {
	i.t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, nil)
	if err != nil {
		i.t.Fatal(err)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		i.t.Fatal(err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		i.t.Fatal(err)
	}
	jwt, err := signed.CompactSerialize()
	if err != nil {
		i.t.Fatal(err)
	}
	return jwt
}

// claims returns valid claims, with some replaced.
func (i *issuer) claims(now time.Time, but map[string]any) map[string]any {
	claims := map[string]any{"iss": i.server.URL, "aud": "thidua", "sub": "clerk", "iat": now.Unix(),
		"exp": now.Add(time.Hour).Unix()}
	for k, v := range but {
		if v == nil {
			delete(claims, k)
			continue
		}
		claims[k] = v
	}
	return claims
}

func (f fixture) authenticatorFor(i *issuer) *account.Authenticator {
	return account.NewAuthenticator(f.s, account.NewIssuer(i.server.URL, "thidua"), f.clock.now)
}

// A JWT authenticates the account of its subject. Its claims about roles are ignored.
func TestAuthenticate_JWT(t *testing.T) {
	forEachDatabase(t, func(f fixture) {
		i := newIssuer(f.T)
		d, now := f.authenticatorFor(i), f.clock.now()
		_, err := account.GrantRole(f.operator, f.s, headGrant)
		f.requireNoError(err)
		jwt := i.sign(i.signingKey(), i.claims(now,
			map[string]any{"scope": "MINISTRY", "roles": []string{"MINISTRY"}, "role": "MINISTRY",
				"nbf": now.Add(30 * time.Second).Unix()}))
		v := f.requireSignIn(d, jwt)
		if v.Account() != account.ID("clerk") || len(v.Grants()) != 1 ||
			v.Grants()[0].Role != viewer.ClusterHead || !v.ValidUntil().Equal(now.Add(time.Hour)) {
			f.Errorf("it is %+v until %s", v.Grants(), v.ValidUntil())
		}
		f.requireSignIn(d, f.issueToken().Secret) // our own tokens are still accepted
		f.clock.advance(time.Hour)
		f.requireRejected(d, jwt, fault.TokenExpired)
		f.clock.advance(-time.Hour)
		_, err = account.Disable(f.operator, f.s, "clerk")
		f.requireNoError(err)
		f.requireRejected(d, jwt, fault.AccountDisabled)
	})
}

func TestAuthenticate_BadJWT(t *testing.T) {
	forEachDatabase(t, func(f fixture) {
		i, stranger := newIssuer(f.T), newIssuer(f.T)
		d, now := f.authenticatorFor(i), f.clock.now()
		with := func(but map[string]any) string { return i.sign(i.signingKey(), i.claims(now, but)) }
		good := with(nil)
		parts := strings.Split(good, ".")
		forged := base64.RawURLEncoding.EncodeToString([]byte(`{"sub":"clerk","iss":"` + i.server.URL +
			`","aud":"thidua","exp":99999999999}`))
		raw := func(header string) string { return base64.RawURLEncoding.EncodeToString([]byte(header)) }
		hmac, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.HS256,
			Key: []byte(strings.Repeat("k", 32))}, nil)
		f.requireNoError(err)
		symmetric, err := hmac.Sign([]byte(`{"sub":"clerk","iss":"` + i.server.URL +
			`","aud":"thidua","exp":99999999999}`))
		f.requireNoError(err)
		hs256, err := symmetric.CompactSerialize()
		f.requireNoError(err)
		for name, c := range map[string]struct {
			jwt  string
			want *fault.Sentinel
		}{
			"wrong audience": {with(map[string]any{"aud": "another"}), fault.Unauthenticated},
			"no audience":    {with(map[string]any{"aud": nil}), fault.Unauthenticated},
			"wrong issuer": {with(map[string]any{"iss": "https://example.org"}),
				fault.Unauthenticated},
			"another issuer's": {stranger.sign(stranger.signingKey(), stranger.claims(now, nil)),
				fault.Unauthenticated},
			"another's, saying ours": {stranger.sign(stranger.signingKey(), i.claims(now, nil)),
				fault.Unauthenticated},
			"expired": {with(map[string]any{"exp": now.Add(-time.Second).Unix()}),
				fault.TokenExpired},
			"never expiring": {with(map[string]any{"exp": nil}), fault.TokenExpired},
			"not yet valid": {with(map[string]any{"nbf": now.Add(2 * time.Minute).Unix()}),
				fault.TokenNotYetValid},
			"unknown subject": {with(map[string]any{"sub": "stranger"}), fault.UnknownAccount},
			"no subject":      {with(map[string]any{"sub": ""}), fault.Unauthenticated},
			"alg none":        {raw(`{"alg":"none"}`) + "." + forged + ".", fault.Unauthenticated},
			"alg None": {raw(`{"alg":"None","typ":"JWT"}`) + "." + forged + "." + parts[2],
				fault.Unauthenticated},
			"symmetric":       {hs256, fault.Unauthenticated},
			"another payload": {parts[0] + "." + forged + "." + parts[2], fault.Unauthenticated},
			"no signature":    {parts[0] + "." + parts[1] + ".", fault.Unauthenticated},
			"two parts":       {parts[0] + "." + parts[1], fault.Unauthenticated},
			"five parts":      {good + ".a.b", fault.Unauthenticated},
			"rubbish":         {"a.b.c", fault.Unauthenticated},
			"very long":       {strings.Repeat("a", 1<<20) + ".b.c", fault.Unauthenticated},
			"expired, by another key": {stranger.sign(stranger.signingKey(),
				i.claims(now, map[string]any{"exp": 1})), fault.Unauthenticated},
		} {
			if v, err := d.Authenticate(f.Context(), c.jwt); v != viewer.Anonymous() {
				f.Errorf("%s: it got in", name)
			} else {
				f.requireFault(name, err, c.want)
			}
		}
		f.requireSignIn(d, good)
		f.requireRejected(f.newAuthenticator(), good, fault.Unauthenticated) // a server without an issuer
	})
}

// After a key rotation the new key is fetched when a JWT names it; the old one is accepted until it is
// removed.
func TestAuthenticate_KeyRotation(t *testing.T) {
	forEachDatabase(t, func(f fixture) {
		i := newIssuer(f.T)
		d, now := f.authenticatorFor(i), f.clock.now()
		old := i.sign(i.signingKey(), i.claims(now, nil))
		f.requireSignIn(d, old)
		i.rotate()
		fresh := i.sign(i.signingKey(), i.claims(now, map[string]any{"jti": "2"}))
		f.requireSignIn(d, fresh)
		f.requireSignIn(d, i.sign(i.keys[0], i.claims(now, map[string]any{"jti": "3"})))
		i.mu.Lock()
		i.keys = i.keys[1:]
		fetched := i.fetched
		i.mu.Unlock()
		i.rotate()
		// refetches, dropping the removed key
		f.requireSignIn(d, i.sign(i.signingKey(), i.claims(now, map[string]any{"jti": "4"})))
		f.requireRejectedSoon(d, old, fault.Unauthenticated)
		if fetched != 2 {
			f.Errorf("keys were fetched %d times for two of them", fetched)
		}
	})
}

// requireRejectedSoon retries until a JWT is rejected: go-oidc may still use the previously fetched keys.
func (f fixture) requireRejectedSoon(d *account.Authenticator, jwt string, want *fault.Sentinel) {
	f.Helper()
	var err error
	for try := 0; err == nil && try < 100; try++ {
		time.Sleep(time.Duration(try) * time.Millisecond)
		f.clock.advance(3 * time.Second) // longer than the cache TTL
		_, err = d.Authenticate(f.Context(), jwt)
	}
	f.requireFault("signing in", err, want)
}

// While the issuer is down, nobody is authenticated and no token is called invalid; it recovers without a
// restart.
func TestAuthenticate_IssuerDown(t *testing.T) {
	forEachDatabase(t, func(f fixture) {
		i := newIssuer(f.T)
		d, now := f.authenticatorFor(i), f.clock.now()
		jwt := i.sign(i.signingKey(), i.claims(now, nil))
		i.setDown(true)
		f.requireRejected(d, jwt, fault.IssuerUnreachable)
		i.setDown(false)
		f.requireRejected(d, jwt, fault.IssuerUnreachable) // within the retry delay
		f.clock.advance(5 * time.Second)
		f.requireSignIn(d, jwt)
		i.rotate()
		i.setDown(true)
		f.requireRejected(
			d, i.sign(i.signingKey(), i.claims(now, map[string]any{"jti": "2"})), fault.IssuerUnreachable,
		)
		f.clock.advance(3 * time.Second)
		f.requireSignIn(d, jwt) // its key is known
	})
}

// JWTs with unknown keys do not cause a key fetch each: valid JWTs are accepted meanwhile, and a new key is
// found after the flood.
func TestAuthenticate_UnknownKeyFlood(t *testing.T) {
	forEachDatabase(t, func(f fixture) {
		i := newIssuer(f.T)
		d, now := f.authenticatorFor(i), f.clock.now()
		good := i.sign(i.signingKey(), i.claims(now, nil))
		f.requireSignIn(d, good)
		stranger := newIssuer(f.T)
		for n := range 200 {
			key := stranger.signingKey()
			key.KeyID = fmt.Sprint("made-up-", n)
			jwt := stranger.sign(key, i.claims(now, map[string]any{"jti": fmt.Sprint(n)}))
			if v, err := d.Authenticate(f.Context(), jwt); v != viewer.Anonymous() ||
				!errors.Is(err, fault.Unauthenticated) && !errors.Is(err, fault.IssuerUnreachable) {
				f.Fatalf("%d: %v", n, err)
			}
		}
		i.mu.Lock()
		fetched := i.fetched
		i.mu.Unlock()
		if fetched > 15 {
			f.Errorf("the issuer was asked %d times for its keys", fetched)
		}
		f.clock.advance(3 * time.Second) // longer than the cache TTL
		f.requireSignIn(d, good)
		i.rotate()
		fresh := i.sign(i.signingKey(), i.claims(now, map[string]any{"jti": "fresh"}))
		for try := 0; ; try++ {
			if _, err := d.Authenticate(f.Context(), fresh); err == nil {
				return
			} else if try > 50 {
				f.Fatalf("the new key is never found: %v", err)
			}
			time.Sleep(100 * time.Millisecond)
		}
	})
}
