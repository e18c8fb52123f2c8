package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"thidua/ent"
	"thidua/internal/access"
	"thidua/internal/account"
	"thidua/internal/fault"
	"thidua/internal/store"
	"thidua/internal/web"
)

// serve serves a database.
type serve struct {
	Listening
	Database   string `env:"THIDUA_DATABASE" default:"sqlite:thidua.db" placeholder:"URL" help:"Database: sqlite:FILE, or postgres://USER@HOST/NAME."`
	PublicRead bool   `name:"public-read" env:"THIDUA_PUBLIC_READ" default:"false" negatable:"" help:"Show what is published to everybody; without it every reader needs a token."`
	Migrate    bool   `env:"THIDUA_MIGRATE" default:"true" negatable:"" help:"Bring the database's schema up to date before serving."`
}

// Listening is where and how requests are served.
type Listening struct {
	Listen string        `env:"THIDUA_LISTEN" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to serve at."`
	Issuer signIn        `embed:"" prefix:"oidc-"`
	Drain  time.Duration `env:"THIDUA_DRAIN" default:"10s" help:"How long running requests may take after the signal to stop."`
}

// Validate refuses an address that cannot be one.
func (l Listening) Validate() error {
	if _, _, err := net.SplitHostPort(l.Listen); err != nil {
		return fault.BadConfig.With("setting", "--listen", "reason", "it must be HOST:PORT, such as 127.0.0.1:8080")
	}
	return nil
}

func (c *serve) Run(ctx context.Context) error {
	s, err := open(ctx, c.Database, c.Migrate, readRules(c.PublicRead))
	if err != nil {
		return err
	}
	defer s.Close()
	return c.serve(ctx, s, nil)
}

// readRules are those of a server that shows what is published to everybody, or to nobody without a token.
func readRules(public bool) func(*ent.Client) {
	if public {
		return access.Install
	}
	return access.InstallPrivate
}

// open opens a database that is ready to be served.
func open(ctx context.Context, url string, migrate bool, rules func(*ent.Client)) (*store.Store, error) {
	s, err := store.Open(ctx, url, store.WithReadRules(rules))
	if err != nil {
		return nil, err
	}
	if migrate {
		err = s.Migrate(ctx)
	}
	if err == nil {
		err = s.Ready(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// serve answers requests until ctx ends, and then those that are running. The playground offers the tokens.
func (l Listening) serve(ctx context.Context, s *store.Store, tokens []web.Token) error {
	listener, err := net.Listen("tcp", l.Listen)
	if err != nil {
		return fault.BadConfig.With("setting", "--listen", "reason", err.Error())
	}
	door := account.NewDoor(s, l.Issuer.issuer(), time.Now)
	defer keep(door)()
	server := &http.Server{
		Handler:           routes(s, door, tokens),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		ErrorLog:          slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
	base := "http://" + listener.Addr().String()
	slog.Info("serving", "pages", base+"/", "graphql", base+"/graphql", "playground", base+"/playground", "database", s.Dialect())
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	slog.Info("stopping", "drain", l.Drain)
	drain, cancel := context.WithTimeout(context.Background(), l.Drain)
	defer cancel()
	return server.Shutdown(drain)
}
