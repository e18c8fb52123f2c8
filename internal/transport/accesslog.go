package transport

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"thidua/internal/fault"
)

// Observer is called at the start of every request; it returns the context to continue with, and a function
// to be called at its end.
type Observer func(r *http.Request) (ctx context.Context, over func(*RequestInfo))

// AccessLog is the outermost middleware. It gives every request its RequestInfo, recovers panics that
// nothing else has recovered, logs the request when the response is complete, unless many are rejected by
// limits, and calls the observer, which may be nil.
func AccessLog(next http.Handler, watch Observer) http.Handler {
	var rejected rejectedLog
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Context().Err() != nil {
			return // HTTP/2: the client reset the stream before it was handled, as floods of resets do
		}
		e, r := startRequest(w, r)
		over := func(*RequestInfo) {}
		if watch != nil {
			var ctx context.Context
			if ctx, over = watch(r); ctx != r.Context() {
				r = r.WithContext(ctx)
			}
		}
		counted := &countingWriter{ResponseWriter: w}
		defer func() {
			broken := e.recoverPanic(counted, r, recover())
			e.Duration, e.Status, e.Bytes = time.Since(e.Start), counted.statusOrOK(), counted.bytes
			e.setRoute(r.Pattern)
			if rejected.admits(e) {
				e.log(r.Context())
			}
			over(e)
			if broken {
				panic(http.ErrAbortHandler)
			}
		}()
		next.ServeHTTP(counted, r)
	})
}

// recoverPanic handles a recovered panic: it responds with INTERNAL, or aborts a response that has started.
// The server would log the panic's value, which may contain anything.
func (e *RequestInfo) recoverPanic(w *countingWriter, r *http.Request, p any) (broken bool) {
	if p == nil || p == http.ErrAbortHandler { //nolint:errorlint // net/http compares the value, too
		return p != nil
	}
	id := LogPanic(r.Context(), p)
	if w.status != 0 {
		return true
	}
	WriteError(w, r, fault.Internal.With("id", id))
	return false
}

// log writes the access log line. Requests other than to the API are frequent (pages, probes), so they are
// logged at debug level.
func (e *RequestInfo) log(ctx context.Context) {
	level := slog.LevelDebug
	if e.API && (!e.Quiet || e.Code != "") {
		level = slog.LevelInfo
	}
	logger := slog.Default()
	if !logger.Enabled(ctx, level) {
		return
	}
	attrs := make([]slog.Attr, 0, 11)
	attrs = append(attrs,
		slog.String("method", truncate(e.Method, maxNameBytes)), slog.String("path", e.Path),
		slog.Int("status", e.Status), slog.Int64("bytes", e.Bytes), slog.Duration("duration", e.Duration))
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
		if e.Limit != "" {
			attrs = append(attrs, slog.String("limit", e.Limit))
		}
		if e.Address.IsValid() {
			attrs = append(attrs, slog.String("address", e.Address.String()))
		}
	}
	logger.LogAttrs(ctx, level, "request", attrs...)
}
