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
)

// POST takes an operation as a JSON object in the body.
type POST struct {
	Limits
	// Live counts the bytes of responses that are not read, together with its own; nil counts none.
	Live *Live
}

var _ graphql.Transport = POST{}

// Supports takes every POST, so that those with another body are told what is wrong with it. An Upgrade header is no
// reason to refuse: a client may offer HTTP/2 by it.
func (POST) Supports(r *http.Request) bool { return r.Method == http.MethodPost }

// Do answers r.
func (t POST) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	defer caught(w, r)
	as, ok := negotiate(r.Header["Accept"])
	if !ok {
		Refuse(w, r, fault.NotAcceptable)
		return
	}
	if !isJSON(r.Header) {
		w.Header().Set("Accept", string(legacy)) // RFC 9110, 15.5.16: what would have been taken
		Refuse(w, r, fault.UnsupportedMediaType)
		return
	}
	start := graphql.Now()
	params, err := t.read(r)
	if err != nil {
		if errors.Is(err, fault.BodyTooLarge) || errors.Is(err, fault.Timeout) {
			w.Header().Set("Connection", "close") // rather than wait for the rest
		}
		refuseRead(w, r, as, err)
		return
	}
	params.Headers = r.Header
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	r, cancel := t.timed(w, r)
	defer cancel()
	execute(w, r, exec, as, params, t.Live)
}

// isJSON says whether a body is JSON in UTF-8, and as it is. No page of another origin can send that without asking
// first, which is half of what keeps CSRF out.
func isJSON(h http.Header) bool {
	if coding := h.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return false
	}
	name, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil || name != string(legacy) {
		return false
	}
	charset, given := params["charset"]
	return !given || isUTF8(charset)
}

// bodies are buffers to read into: what is decoded is copied out of them.
var bodies = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// keptBody is the largest buffer that is used again, so that one large body does not stay for ever.
const keptBody = 64 << 10

// read reads the parameters of an operation.
func (t POST) read(r *http.Request) (*graphql.RawParams, error) {
	limit := t.maxBody()
	if r.ContentLength > limit {
		return nil, fault.BodyTooLarge.With("max", limit)
	}
	body := bodies.Get().(*bytes.Buffer)
	defer func() {
		if body.Cap() <= keptBody {
			body.Reset()
			bodies.Put(body)
		}
	}()
	switch _, err := body.ReadFrom(io.LimitReader(r.Body, limit+1)); {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, fault.Timeout.Because(errSlowClient)
	case err != nil:
		return nil, fault.MalformedRequest.With("reason", "INCOMPLETE").Because(err)
	case int64(body.Len()) > limit:
		return nil, fault.BodyTooLarge.With("max", limit)
	}
	return decode(body.Bytes(), t.values())
}

// errSlowClient is behind a timeout that is the client's doing.
var errSlowClient = errors.New("the body did not arrive in time")
