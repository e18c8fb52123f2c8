package transport

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/internal/fault"
)

// RequestInfo describes one request and its response for logs and metrics. It never contains the document,
// variables or tokens.
// It is written while the request is handled, and complete when an Observer gets it.
type RequestInfo struct {
	ID          string // the request id
	Method      string
	Path        string
	Route       string // the matched pattern: one of a few
	API         bool   // whether it is a request to the API
	Quiet       bool   // whether it is logged at debug level if it succeeds
	Start       time.Time
	Duration    time.Duration
	Status      int
	Bytes       int64
	Operation   string        // its name in the document, truncated
	Kind        ast.Operation // "" if no operation was executed
	Code        string        // of the first error in the response
	RefusedCode string        // the code, if this package rejected the request
	Limit       string        // that the first error names; "" for none
	Address     netip.Addr    // of the client; the zero address if it is unknown
	Account     string        // id of the authenticated account
	panics      atomic.Int64
}

type requestInfoKey struct{}

// RequestInfoFrom returns the RequestInfo of the request that ctx belongs to, or nil. Its setters are safe
// on nil.
func RequestInfoFrom(ctx context.Context) *RequestInfo {
	e, _ := ctx.Value(requestInfoKey{}).(*RequestInfo)
	return e
}

// maxPathBytes and maxNameBytes keep log lines short: clients choose both values.
const (
	maxPathBytes = 256
	maxNameBytes = 64
)

// startRequest returns r with a new RequestInfo. Its id is the one that a proxy has set, or a new one; the
// response has it, too.
func startRequest(w http.ResponseWriter, r *http.Request) (*RequestInfo, *http.Request) {
	id := r.Header.Get(requestIDHeader)
	if !isSafeID(id) {
		id = rand.Text()
	}
	w.Header().Set(requestIDHeader, id)
	e := &RequestInfo{ID: id, Method: r.Method, Path: truncate(r.URL.Path, maxPathBytes), Start: time.Now()}
	return e, r.WithContext(context.WithValue(r.Context(), requestInfoKey{}, e))
}

// SetAccount notes the authenticated account; "" for none.
func (e *RequestInfo) SetAccount(account string) {
	if e != nil {
		e.Account = account
	}
}

// SetAddress notes the address of the client.
func (e *RequestInfo) SetAddress(a netip.Addr) {
	if e != nil {
		e.Address = a
	}
}

// setCanceled notes that the client canceled the request before it was handled. It is logged at debug level.
func (e *RequestInfo) setCanceled() {
	if e != nil {
		e.Quiet = true
	}
}

// SetRefused notes that this package rejected the request, and why. Errors of the executor are not noted
// here: a gqlgen extension can count them on every transport.
func (e *RequestInfo) SetRefused(err *fault.Error) {
	if e != nil {
		e.RefusedCode, e.Code, e.Limit = string(err.Code()), string(err.Code()), limitOf(err.Params())
	}
}

// limitOf returns the limit that the parameters of an error name; "" for none.
func limitOf(params map[string]any) string {
	limit, _ := params["limit"].(string)
	return limit
}

// AddPanic counts a recovered panic. Resolvers run concurrently, so it is safe for concurrent use.
func (e *RequestInfo) AddPanic() {
	if e != nil {
		e.panics.Add(1)
	}
}

// Panics returns the number of recovered panics.
func (e *RequestInfo) Panics() int { return int(e.panics.Load()) }

// setOperation notes the operation.
func (e *RequestInfo) setOperation(o *ast.OperationDefinition) {
	if e != nil && o != nil {
		e.Operation, e.Kind = truncate(o.Name, maxNameBytes), o.Operation
	}
}

// setErrors notes the first error of the response.
func (e *RequestInfo) setErrors(errs gqlerror.List) {
	if e == nil || len(errs) == 0 {
		return
	}
	if e.Code = errorCode(errs[0]); e.Code == "" {
		e.Code = "UNKNOWN"
	}
	params, _ := errs[0].Extensions["params"].(map[string]any)
	e.Limit = limitOf(params)
}

func errorCode(err *gqlerror.Error) string {
	code, _ := err.Extensions["code"].(string)
	return code
}

// setRoute notes the pattern that the request matched, without its method.
func (e *RequestInfo) setRoute(pattern string) {
	if _, path, ok := strings.Cut(pattern, " "); ok {
		pattern = path
	}
	e.Route = pattern
}

// truncate returns at most the first most bytes of s.
func truncate(s string, most int) string {
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "")
	}
	return s
}
