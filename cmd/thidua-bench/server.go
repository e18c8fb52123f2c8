package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"strconv"
	"time"
)

// serverCommand runs one of the servers until its standard input ends. Its first line of output is its
// address.
type serverCommand struct {
	Kind     string `enum:"thidua,baseline,gqlgen,conference" required:"" help:"Kind of server."`
	Database string `help:"Database, unless the kind is limit."`
	Code     string `help:"Code of the conference."`
}

// benchmarkTarget is what is measured.
type benchmarkTarget interface {
	http.Handler
	// publish publishes n events together, with consecutive numbers, and records them in the commit log.
	publish(ctx context.Context, n int) error
	// position returns the current position of the stream; "" if it has none.
	position(ctx context.Context) (string, error)
	count(*serverStats)
}

func (c *serverCommand) Run(ctx context.Context, out io.Writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { _, _ = io.Copy(io.Discard, os.Stdin); cancel() }()
	t, stop, err := c.newTarget(ctx)
	if err != nil {
		return err
	}
	defer stop()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Fprintln(out, listener.Addr())
	serving := &http.Server{Handler: newHandler(t.benchmarkTarget, t.ledger), ReadHeaderTimeout: time.Minute}
	context.AfterFunc(ctx, func() { _ = serving.Close() })
	if err := serving.Serve(listener); ctx.Err() == nil {
		return err
	}
	return nil
}

type targetWithLog struct {
	benchmarkTarget
	ledger *commitLog
}

func (c *serverCommand) newTarget(ctx context.Context) (targetWithLog, func(), error) {
	l := &commitLog{}
	switch c.Kind {
	case "baseline":
		return targetWithLog{newLowerBound(l), l}, func() {}, nil
	case "gqlgen":
		s, stop, err := newFixture(ctx, c.Database, c.Code, l)
		if err != nil {
			return targetWithLog{}, nil, err
		}
		if s.Handler, err = s.stock(ctx); err != nil {
			stop()
			return targetWithLog{}, nil, err
		}
		return targetWithLog{s, l}, stop, nil
	}
	s, stop, err := newFixture(ctx, c.Database, c.Code, l)
	if err != nil {
		return targetWithLog{}, nil, err
	}
	if s.Handler = s.ours(); c.Kind == "conference" {
		return targetWithLog{&recorder{fixture: s}, l}, stop, nil
	}
	return targetWithLog{s, l}, stop, nil
}

// newHandler serves the target, and the requests that control and observe it.
func newHandler(t benchmarkTarget, l *commitLog) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/graphql", t)
	mux.HandleFunc("/publish", func(w http.ResponseWriter, r *http.Request) {
		if err := publishAtRate(r.Context(), t, intParam(r, "n"), intParam(r, "batch"),
			intParam(r, "rate")); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	mux.HandleFunc("/position", func(w http.ResponseWriter, r *http.Request) {
		position, err := t.position(r.Context())
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		writeJSON(w, position)
	})
	mux.HandleFunc("/stats", func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w,
			statsOf(t, intParam(r, "memory") > 0))
	})
	mux.HandleFunc("/commits", func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w,
			l.since(intParam(r, "after")))
	})
	if r, ok := t.(*recorder); ok {
		mux.HandleFunc("/baseline", r.serveBaseline)
		mux.HandleFunc("/forget", func(http.ResponseWriter, *http.Request) { r.takeScripts() })
	}
	mux.HandleFunc("/profile", pprof.Profile)
	mux.Handle("/heap", pprof.Handler("heap"))
	return mux
}

// intParam returns a number from the query; 0 if it is missing.
func intParam(r *http.Request, name string) int {
	n, _ := strconv.Atoi(r.URL.Query().Get(name))
	return n
}

func writeJSON(w http.ResponseWriter, v any) { _ = json.NewEncoder(w).Encode(v) }

// publishAtRate publishes n events, batch at a time: rate per second, or as fast as possible if that is 0.
func publishAtRate(ctx context.Context, t benchmarkTarget, n, batch, rate int) error {
	began := time.Now()
	for done := 0; done < n; done += batch {
		if rate > 0 {
			time.Sleep(time.Until(began.Add(time.Duration(done) * time.Second / time.Duration(rate))))
		}
		if err := t.publish(ctx, min(batch, n-done)); err != nil {
			return err
		}
	}
	return nil
}
