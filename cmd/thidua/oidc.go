package main

import (
	"context"
	"net/url"
	"sync"

	"thidua/internal/account"
	"thidua/internal/fault"
)

// oidcConfig configures the issuer of JWTs that are accepted besides our own tokens.
type oidcConfig struct {
	Issuer   string `env:"THIDUA_OIDC_ISSUER" placeholder:"URL" help:"OpenID Connect issuer whose JWTs authenticate the account of their subject."`
	Audience string `env:"THIDUA_OIDC_AUDIENCE" placeholder:"NAME" help:"Required audience of these JWTs."`
}

// Validate returns BAD_CONFIG for an invalid issuer or one without an audience: a JWT that the issuer made
// for another server would otherwise be accepted.
func (c oidcConfig) Validate() error {
	if (c.Issuer == "") != (c.Audience == "") {
		return fault.BadConfig.With("setting", "--oidc-issuer, --oidc-audience", "reason",
			"give both or none")
	}
	u, err := url.Parse(c.Issuer)
	if c.Issuer != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" ||
		u.RawQuery != "" || u.Fragment != "") {
		return fault.BadConfig.With("setting", "--oidc-issuer", "reason",
			"it must be the issuer's URL, such as https://id.example/realm")
	}
	return nil
}

func (c oidcConfig) issuer() *account.Issuer {
	if c.Issuer == "" {
		return nil
	}
	return account.NewIssuer(c.Issuer, c.Audience)
}

// runUsageFlush periodically writes when tokens were last used. The function that it returns writes the rest
// and stops.
func runUsageFlush(authenticator *account.Authenticator) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { authenticator.RunUsageFlush(ctx) })
	return func() { cancel(); running.Wait() }
}
