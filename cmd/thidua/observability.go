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

// Observability configures metrics and traces. Metrics have a separate address, because they reveal more than
// clients should know, and the clients' address may be public.
type Observability struct {
	Metrics string  `env:"THIDUA_METRICS" placeholder:"HOST:PORT" help:"Address for Prometheus metrics (/metrics), which clients must not reach, such as 127.0.0.1:9090. No metrics if not specified."`
	Traces  string  `env:"THIDUA_TRACES" placeholder:"URL" help:"OTLP endpoint over HTTP for traces, such as http://127.0.0.1:4318. No traces if not specified. The usual variables OTEL_* apply."`
	Ratio   float64 `name:"traces-ratio" env:"THIDUA_TRACES_RATIO" default:"1" placeholder:"PART" help:"Sampling ratio of traces that begin here, from 0 to 1. Requests that are part of a trace follow its sampling decision."`
}

// Validate returns BAD_CONFIG for an invalid address or ratio.
func (o Observability) Validate() error {
	if _, _, err := net.SplitHostPort(o.Metrics); o.Metrics != "" && err != nil {
		return fault.BadConfig.With("setting", "--metrics", "reason",
			"it must be HOST:PORT, such as 127.0.0.1:9090")
	}
	if !(o.Ratio >= 0 && o.Ratio <= 1) {
		return fault.BadConfig.With("setting", "--traces-ratio", "reason", "it must be from 0 to 1")
	}
	return nil
}

// flushTimeout limits sending the last spans.
const flushTimeout = 5 * time.Second

// start starts metrics and traces; t is nil if neither is configured. The caller has to call stop.
func (o Observability) start(ctx context.Context, g *guard.Extension) (t *telemetry.Telemetry, stop func(),
	err error) {
	listener, err := o.listen()
	if err != nil {
		return nil, nil, err
	}
	t, err = telemetry.New(ctx, telemetry.Config{
		Metrics: listener != nil, Traces: o.Traces, SampleRatio: o.Ratio, Version: buildVersion(),
		Operations: operationNames(g), ClosedNames: len(g.TrustedDocuments) > 0,
	})
	if err != nil {
		return nil, nil, errors.Join(err, closeListener(listener))
	}
	t.ObserveDocuments(g.CacheStats)
	if o.Traces != "" {
		otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) {
			slog.Warn("sending traces failed", "err",
				err)
		}))
	}
	page := serveMetrics(listener, t.MetricsHandler())
	return t, func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushTimeout)
		defer cancel()
		if err := t.Shutdown(ctx); err != nil {
			slog.Warn("sending the last traces failed", "err", err)
		}
		_ = page.Close() // interrupts a scrape in progress
	}, nil
}

// listen listens at the address of the metrics; it returns nil if there is none.
func (o Observability) listen() (net.Listener, error) {
	if o.Metrics == "" {
		return nil, nil
	}
	listener, err := net.Listen("tcp", o.Metrics)
	if err != nil {
		return nil, fault.BadConfig.With("setting", "--metrics", "reason", err.Error())
	}
	return listener, nil
}

func closeListener(listener net.Listener) error {
	if listener == nil {
		return nil
	}
	return listener.Close()
}

// serveMetrics serves the metrics, if there is an address for them.
func serveMetrics(listener net.Listener, page http.Handler) *http.Server {
	mux := http.NewServeMux()
	server := &http.Server{
		Handler: mux, ReadHeaderTimeout: flushTimeout, ReadTimeout: flushTimeout, WriteTimeout: time.Minute,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
		ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
	if listener == nil {
		return server
	}
	mux.Handle("GET /metrics", page)
	limited := transport.NewListener(listener, maxMetricConnections)
	server.ConnState = limited.ConnState
	slog.Info("serving metrics", "metrics", "http://"+listener.Addr().String()+"/metrics")
	go func() {
		if err := server.Serve(limited); !errors.Is(err, http.ErrServerClosed) {
			slog.Error("serving metrics failed", "err", err)
		}
	}()
	return server
}

// operationNames returns the names of operations that metrics always count separately: those of the trusted
// documents or, without any, of the examples.
func operationNames(g *guard.Extension) (names []string) {
	texts := slices.Collect(maps.Values(g.TrustedDocuments))
	if len(texts) == 0 {
		for _, e := range web.Examples() {
			texts = append(texts, e.Query)
		}
	}
	for _, text := range texts {
		document, err := parser.ParseQuery(&ast.Source{Input: text})
		if err != nil {
			continue // not possible: both were validated
		}
		for _, o := range document.Operations {
			names = append(names, o.Name)
		}
	}
	return names
}
