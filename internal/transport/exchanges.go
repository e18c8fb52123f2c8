package transport

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"thidua/internal/fault"
)

// Watcher is told of every request: of its beginning by the call, of its end by one of what that returns. The context is
// what the request goes on with.
type Watcher func(r *http.Request) (ctx context.Context, over func(*Exchange))

// Exchanges stands before everything that is served. It gives every request its Exchange, ends a panic that nothing
// else has ended, writes one line of the log when the answer is out, and tells the watcher, who may be nil.
func Exchanges(next http.Handler, watch Watcher) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e, r := begin(w, r)
		over := func(*Exchange) {}
		if watch != nil {
			var ctx context.Context
			if ctx, over = watch(r); ctx != r.Context() {
				r = r.WithContext(ctx)
			}
		}
		counted := &counter{ResponseWriter: w}
		defer func() {
			broken := e.rescue(counted, r, recover())
			e.Took, e.Status, e.Bytes = time.Since(e.Began), counted.statusOrOK(), counted.bytes
			e.routed(r.Pattern)
			e.log(r.Context())
			over(e)
			if broken {
				panic(http.ErrAbortHandler)
			}
		}()
		next.ServeHTTP(counted, r)
	})
}

// rescue ends a panic: by the answer that every panic has, or where another has begun, by breaking it off. The server
// would write the panic's value into the log, and that may be anything.
func (e *Exchange) rescue(w *counter, r *http.Request, p any) (broken bool) {
	if p == nil || p == http.ErrAbortHandler { // the server's own way to break off
		return p != nil
	}
	id := Incident(r.Context(), p)
	if w.status != 0 {
		return true
	}
	Refuse(w, r, fault.Internal.With("id", id))
	return false
}

// log writes the line. Pages and probes are asked for all the time, and are told of only where everything is.
func (e *Exchange) log(ctx context.Context) {
	level := slog.LevelDebug
	if e.API && (!e.Quiet || e.Code != "") {
		level = slog.LevelInfo
	}
	logger := slog.Default()
	if !logger.Enabled(ctx, level) {
		return
	}
	attrs := make([]slog.Attr, 0, 9)
	attrs = append(attrs, slog.String("method", short(e.Method, longestName)), slog.String("path", e.Path), slog.Int("status", e.Status),
		slog.Int64("bytes", e.Bytes), slog.Duration("took", e.Took))
	if e.API {
		viewer := "anonymous"
		if e.Account != "" {
			viewer = e.Account
		}
		attrs = append(attrs, slog.String("viewer", viewer))
	}
	if e.Kind != "" {
		attrs = append(attrs, slog.String("kind", string(e.Kind)), slog.String("operation", e.Operation))
	}
	if e.Code != "" {
		attrs = append(attrs, slog.String("code", e.Code))
	}
	logger.LogAttrs(ctx, level, "request", attrs...)
}
