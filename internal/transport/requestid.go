package transport

import (
	"context"
	"log/slog"
	"net/http"
)

// requestIDHeader names a request, on its way in and out.
const requestIDHeader = "X-Request-Id"

// longestID is above the ids that proxies make, and keeps a line of the log short.
const longestID = 64

// RequestIDs gives every request an id: the one that a proxy before us gave it, or a new one. The answer has it, and so
// has every line of the log that Logged writes for the request. A request that has its Exchange already keeps its id.
func RequestIDs(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if Here(r.Context()) == nil {
			_, r = begin(w, r)
		}
		next.ServeHTTP(w, r)
	})
}

// RequestID is the id of the request that ctx belongs to, or "".
func RequestID(ctx context.Context) string {
	if e := Here(ctx); e != nil {
		return e.ID
	}
	return ""
}

// sane says whether an id may be written into a header and a log as it is.
func sane(id string) bool {
	for _, c := range []byte(id) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_', c == '.':
		default:
			return false
		}
	}
	return id != "" && len(id) <= longestID
}

// Logged is a handler of logs that adds the request's id to what is logged for a request.
func Logged(next slog.Handler) slog.Handler { return logged{next} }

type logged struct{ slog.Handler }

func (l logged) Handle(ctx context.Context, record slog.Record) error {
	if id := RequestID(ctx); id != "" {
		record.AddAttrs(slog.String("request", id))
	}
	return l.Handler.Handle(ctx, record)
}

func (l logged) WithAttrs(attrs []slog.Attr) slog.Handler { return logged{l.Handler.WithAttrs(attrs)} }
func (l logged) WithGroup(name string) slog.Handler       { return logged{l.Handler.WithGroup(name)} }
