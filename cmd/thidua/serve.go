package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"time"

	"thidua/ent"
	"thidua/internal/access"
	"thidua/internal/account"
	"thidua/internal/fault"
	"thidua/internal/guard"
	"thidua/internal/live"
	"thidua/internal/store"
	"thidua/internal/telemetry"
	"thidua/internal/transport"
	"thidua/internal/web"
)

// serveCommand serves a database.
type serveCommand struct {
	ListenConfig
	OperationLimits
	Database            string `env:"THIDUA_DATABASE" default:"sqlite:thidua.db" placeholder:"URL" help:"Database: sqlite:FILE or postgres://USER@HOST/NAME."`
	PublicRead          bool   `env:"THIDUA_PUBLIC_READ" default:"false" negatable:"" help:"Allow anonymous access to published data."`
	PublicIntrospection bool   `env:"THIDUA_PUBLIC_INTROSPECTION" default:"false" negatable:"" help:"Allow anonymous access to the schema: introspection, suggestions and /schema.graphql."`
	Migrate             bool   `env:"THIDUA_MIGRATE" default:"true" negatable:"" help:"Migrate the database schema before serving."`
}

// ListenConfig configures how requests are served.
type ListenConfig struct {
	Listen string        `env:"THIDUA_LISTEN" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to listen on."`
	Issuer oidcConfig    `embed:"" prefix:"oidc-"`
	Drain  time.Duration `env:"THIDUA_DRAIN" default:"10s" help:"How long to wait for requests in progress on shutdown; sockets are closed during the first half."`
	HTTPConfig
	StreamConfig
	SocketLimits
	PoolConfig
	Observability Observability `embed:""`
	Hosts         *hostSet      `kong:"-"` // Host headers that are accepted; nil for all
}

// Validate returns BAD_CONFIG for invalid settings.
func (l ListenConfig) Validate() error {
	if _, _, err := net.SplitHostPort(l.Listen); err != nil {
		return fault.BadConfig.With("setting", "--listen", "reason",
			"it must be HOST:PORT, such as 127.0.0.1:8080")
	}
	if l.Drain < 0 {
		return fault.BadConfig.With("setting", "--drain", "reason", "it must not be negative")
	}
	if err := l.StreamConfig.validate(); err != nil {
		return err
	}
	if err := l.SocketLimits.validate(); err != nil {
		return err
	}
	if err := l.PoolConfig.validate(); err != nil {
		return err
	}
	return l.HTTPConfig.validate()
}

func (c *serveCommand) Run(ctx context.Context) error {
	g, err := c.newGuard(c.PublicIntrospection)
	if err != nil {
		return err
	}
	listener, err := c.bind()
	if err != nil {
		return err
	}
	defer listener.Close()
	t, stop, err := c.Observability.start(ctx, g)
	if err != nil {
		return err
	}
	defer stop()
	s, err := openDatabase(ctx, c.Database, c.Migrate, readRulesFor(c.PublicRead),
		store.WithObserver(t.StatementObserver()), c.pool())
	if err != nil {
		return err
	}
	defer s.Close()
	return c.serve(ctx, listener, s, g, t, web.Config{})
}

// readRulesFor returns the read rules: public shows what is published to everybody, otherwise a token is
// required.
func readRulesFor(public bool) func(*ent.Client) {
	if public {
		return access.InstallReadRules
	}
	return access.InstallReadRulesRequiringSignIn
}

// bind listens at the address before anything else is started.
func (l ListenConfig) bind() (net.Listener, error) {
	listener, err := net.Listen("tcp", l.Listen)
	if err != nil {
		return nil, fault.BadConfig.With("setting", "--listen", "reason", err.Error())
	}
	return listener, nil
}

// openDatabase opens a database that is ready to be served.
func openDatabase(
	ctx context.Context, url string, migrate bool, rules func(*ent.Client), more ...store.Option,
) (*store.Store, error) {
	options := append([]store.Option{store.WithReadRules(rules)}, more...)
	if !migrate {
		options = append(options, store.WithMustExist())
	}
	s, err := store.Open(ctx, url, options...)
	if err != nil {
		return nil, err
	}
	if migrate {
		err = s.Migrate(ctx)
	}
	if err == nil {
		err = s.CheckReady(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// serve serves requests until ctx ends, and then waits for those in progress. pages has the tokens and
// the series of a demo; it is empty otherwise.
func (l ListenConfig) serve(
	ctx context.Context, listener net.Listener, s *store.Store, g *guard.Extension, t *telemetry.Telemetry,
	pages web.Config,
) error {
	t.ObservePools(s.Stats)
	analyzeCtx, stopAnalyzing := context.WithCancel(ctx)
	defer stopAnalyzing()
	analyzeTables(analyzeCtx, s, statisticsInterval)
	authenticator := account.NewAuthenticator(s, l.Issuer.issuer(), time.Now)
	defer runUsageFlush(authenticator)()
	hub, stop, err := l.startHubAndJobs(ctx, s)
	if err != nil {
		return err
	}
	defer stop()
	streams := l.newStreams(l.HTTPConfig, authenticator, hub)
	streams.OnSocketClosed = t.RecordSocketPanics
	t.ObserveLive(func() (int, live.Stats) { return streams.Connections.Count(), hub.Stats() })
	if listener, err = l.limitConnections(listener, maxOpenConnections(s), streams); err != nil {
		return err
	}
	handler := l.Hosts.restrict(newHandler(s, l.HTTPConfig, g, authenticator, streams, t, pages))
	server, scheme, err := l.newServer(transport.AccessLog(handler, t.RequestObserver()))
	if err != nil {
		return err
	}
	trackConnections(server, listener)
	logCtx, stopLogging := context.WithCancel(ctx)
	defer stopLogging()
	go new(waitLog).run(logCtx, s.Stats, poolLogInterval)
	base := scheme + "://" + listener.Addr().String()
	slog.Info("serving", "pages", base+"/", "graphql", base+"/graphql", "playground", base+"/playground",
		"database", s.Dialect())
	done := make(chan error, 1)
	go func() { done <- serveListener(server, listener) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	slog.Info("shutting down", "drain", l.Drain.String())
	drainCtx, cancel := context.WithTimeout(context.Background(), l.Drain)
	defer cancel()
	drainSockets(drainCtx, streams, l.Drain)
	if err := server.Shutdown(drainCtx); errors.Is(err, context.DeadlineExceeded) {
		slog.Warn("drain timeout exceeded, closing connections with requests in progress", "drain",
			l.Drain.String())
		return server.Close()
	} else if err != nil {
		return err
	}
	return nil
}
