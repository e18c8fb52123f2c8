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

// Exchange is one request and its answer, as far as the log and the metrics may tell of it. What was asked for, and with
// which variables and which token, is no part of it.
//
// It is written while the request is answered, and whole when a Watcher sees it.
type Exchange struct {
	ID        string // of the request
	Method    string
	Path      string
	Route     string // the pattern that took it: one of a few
	API       bool   // whether it came to the door of the API
	Quiet     bool   // whether the log tells of it only where it went wrong, or everything is told
	Began     time.Time
	Took      time.Duration
	Status    int
	Bytes     int64
	Operation string        // the name that the document gives it, as long as it may be
	Kind      ast.Operation // "" where there was none to run
	Code      string        // of the first error that the answer tells
	Refused   string        // the code, where it went no further than here
	Account   string        // id of the account that signed in
	panics    atomic.Int64
}

type exchangeKey struct{}

// Here is the exchange that ctx belongs to, or nil. All that can be told to an exchange can be told to nil.
func Here(ctx context.Context) *Exchange {
	e, _ := ctx.Value(exchangeKey{}).(*Exchange)
	return e
}

// longestPath and longestName keep a line of the log short: both are the client's words.
const (
	longestPath = 256
	longestName = 64
)

// begin is r with an exchange of its own. Its id is the one that a proxy before us gave it, or a new one; the answer has
// it, too.
func begin(w http.ResponseWriter, r *http.Request) (*Exchange, *http.Request) {
	id := r.Header.Get(requestIDHeader)
	if !sane(id) {
		id = rand.Text()
	}
	w.Header().Set(requestIDHeader, id)
	e := &Exchange{ID: id, Method: r.Method, Path: short(r.URL.Path, longestPath), Began: time.Now()}
	return e, r.WithContext(context.WithValue(r.Context(), exchangeKey{}, e))
}

// SignedIn notes whose request it is; "" for nobody's.
func (e *Exchange) SignedIn(account string) {
	if e != nil {
		e.Account = account
	}
}

// Refuse notes that the request went no further than the door, and why. Errors that the executor tells are not noted
// here: an extension of it can count them, on every transport alike.
func (e *Exchange) Refuse(code string) {
	if e != nil {
		e.Refused, e.Code = code, code
	}
}

// Panicked notes a panic that was caught. Resolvers run side by side, so it may be called from several goroutines.
func (e *Exchange) Panicked() {
	if e != nil {
		e.panics.Add(1)
	}
}

// Panics is how many were caught.
func (e *Exchange) Panics() int { return int(e.panics.Load()) }

// runs notes the operation.
func (e *Exchange) runs(o *ast.OperationDefinition) {
	if e != nil && o != nil {
		e.Operation, e.Kind = short(o.Name, longestName), o.Operation
	}
}

// told notes what the client is told.
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

// routed notes the pattern that took the request, without its method.
func (e *Exchange) routed(pattern string) {
	if _, path, ok := strings.Cut(pattern, " "); ok {
		pattern = path
	}
	e.Route = pattern
}

// short is s without what is past its bytes most.
func short(s string, most int) string {
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "")
	}
	return s
}
