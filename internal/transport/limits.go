package transport

import (
	"cmp"
	"context"
	"net/http"
	"time"
)

// What one request may take where nothing else is configured.
const (
	DefaultMaxBody = 1 << 20
	DefaultTimeout = 15 * time.Second
	DefaultValues  = 1000
)

// Limits are what one request may take. The zero value has the defaults.
type Limits struct {
	MaxBody int64         // bytes of a POST's body, or of a GET's query string
	Timeout time.Duration // from the last byte of the request to its answer
	Values  int           // in the variables, and again in the extensions, counted before they are decoded
}

func (l Limits) maxBody() int64 { return cmp.Or(l.MaxBody, DefaultMaxBody) }

func (l Limits) values() int { return cmp.Or(l.Values, DefaultValues) }

// timed is r with the time that its answer may take. The clock starts when the request is complete: how long that may
// take is the server's own timeout, which must not run on while the operation is executed. Where the body is not read,
// because a GET's means nothing, it stays: the server waits for the body before it answers, and would wait for ever.
func (l Limits) timed(w http.ResponseWriter, r *http.Request) (*http.Request, context.CancelFunc) {
	if r.Method == http.MethodPost || r.ContentLength == 0 {
		_ = http.NewResponseController(w).SetReadDeadline(time.Time{}) // not every writer has one
	}
	ctx, cancel := context.WithTimeout(r.Context(), cmp.Or(l.Timeout, DefaultTimeout))
	return r.WithContext(ctx), cancel
}
