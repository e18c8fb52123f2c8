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
	ID            string // the request id
	Method        string
	Path          string
	Route         string // the matched pattern: one of a few
	API           bool   // whether it is a request to the API
	Quiet         bool   // whether it is logged at debug level if it succeeds
	Start         time.Time
	Duration      time.Duration
	Status        int
	Bytes         int64
	OperationName string        // its name in the document, truncated
	OperationType ast.Operation // "" if no operation was executed
	Code          string        // of the first error in the response
	RejectedCode  string        // the code, if this package rejected the request
	LimitName     string        // that the first error names; "" for none
	Address       netip.Addr    // of the client; the zero address if it is unknown
	Account       string        // id of the authenticated account
	panics        atomic.Int64
}

type requestInfoKey struct{}

// RequestInfoFrom returns the RequestInfo of the request that ctx belongs to, or nil. Its setters are safe
// on nil.
func RequestInfoFrom(ctx context.Context) *RequestInfo {
	info, _ := ctx.Value(requestInfoKey{}).(*RequestInfo)
	return info
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
	info := &RequestInfo{ID: id, Method: r.Method, Path: truncate(r.URL.Path, maxPathBytes), Start: time.Now()}
	return info, r.WithContext(context.WithValue(r.Context(), requestInfoKey{}, info))
}

// SetAccount notes the authenticated account; "" for none.
func (ri *RequestInfo) SetAccount(account string) {
	if ri != nil {
		ri.Account = account
	}
}

// SetAddress notes the address of the client.
func (ri *RequestInfo) SetAddress(a netip.Addr) {
	if ri != nil {
		ri.Address = a
	}
}

// logQuietly makes the request be logged at debug level: the client canceled it before it was handled.
func (ri *RequestInfo) logQuietly() {
	if ri != nil {
		ri.Quiet = true
	}
}

// SetRejected notes that this package rejected the request, and why. Errors of the executor are not noted
// here: a gqlgen extension can count them on every transport.
func (ri *RequestInfo) SetRejected(err *fault.Error) {
	if ri != nil {
		ri.RejectedCode, ri.Code, ri.LimitName = string(err.Code()), string(err.Code()), limitNameOf(err.Params())
	}
}

// limitNameOf returns the limit that the parameters of an error name; "" for none.
func limitNameOf(params map[string]any) string {
	limit, _ := params["limit"].(string)
	return limit
}

// AddPanic counts a recovered panic. Resolvers run concurrently, so it is safe for concurrent use.
func (ri *RequestInfo) AddPanic() {
	if ri != nil {
		ri.panics.Add(1)
	}
}

// Panics returns the number of recovered panics.
func (ri *RequestInfo) Panics() int { return int(ri.panics.Load()) }

// setOperation notes the operation.
func (ri *RequestInfo) setOperation(o *ast.OperationDefinition) {
	if ri != nil && o != nil {
		ri.OperationName, ri.OperationType = truncate(o.Name, maxNameBytes), o.Operation
	}
}

// setErrors notes the first error of the response.
func (ri *RequestInfo) setErrors(errs gqlerror.List) {
	if ri == nil || len(errs) == 0 {
		return
	}
	if ri.Code = errorCode(errs[0]); ri.Code == "" {
		ri.Code = "UNKNOWN"
	}
	params, _ := errs[0].Extensions["params"].(map[string]any)
	ri.LimitName = limitNameOf(params)
}

func errorCode(err *gqlerror.Error) string {
	code, _ := err.Extensions["code"].(string)
	return code
}

// setRoute notes the pattern that the request matched, without its method.
func (ri *RequestInfo) setRoute(pattern string) {
	if _, path, ok := strings.Cut(pattern, " "); ok {
		pattern = path
	}
	ri.Route = pattern
}

// truncate returns at most the first maxBytes bytes of s.
func truncate(s string, maxBytes int) string {
	if len(s) > maxBytes {
		return strings.ToValidUTF8(s[:maxBytes], "")
	}
	return s
}
