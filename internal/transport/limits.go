package transport

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"thidua/internal/fault"
)

// The default Limits.
const (
	DefaultMaxBody           = 1 << 20
	DefaultTimeout           = 15 * time.Second
	DefaultMaxVariableValues = 1000
)

// requestTimeoutFlag is the name of the limit Limits.Timeout, for clients.
const requestTimeoutFlag = "--request-timeout"

// Limits bound one request. Zero fields have the defaults.
type Limits struct {
	MaxBody           int64         // bytes of a POST's body, or of a GET's query string
	Timeout           time.Duration // from the last byte of the request to the response
	MaxVariableValues int           // in the variables, and in the extensions, counted before they are decoded
}

func (l Limits) maxBody() int64 { return cmp.Or(l.MaxBody, DefaultMaxBody) }

func (l Limits) maxVariableValues() int { return cmp.Or(l.MaxVariableValues, DefaultMaxVariableValues) }

// startResponseDeadline returns r with the deadline of its response. The time starts when the request is
// complete: the server's read timeout must not expire while the operation is executed. For a GET with a body,
// which is ignored, the read deadline is kept: the server waits for the body before it responds, and would
// wait forever.
func (l Limits) startResponseDeadline(
	w http.ResponseWriter, r *http.Request,
) (*http.Request, context.CancelFunc) {
	if r.Method == http.MethodPost || r.ContentLength == 0 {
		_ = http.NewResponseController(w).SetReadDeadline(time.Time{}) // not every writer supports it
	}
	ctx, cancel := fault.WithTimeout(r.Context(), requestTimeoutFlag, cmp.Or(l.Timeout, DefaultTimeout))
	return r.WithContext(ctx), cancel
}
