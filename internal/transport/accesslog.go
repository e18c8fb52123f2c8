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
type Observer func(r *http.Request) (ctx context.Context, end func(*RequestInfo))

// AccessLog is the outermost middleware. It gives every request its RequestInfo, recovers panics that
// nothing else has recovered, logs the request when the response is complete, unless many are rejected by
// limits, and calls the observer, which may be nil.
func AccessLog(next http.Handler, observe Observer) http.Handler {
	var rejected rejectedLog
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Context().Err() != nil {
			return // the client reset the stream before it was handled (HTTP/2 rapid reset)
		}
		info, r := startRequest(w, r)
		end := func(*RequestInfo) {}
		if observe != nil {
			var ctx context.Context
			if ctx, end = observe(r); ctx != r.Context() {
				r = r.WithContext(ctx)
			}
		}
		counted := &countingWriter{ResponseWriter: w}
		defer func() {
			abort := info.respondToPanic(counted, r, recover())
			info.Duration, info.Status, info.Bytes = time.Since(info.Start), counted.statusOrOK(), counted.bytes
			info.setRoute(r.Pattern)
			if rejected.admits(info) {
				info.log(r.Context())
			}
			end(info)
			if abort {
				panic(http.ErrAbortHandler)
			}
		}()
		next.ServeHTTP(counted, r)
	})
}

// respondToPanic responds with INTERNAL to a panic that the caller has recovered, or aborts a response that
// has started. The server would log the panic's value, which may contain anything.
func (ri *RequestInfo) respondToPanic(w *countingWriter, r *http.Request, p any) (abort bool) {
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
func (ri *RequestInfo) log(ctx context.Context) {
	level := slog.LevelDebug
	if ri.API && (!ri.Quiet || ri.Code != "") {
		level = slog.LevelInfo
	}
	logger := slog.Default()
	if !logger.Enabled(ctx, level) {
		return
	}
	attrs := make([]slog.Attr, 0, 11)
	attrs = append(attrs,
		slog.String("method", truncate(ri.Method, maxNameBytes)),
		slog.String("path", ri.Path),
		slog.Int("status", ri.Status),
		slog.Int64("bytes", ri.Bytes),
		slog.Duration("duration", ri.Duration),
	)
	if ri.API {
		viewer := "anonymous"
		if ri.Account != "" {
			viewer = ri.Account
		}
		attrs = append(attrs, slog.String("viewer", viewer))
	}
	if ri.OperationType != "" {
		attrs = append(attrs, slog.String("kind", string(ri.OperationType)),
			slog.String("operation", ri.OperationName))
	}
	if ri.Code != "" {
		attrs = append(attrs, slog.String("code", ri.Code))
		if ri.LimitName != "" {
			attrs = append(attrs, slog.String("limit", ri.LimitName))
		}
		if ri.Address.IsValid() {
			attrs = append(attrs, slog.String("address", ri.Address.String()))
		}
	}
	logger.LogAttrs(ctx, level, "request", attrs...)
}
