package transport

import (
	"context"
	"log/slog"
	"net/http"
)

// requestIDHeader is the header with the request id, in requests and responses.
const requestIDHeader = "X-Request-Id"

// maxRequestIDBytes is above the length of ids that proxies create, and keeps log lines short.
const maxRequestIDBytes = 64

// RequestIDs gives every request an id: the one that a proxy has set, or a new one. The response has it, and
// so has every log line that is written through WithRequestID. A request that already has a RequestInfo
// keeps its id.
func RequestIDs(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if RequestInfoFrom(r.Context()) == nil {
			_, r = startRequest(w, r)
		}
		next.ServeHTTP(w, r)
	})
}

// RequestID returns the id of the request that ctx belongs to, or "".
func RequestID(ctx context.Context) string {
	if info := RequestInfoFrom(ctx); info != nil {
		return info.ID
	}
	return ""
}

// isSafeID reports whether an id may be written into a header and a log as it is.
func isSafeID(id string) bool {
	for _, c := range []byte(id) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_', c == '.':
		default:
			return false
		}
	}
	return id != "" && len(id) <= maxRequestIDBytes
}

// WithRequestID returns a log handler that adds the request id to every record of a request.
func WithRequestID(next slog.Handler) slog.Handler { return requestIDHandler{next} }

type requestIDHandler struct{ slog.Handler }

func (r requestIDHandler) Handle(ctx context.Context, record slog.Record) error {
	if id := RequestID(ctx); id != "" {
		record.AddAttrs(slog.String("request", id))
	}
	return r.Handler.Handle(ctx, record)
}

func (r requestIDHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return requestIDHandler{r.Handler.WithAttrs(attrs)}
}
func (r requestIDHandler) WithGroup(name string) slog.Handler {
	return requestIDHandler{r.Handler.WithGroup(name)}
}
