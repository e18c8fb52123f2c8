package account

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/time/rate"

	"thidua/internal/fault"
)

const (
	// issuerTimeout limits a request to the issuer.
	issuerTimeout = 5 * time.Second
	// issuerRetryDelay is how long an issuer is not contacted after it has failed.
	issuerRetryDelay = 5 * time.Second
	// keyFetchInterval and keyFetchBurst limit how often the issuer's keys are fetched. go-oidc fetches them
	// for every JWT that no known key verifies, and anybody can send such JWTs.
	keyFetchInterval = time.Second
	keyFetchBurst    = 10
	// clockSkew is the tolerated difference to the issuer's clock.
	clockSkew = time.Minute
	// maxJWTBytes is the maximum length of a JWT.
	maxJWTBytes = 16 << 10
)

// Issuer is an OpenID Connect issuer whose JWTs for our audience are accepted. Its configuration is fetched
// with the first JWT, so neither server has to be started first.
type Issuer struct {
	url, audience string

	mu       sync.Mutex
	verifier *oidc.IDTokenVerifier
	failed   time.Time
}

// NewIssuer returns the issuer at a URL, for JWTs with this audience.
func NewIssuer(url, audience string) *Issuer { return &Issuer{url: url, audience: audience} }

// verify returns the subject and the expiry of a JWT. TOKEN_EXPIRED and TOKEN_NOT_YET_VALID are returned only
// for a JWT signed by the issuer for our audience; any other one is UNAUTHENTICATED.
func (i *Issuer) verify(ctx context.Context, jwt string, now time.Time) (string, time.Time, error) {
	if len(jwt) > maxJWTBytes || strings.Count(jwt, ".") != 2 {
		return "", time.Time{}, fault.Unauthenticated.With()
	}
	verifier, err := i.discover(now)
	if err != nil {
		return "", time.Time{}, err
	}
	var unreachable error
	token, err := verifier.Verify(context.WithValue(ctx, unreachableKey{}, &unreachable), jwt)
	if unreachable != nil {
		return "", time.Time{}, fault.IssuerUnreachable.Wrap(unreachable)
	}
	if err != nil {
		return "", time.Time{}, fault.Unauthenticated.Wrap(err)
	}
	var claims struct {
		NotBefore *float64 `json:"nbf"`
	}
	if err := token.Claims(&claims); err != nil || token.Subject == "" {
		return "", time.Time{}, fault.Unauthenticated.Wrap(err)
	}
	switch {
	case !now.Before(token.Expiry):
		return "", time.Time{}, fault.TokenExpired.With()
	case claims.NotBefore != nil && float64(now.Add(clockSkew).Unix()) < *claims.NotBefore:
		return "", time.Time{}, fault.TokenNotYetValid.With()
	}
	return token.Subject, token.Expiry, nil
}

// discover fetches the issuer's configuration, unless it is known.
func (i *Issuer) discover(now time.Time) (*oidc.IDTokenVerifier, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.verifier != nil {
		return i.verifier, nil
	}
	if !i.failed.IsZero() && now.Sub(i.failed) < issuerRetryDelay {
		return nil, fault.IssuerUnreachable.With()
	}
	// The key set outlives the request that creates it, so it does not use the request's context.
	began, ctx := time.Now(), oidc.ClientContext(context.Background(), &http.Client{Timeout: issuerTimeout})
	provider, err := oidc.NewProvider(ctx, i.url)
	var about struct {
		Keys       string   `json:"jwks_uri"`
		Algorithms []string `json:"id_token_signing_alg_values_supported"`
	}
	if err == nil {
		err = provider.Claims(&about)
	}
	if err != nil {
		// The attempt may have taken the whole delay, so the delay starts at its end.
		i.failed = now.Add(time.Since(began).Truncate(time.Second))
		slog.Error("OpenID Connect discovery failed", "issuer", i.url, "err", err)
		return nil, fault.IssuerUnreachable.Wrap(err)
	}
	client := &http.Client{Timeout: issuerTimeout,
		Transport: rateLimitedTransport{rate.NewLimiter(rate.Every(keyFetchInterval), keyFetchBurst)}}
	remote := oidc.NewRemoteKeySet(oidc.ClientContext(context.Background(), client), about.Keys)
	i.verifier = oidc.NewVerifier(i.url, keySet{remote}, &oidc.Config{
		ClientID: i.audience, SupportedSigningAlgs: signingAlgorithms(about.Algorithms),
		SkipExpiryCheck: true, // verify checks the times after the signature
	})
	return i.verifier, nil
}

// signingAlgorithms returns the supported algorithms that the issuer offers. All have public keys; "none" is
// never accepted.
func signingAlgorithms(offered []string) []string {
	both := []string{
		oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512,
		oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA,
	}
	both = slices.DeleteFunc(both, func(known string) bool { return !slices.Contains(offered, known) })
	if len(both) == 0 {
		return []string{oidc.RS256} // which every issuer must support
	}
	return both
}

// rateLimitedTransport rejects requests beyond its limit. A later request fetches the keys for all.
type rateLimitedTransport struct{ limiter *rate.Limiter }

var errKeyFetchLimited = errors.New("account: the issuer was asked for its keys a moment ago")

func (s rateLimitedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if !s.limiter.Allow() {
		return nil, errKeyFetchLimited
	}
	return http.DefaultTransport.RoundTrip(r)
}

// keySet reports a failure to fetch keys separately from an invalid signature.
type keySet struct{ remote oidc.KeySet }

type unreachableKey struct{}

func (k keySet) VerifySignature(ctx context.Context, jwt string) ([]byte, error) {
	payload, err := k.remote.VerifySignature(ctx, jwt)
	if err != nil && strings.HasPrefix(err.Error(), "fetching keys") {
		if recorded, ok := ctx.Value(unreachableKey{}).(*error); ok {
			*recorded = err
		}
	}
	return payload, err
}
