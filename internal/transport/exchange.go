package transport

import (
	"context"
	"crypto/rand"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// RequestInfo describes one request and its response for logs and metrics. It never contains the document,
// variables or tokens.
// It is written while the request is handled, and complete when an Observer gets it.
type Exchange struct {
	ID        string // the request id
	Method    string
	Path      string
	Route     string // the matched pattern: one of a few
	API       bool   // whether it is a request to the API
	Quiet     bool   // whether it is logged at debug level if it succeeds
	Began     time.Time
	Took      time.Duration
	Status    int
	Bytes     int64
	Operation string        // its name in the document, truncated
	Kind      ast.Operation // "" if no operation was executed
	Code      string        // of the first error in the response
	Refused   string        // the code, if this package rejected the request
	Account   string        // id of the authenticated account
	panics    atomic.Int64
}

type exchangeKey struct{}

// RequestInfoFrom returns the RequestInfo of the request that ctx belongs to, or nil. Its setters are safe
// on nil.
func Here(ctx context.Context) *Exchange {
	e, _ := ctx.Value(exchangeKey{}).(*Exchange)
	return e
}

// maxPathBytes and maxNameBytes keep log lines short: clients choose both values.
const (
	longestPath = 256
	longestName = 64
)

// startRequest returns r with a new RequestInfo. Its id is the one that a proxy has set, or a new one; the
// response has it, too.
func begin(w http.ResponseWriter, r *http.Request) (*Exchange, *http.Request) {
	id := r.Header.Get(requestIDHeader)
	if !sane(id) {
		id = rand.Text()
	}
	w.Header().Set(requestIDHeader, id)
	e := &Exchange{ID: id, Method: r.Method, Path: short(r.URL.Path, longestPath), Began: time.Now()}
	return e, r.WithContext(context.WithValue(r.Context(), exchangeKey{}, e))
}

// SetAccount notes the authenticated account; "" for none.
func (e *Exchange) SignedIn(account string) {
	if e != nil {
		e.Account = account
	}
}

// SetRefused notes that this package rejected the request, and why. Errors of the executor are not noted
// here: a gqlgen extension can count them on every transport.
func (e *Exchange) Refuse(code string) {
	if e != nil {
		e.Refused, e.Code = code, code
	}
}

// AddPanic counts a recovered panic. Resolvers run concurrently, so it is safe for concurrent use.
func (e *Exchange) Panicked() {
	if e != nil {
		e.panics.Add(1)
	}
}

// Panics returns the number of recovered panics.
func (e *Exchange) Panics() int { return int(e.panics.Load()) }

// setOperation notes the operation.
func (e *Exchange) runs(o *ast.OperationDefinition) {
	if e != nil && o != nil {
		e.Operation, e.Kind = short(o.Name, longestName), o.Operation
	}
}

// setErrors notes the first error of the response.
func (e *Exchange) told(errs gqlerror.List) {
	if e == nil || len(errs) == 0 {
		return
	}
	if e.Code = codeOf(errs[0]); e.Code == "" {
		e.Code = "UNKNOWN"
	}
}

func codeOf(err *gqlerror.Error) string {
	code, _ := err.Extensions["code"].(string)
	return code
}

// setRoute notes the pattern that the request matched, without its method.
func (e *Exchange) routed(pattern string) {
	if _, path, ok := strings.Cut(pattern, " "); ok {
		pattern = path
	}
	e.Route = pattern
}

// truncate returns at most the first most bytes of s.
func short(s string, most int) string {
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "")
	}
	return s
}
