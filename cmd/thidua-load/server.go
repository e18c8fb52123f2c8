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

// server is one of the servers, until its standard input ends. The first line that it prints is where it serves.
type server struct {
	Kind     string `enum:"ours,limit,stock,tilt" required:"" help:"Which one."`
	Database string `help:"Database of those that have one."`
	Code     string `help:"Code of the conference that is followed."`
}

// target is what is measured.
type target interface {
	http.Handler
	// publish lets n events happen together, numbered on, and stamps them in the ledger.
	publish(ctx context.Context, n int) error
	// position is where the stream is now; "" where there is none.
	position(ctx context.Context) (string, error)
	count(*stats)
}

func (c *server) Run(ctx context.Context, out io.Writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { _, _ = io.Copy(io.Discard, os.Stdin); cancel() }()
	t, stop, err := c.target(ctx)
	if err != nil {
		return err
	}
	defer stop()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Fprintln(out, listener.Addr())
	serving := &http.Server{Handler: routes(t.target, t.ledger), ReadHeaderTimeout: time.Minute}
	context.AfterFunc(ctx, func() { _ = serving.Close() })
	if err := serving.Serve(listener); ctx.Err() == nil {
		return err
	}
	return nil
}

type led struct {
	target
	ledger *ledger
}

func (c *server) target(ctx context.Context) (led, func(), error) {
	l := &ledger{}
	switch c.Kind {
	case "limit":
		return led{newLimit(l), l}, func() {}, nil
	case "stock":
		s, stop, err := newHall(ctx, c.Database, c.Code, l)
		if err != nil {
			return led{}, nil, err
		}
		s.Handler = s.stock()
		return led{s, l}, stop, nil
	}
	s, stop, err := newHall(ctx, c.Database, c.Code, l)
	if err != nil {
		return led{}, nil, err
	}
	if s.Handler = s.ours(); c.Kind == "tilt" {
		return led{&recorded{hall: s}, l}, stop, nil
	}
	return led{s, l}, stop, nil
}

// routes are the target's, and those by which it is told what to do and asked what it took.
func routes(t target, l *ledger) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/graphql", t)
	mux.HandleFunc("/publish", func(w http.ResponseWriter, r *http.Request) {
		if err := publish(r.Context(), t, asked(r, "n"), asked(r, "batch"), asked(r, "rate")); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	mux.HandleFunc("/position", func(w http.ResponseWriter, r *http.Request) {
		position, err := t.position(r.Context())
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		answer(w, position)
	})
	mux.HandleFunc("/stats", func(w http.ResponseWriter, r *http.Request) { answer(w, statsOf(t, asked(r, "memory") > 0)) })
	mux.HandleFunc("/commits", func(w http.ResponseWriter, r *http.Request) { answer(w, l.after(asked(r, "after"))) })
	if r, ok := t.(*recorded); ok {
		mux.HandleFunc("/bare", r.bare)
		mux.HandleFunc("/forget", func(http.ResponseWriter, *http.Request) { r.take() })
	}
	mux.HandleFunc("/profile", pprof.Profile)
	mux.Handle("/heap", pprof.Handler("heap"))
	return mux
}

// asked is a number of the query; 0 where it is none.
func asked(r *http.Request, name string) int {
	n, _ := strconv.Atoi(r.URL.Query().Get(name))
	return n
}

func answer(w http.ResponseWriter, v any) { _ = json.NewEncoder(w).Encode(v) }

// publish lets n events happen, batch at a time, rate of them a second; as fast as can be where that is 0.
func publish(ctx context.Context, t target, n, batch, rate int) error {
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
