package main

import (
	"context"
	"net/url"
	"sync"

	"thidua/internal/account"
	"thidua/internal/fault"
)

// signIn is whose JWTs are taken beside our own tokens.
type signIn struct {
	Issuer   string `env:"THIDUA_OIDC_ISSUER" placeholder:"URL" help:"OpenID Connect issuer whose JWTs sign in to the account of their subject."`
	Audience string `env:"THIDUA_OIDC_AUDIENCE" placeholder:"NAME" help:"Audience that such a JWT must be meant for."`
}

// Validate refuses what cannot be an issuer, and half of a setting: without an audience, a JWT that the issuer made for another server would do.
func (i signIn) Validate() error {
	if (i.Issuer == "") != (i.Audience == "") {
		return fault.BadConfig.With("setting", "--oidc-issuer, --oidc-audience", "reason", "give both or none")
	}
	if u, err := url.Parse(i.Issuer); i.Issuer != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.Fragment != "") {
		return fault.BadConfig.With("setting", "--oidc-issuer", "reason", "it must be the issuer's URL, such as https://id.example/realm")
	}
	return nil
}

func (i signIn) issuer() *account.Issuer {
	if i.Issuer == "" {
		return nil
	}
	return account.NewIssuer(i.Issuer, i.Audience)
}

// keep has the door write when tokens were used, until the function that it returns is called; that one waits for the
// last of it.
func keep(door *account.Door) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { door.Keep(ctx) })
	return func() { cancel(); running.Wait() }
}
