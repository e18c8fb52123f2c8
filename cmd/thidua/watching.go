package main

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"slices"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"go.opentelemetry.io/otel"

	"thidua/internal/fault"
	"thidua/internal/guard"
	"thidua/internal/telemetry"
	"thidua/internal/transport"
	"thidua/internal/web"
)

// watching is what the operator can watch. Metrics have an address of their own: they tell more than a client should
// know, and the one that is open to clients may be open to everybody.
type watching struct {
	Metrics string  `env:"THIDUA_METRICS" placeholder:"HOST:PORT" help:"Address to serve metrics for Prometheus at, as /metrics, such as 127.0.0.1:9090. It must not be one that clients reach. None if not given."`
	Traces  string  `env:"THIDUA_TRACES" placeholder:"URL" help:"Where to send traces by OTLP over HTTP, such as http://127.0.0.1:4318. None if not given. The variables OTEL_EXPORTER_OTLP_HEADERS, OTEL_SERVICE_NAME and their like are heeded."`
	Ratio   float64 `name:"traces-ratio" env:"THIDUA_TRACES_RATIO" default:"1" placeholder:"PART" help:"How many of the traces that begin here are kept, from 0 to 1. For a request that is part of a trace, the trace decides."`
}

// Validate refuses what cannot be an address or a part of the whole.
func (w watching) Validate() error {
	if _, _, err := net.SplitHostPort(w.Metrics); w.Metrics != "" && err != nil {
		return fault.BadConfig.With("setting", "--metrics", "reason", "it must be HOST:PORT, such as 127.0.0.1:9090")
	}
	if !(w.Ratio >= 0 && w.Ratio <= 1) {
		return fault.BadConfig.With("setting", "--traces-ratio", "reason", "it must be from 0 to 1")
	}
	return nil
}

// flushing is how long the last spans may take on their way.
const flushing = 5 * time.Second

// watch begins to watch: its result is nil where nothing is asked for. To be ended by stop.
func (w watching) watch(ctx context.Context, g *guard.Extension) (t *telemetry.Telemetry, stop func(), err error) {
	listener, err := w.listen()
	if err != nil {
		return nil, nil, err
	}
	t, err = telemetry.New(ctx, telemetry.Config{
		Metrics: listener != nil, Traces: w.Traces, Ratio: w.Ratio, Version: buildVersion(),
		Operations: known(g), Closed: len(g.Trusted) > 0,
	})
	if err != nil {
		return nil, nil, errors.Join(err, closeOf(listener))
	}
	t.WatchDocuments(g.Remembered)
	if w.Traces != "" {
		otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { slog.Warn("traces are not sent", "error", err) }))
	}
	page := servePage(listener, t.Page())
	return t, func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushing)
		defer cancel()
		if err := t.Shutdown(ctx); err != nil {
			slog.Warn("the last traces are not sent", "error", err)
		}
		_ = page.Close() // a scrape that is running misses the end, as every later one does
	}, nil
}

// listen takes the address of the metrics; nil where none is given.
func (w watching) listen() (net.Listener, error) {
	if w.Metrics == "" {
		return nil, nil
	}
	listener, err := net.Listen("tcp", w.Metrics)
	if err != nil {
		return nil, fault.BadConfig.With("setting", "--metrics", "reason", err.Error())
	}
	return listener, nil
}

func closeOf(listener net.Listener) error {
	if listener == nil {
		return nil
	}
	return listener.Close()
}

// servePage serves the page of metrics, and nothing where there is none.
func servePage(listener net.Listener, page http.Handler) *http.Server {
	mux := http.NewServeMux()
	server := &http.Server{Handler: mux, ReadHeaderTimeout: flushing, ReadTimeout: flushing, WriteTimeout: time.Minute, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn)}
	if listener == nil {
		return server
	}
	mux.Handle("GET /metrics", page)
	limited := transport.NewListener(listener, maxMetricConnections)
	server.ConnState = limited.ConnState
	slog.Info("serving metrics", "metrics", "http://"+listener.Addr().String()+"/metrics")
	go func() {
		if err := server.Serve(limited); !errors.Is(err, http.ErrServerClosed) {
			slog.Error("metrics are served no more", "error", err)
		}
	}()
	return server
}

// known are the names of operations that always count by themselves: those of the trusted documents, and where there are
// none, of the examples.
func known(g *guard.Extension) (names []string) {
	texts := slices.Collect(maps.Values(g.Trusted))
	if len(texts) == 0 {
		for _, e := range web.Examples() {
			texts = append(texts, e.Query)
		}
	}
	for _, text := range texts {
		document, err := parser.ParseQuery(&ast.Source{Input: text})
		if err != nil {
			continue // both were seen to be valid
		}
		for _, o := range document.Operations {
			names = append(names, o.Name)
		}
	}
	return names
}
