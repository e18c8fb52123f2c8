package transport

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/fault"
	"thidua/internal/ratelimit"
)

// POST executes an operation that is a JSON object in the body.
type POST struct {
	Limits
	// Streams counts the unread bytes of responses, together with its own; nil counts none.
	Streams *Streams
}

var _ graphql.Transport = POST{}

// Supports returns true for every POST, so that requests with another body get a specific error. An Upgrade
// header does not matter: a client may offer HTTP/2 with it.
func (POST) Supports(r *http.Request) bool { return r.Method == http.MethodPost }

// Do responds to r.
func (p POST) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	defer recoverPanic(w, r)
	responseType, ok := negotiate(r.Header["Accept"])
	if !ok {
		WriteError(w, r, fault.NotAcceptable)
		return
	}
	if !hasJSONBody(r.Header) {
		w.Header().Set("Accept", string(plainJSON)) // RFC 9110, 15.5.16: what is supported
		WriteError(w, r, fault.UnsupportedMediaType)
		return
	}
	start := graphql.Now()
	params, err := p.readParams(r)
	if err != nil {
		if errors.Is(err, fault.BodyTooLarge) || errors.Is(err, fault.Timeout) ||
			errors.Is(err, fault.TooManyOperations) {
			w.Header().Set("Connection", "close") // rather than wait for the rest
		}
		writeReadError(w, r, responseType, err)
		return
	}
	params.Headers = r.Header
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	r, cancel := p.startResponseDeadline(w, r)
	defer cancel()
	executeRequest(w, r, exec, responseType, params, p.Streams)
}

// hasJSONBody reports whether a body is uncompressed JSON in UTF-8. A page of another origin cannot send
// that without a preflight request, which is half of the protection against CSRF.
func hasJSONBody(h http.Header) bool {
	if coding := h.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return false
	}
	name, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil || name != string(plainJSON) {
		return false
	}
	charset, given := params["charset"]
	return !given || isUTF8(charset)
}

// bodyBuffers are buffers for request bodies: decoded parameters are copied out of them.
var bodyBuffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// maxPooledBytes is the largest buffer that is reused, so that one large body does not occupy memory
// forever.
const maxPooledBytes = 64 << 10

// readParams reads the parameters of an operation. Its bytes are charged before they are decoded.
func (p POST) readParams(r *http.Request) (*graphql.RawParams, error) {
	limit := p.maxBody()
	if r.ContentLength > limit {
		return nil, bodyTooLarge(limit, r.ContentLength)
	}
	if r.ContentLength < 0 || r.ContentLength > maxPooledBytes { // -1 if it is unknown
		end, err := ratelimit.BeginBody(r.Context())
		if err != nil {
			return nil, err
		}
		defer end()
	}
	body := bodyBuffers.Get().(*bytes.Buffer)
	defer func() {
		if body.Cap() <= maxPooledBytes {
			body.Reset()
			bodyBuffers.Put(body)
		}
	}()
	switch _, err := body.ReadFrom(io.LimitReader(r.Body, limit+1)); {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, readTimeoutFault(r)
	case err != nil:
		return nil, fault.MalformedRequest.With("reason", "INCOMPLETE").Wrap(err)
	case int64(body.Len()) > limit:
		return nil, bodyTooLarge(limit, int64(body.Len()))
	}
	end, err := ratelimit.ChargeAndBeginDecoding(r.Context(), body.Len())
	if err != nil {
		return nil, err
	}
	defer end()
	return decodeParams(body.Bytes(), p.maxVariableValues())
}

// bodyTooLarge returns BODY_TOO_LARGE; value is the size of the request, or where counting stopped.
func bodyTooLarge(limit, value int64) error {
	return fault.BodyTooLarge.With("limit", "--max-body", "max", limit, "value", value)
}

// errSlowClient is the cause of a timeout if the client was too slow.
var errSlowClient = errors.New("the body did not arrive in time")

// readTimeoutFault returns the TIMEOUT of a body that did not arrive in time.
func readTimeoutFault(r *http.Request) *fault.Error {
	server, ok := r.Context().Value(http.ServerContextKey).(*http.Server)
	if !ok {
		return fault.Timeout.Wrap(errSlowClient)
	}
	return fault.Timeout.With("limit", "--read-timeout", "max", server.ReadTimeout,
		"value", server.ReadTimeout).Wrap(errSlowClient)
}
