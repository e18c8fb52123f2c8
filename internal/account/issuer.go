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
	// askFor is how long the issuer may take to answer.
	askFor = 5 * time.Second
	// askAgain is how long an issuer that did not answer is left in peace.
	askAgain = 5 * time.Second
	// keysEvery and keysAtOnce are how often the issuer is asked for its keys. go-oidc asks anew for each JWT whose signature
	// no key fits, and anybody can write those: without an end to it they would be passed on to the issuer.
	keysEvery  = time.Second
	keysAtOnce = 10
	// skew is how far its clock and ours may be apart.
	skew = time.Minute
	// jwtMax is the longest JWT that is looked at, in bytes.
	jwtMax = 16 << 10
)

// Issuer is an OpenID Connect issuer, whose JWTs for our audience we take. It is asked for its keys at the first JWT, so
// that neither has to be started before the other.
type Issuer struct {
	url, audience string

	mu       sync.Mutex
	verifier *oidc.IDTokenVerifier
	failed   time.Time
}

// NewIssuer is the issuer at a URL, for JWTs that are meant for an audience.
func NewIssuer(url, audience string) *Issuer { return &Issuer{url: url, audience: audience} }

// verify gives the subject of a JWT and when it expires. Only what is signed by the issuer and meant for us is told apart
// further; the rest is UNAUTHENTICATED.
func (i *Issuer) verify(ctx context.Context, jwt string, now time.Time) (string, time.Time, error) {
	if len(jwt) > jwtMax || strings.Count(jwt, ".") != 2 {
		return "", time.Time{}, fault.Unauthenticated.With()
	}
	verifier, err := i.discover(now)
	if err != nil {
		return "", time.Time{}, err
	}
	var unreachable error
	token, err := verifier.Verify(context.WithValue(ctx, unreachableKey{}, &unreachable), jwt)
	if unreachable != nil {
		return "", time.Time{}, fault.IssuerUnreachable.Because(unreachable)
	}
	if err != nil {
		return "", time.Time{}, fault.Unauthenticated.Because(err)
	}
	var claims struct {
		NotBefore *float64 `json:"nbf"`
	}
	if err := token.Claims(&claims); err != nil || token.Subject == "" {
		return "", time.Time{}, fault.Unauthenticated.Because(err)
	}
	switch {
	case !now.Before(token.Expiry):
		return "", time.Time{}, fault.TokenExpired.With()
	case claims.NotBefore != nil && float64(now.Add(skew).Unix()) < *claims.NotBefore:
		return "", time.Time{}, fault.TokenNotYetValid.With()
	}
	return token.Subject, token.Expiry, nil
}

// discover asks the issuer, once, where its keys are.
func (i *Issuer) discover(now time.Time) (*oidc.IDTokenVerifier, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.verifier != nil {
		return i.verifier, nil
	}
	if !i.failed.IsZero() && now.Sub(i.failed) < askAgain {
		return nil, fault.IssuerUnreachable.With()
	}
	// The keys outlive the request that asks for them first, so its context is not theirs.
	began, ctx := time.Now(), oidc.ClientContext(context.Background(), &http.Client{Timeout: askFor})
	provider, err := oidc.NewProvider(ctx, i.url)
	var about struct {
		Keys       string   `json:"jwks_uri"`
		Algorithms []string `json:"id_token_signing_alg_values_supported"`
	}
	if err == nil {
		err = provider.Claims(&about)
	}
	if err != nil {
		i.failed = now.Add(time.Since(began).Truncate(time.Second)) // it may have taken all the time that it is left in peace for
		slog.Error("the OpenID Connect issuer cannot be used", "issuer", i.url, "error", err)
		return nil, fault.IssuerUnreachable.Because(err)
	}
	client := &http.Client{Timeout: askFor, Transport: seldom{rate.NewLimiter(rate.Every(keysEvery), keysAtOnce)}}
	remote := oidc.NewRemoteKeySet(oidc.ClientContext(context.Background(), client), about.Keys)
	i.verifier = oidc.NewVerifier(i.url, keys{remote}, &oidc.Config{
		ClientID: i.audience, SupportedSigningAlgs: signing(about.Algorithms),
		SkipExpiryCheck: true, // verify looks at the times, once it is sure who says them
	})
	return i.verifier, nil
}

// signing are the algorithms that both sides know: those with a public key, and "none" never.
func signing(offered []string) []string {
	both := []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA}
	both = slices.DeleteFunc(both, func(known string) bool { return !slices.Contains(offered, known) })
	if len(both) == 0 {
		return []string{oidc.RS256} // what every issuer has to know
	}
	return both
}

// seldom asks no more often than its limiter allows. What it refuses is not lost: whoever asks next brings the keys for all.
type seldom struct{ limiter *rate.Limiter }

var errAskedOften = errors.New("account: the issuer was asked for its keys a moment ago")

func (s seldom) RoundTrip(r *http.Request) (*http.Response, error) {
	if !s.limiter.Allow() {
		return nil, errAskedOften
	}
	return http.DefaultTransport.RoundTrip(r)
}

// keys tells apart that a signature is wrong from that it cannot be checked.
type keys struct{ remote oidc.KeySet }

type unreachableKey struct{}

func (k keys) VerifySignature(ctx context.Context, jwt string) ([]byte, error) {
	payload, err := k.remote.VerifySignature(ctx, jwt)
	if err != nil && strings.HasPrefix(err.Error(), "fetching keys") {
		if told, ok := ctx.Value(unreachableKey{}).(*error); ok {
			*told = err
		}
	}
	return payload, err
}
