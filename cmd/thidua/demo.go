package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"thidua/internal/dataset"
	"thidua/internal/sampledata"
	"thidua/internal/store"
	"thidua/internal/viewer"
	"thidua/internal/web"
)

// demoCommand serves the published record.
type demoCommand struct {
	ListenConfig
	RemoteAccess
	OperationLimits
	PublicRead          bool     `env:"THIDUA_PUBLIC_READ" default:"true" negatable:"" help:"Allow anonymous access to published data."`
	PublicIntrospection bool     `env:"THIDUA_PUBLIC_INTROSPECTION" default:"true" negatable:"" help:"Allow anonymous access to the schema: introspection, suggestions and /schema.graphql."`
	Database            string   `env:"THIDUA_DATABASE" placeholder:"URL" help:"Database to load the record into: sqlite:FILE or postgres://USER@HOST/NAME; a temporary file if not specified."`
	Play                demoKind `name:"live" env:"THIDUA_LIVE" placeholder:"final" help:"Play a conference repeatedly: the final review of cluster 2, or with --live=national the national review with 63 sites."`
	Speed               float64  `env:"THIDUA_SPEED" default:"1" help:"Factor by which a conference is played faster than in real time."`
	Scale               bool     `env:"THIDUA_SCALE" help:"Also load generated data: 63 units, ten school years, 50000 figures."`
}

func (c *demoCommand) Run(ctx context.Context, out outputs) error {
	if err := c.Play.validate(c.Speed, c.TLSCert != ""); err != nil {
		return err
	}
	g, err := c.newGuard(c.PublicIntrospection)
	if err != nil {
		return err
	}
	listener, err := c.bind()
	if err != nil {
		return err
	}
	defer listener.Close()
	if err := c.checkAddress(listener.Addr()); err != nil {
		return err
	}
	c.Hosts = c.allowedHosts()
	url, remove, err := c.databaseURL()
	if err != nil {
		return err
	}
	defer remove()
	t, stop, err := c.Observability.start(ctx, g)
	if err != nil {
		return err
	}
	defer stop()
	s, err := openDatabase(ctx, url, true, readRulesFor(c.PublicRead),
		store.WithObserver(t.StatementObserver()), c.pool())
	if err != nil {
		return err
	}
	defer s.Close()
	if err := loadRecord(ctx, s, out); err != nil {
		return err
	}
	if err := createDemoConference(ctx, s); err != nil {
		return err
	}
	if c.Scale {
		if err := loadSampleData(ctx, s, sampledata.Country, out); err != nil {
			return err
		}
	}
	if a, ok := listener.Addr().(*net.TCPAddr); ok && !a.IP.IsLoopback() {
		slog.Warn("the playground offers tokens of all roles, including the Ministry's, to everybody who can reach"+
			" this address", "listen", a.String())
	}
	tokens, err := c.ensureTokens(ctx, s)
	if err != nil {
		return err
	}
	for _, t := range tokens {
		fmt.Fprintf(out.out, "%-15s %s\n", t.Role, t.Secret)
	}
	plays, err := findDemoSeries(ctx, s)
	if err != nil {
		return err
	}
	if c.Play != "" {
		plays.prepare(c.Play.series()) // before the server accepts requests
		c.Quiet = true                 // keeps the tokens and addresses visible
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		// Requests with the Ministry's token are answered once the server is running.
		go c.Play.play(ctx, "http://"+listener.Addr().String(), tokens[0].Secret, c.Speed, plays)
	}
	return c.serve(ctx, listener, s, g, t, web.Config{Tokens: tokens, Series: plays.list})
}

// databaseURL returns the database to use, and a function that removes it if it is temporary.
func (c *demoCommand) databaseURL() (url string, remove func(), err error) {
	if c.Database != "" {
		return c.Database, func() {}, nil
	}
	dir, err := os.MkdirTemp("", "thidua-demo-")
	return "sqlite:" + filepath.Join(dir, "thidua.db"), func() { _ = os.RemoveAll(dir) }, err
}

// loadRecord loads the published record, with a progress bar on a terminal.
func loadRecord(ctx context.Context, s *store.Store, out outputs) error {
	began := time.Now()
	stats, err := dataset.Load(viewer.NewContext(ctx, viewer.Operator()), s,
		dataset.WithProgress(newProgress(out, "loading the record")))
	if err != nil {
		return err
	}
	slog.Info("record loaded", "facts", stats.String(), "duration",
		time.Since(began).Round(time.Millisecond).String())
	return nil
}

// loadSampleData loads the generated data, with a progress bar on a terminal.
func loadSampleData(ctx context.Context, s *store.Store, size sampledata.Size, out outputs) error {
	began := time.Now()
	if err := sampledata.Load(viewer.NewContext(ctx, viewer.Operator()), s, size,
		newProgress(out, "loading generated data")); err != nil {
		return err
	}
	slog.Info("generated data loaded", "units", size.Units, "years", size.Years, "figures", size.Values,
		"duration", time.Since(began).Round(time.Millisecond).String())
	return nil
}

// newProgress returns a progress bar on a terminal, and a no-op elsewhere.
func newProgress(out outputs, what string) func(done, total int, what string) {
	f, ok := out.errs.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return func(int, int, string) {}
	}
	bar := progressbar.NewOptions(1, progressbar.OptionSetWriter(f), progressbar.OptionClearOnFinish(),
		progressbar.OptionSetDescription(what))
	return func(done, total int, _ string) { bar.ChangeMax(total); _ = bar.Set(done) }
}
