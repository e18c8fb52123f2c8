package transport

import (
	"errors"
	"net/http"
	"net/url"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/fault"
	"thidua/internal/ratelimit"
)

// GET executes a query from URL parameters. It never executes mutations.
type GET struct {
	Limits
	// Streams counts the unread bytes of responses, together with its own; nil counts none.
	Streams *Streams
}

var _ graphql.Transport = GET{}

// Supports returns true for GET and for HEAD, whose response body the server omits.
func (GET) Supports(r *http.Request) bool {
	return r.Method == http.MethodGet || r.Method == http.MethodHead
}

// Do responds to r.
func (g GET) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	defer recoverPanic(w, r)
	responseType, ok := negotiate(r.Header["Accept"])
	if !ok {
		WriteError(w, r, fault.NotAcceptable)
		return
	}
	start := graphql.Now()
	params, err := g.urlParams(r)
	if err != nil {
		if known, ok := fault.FromError(err); ok && errors.Is(err, fault.BodyTooLarge) {
			writeErrorStatus(w, r, http.StatusRequestURITooLong, known)
			return
		}
		writeReadError(w, r, responseType, err)
		return
	}
	params.Headers = r.Header
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	r, cancel := g.startResponseDeadline(w, r)
	defer cancel()
	executeRequest(w, r, exec, responseType, params, g.Streams)
}

// urlParams reads the parameters of an operation from the URL. Its bytes are charged before they are decoded.
func (l Limits) urlParams(r *http.Request) (*graphql.RawParams, error) {
	raw, limit := r.URL.RawQuery, l.maxBody()
	if int64(len(raw)) > limit {
		return nil, bodyTooLarge(limit, int64(len(raw)))
	}
	end, err := ratelimit.ChargeAndBeginDecoding(r.Context(), len(raw))
	if err != nil {
		return nil, err
	}
	defer end()
	return parseQueryString(raw, l.maxVariableValues())
}

// parseQueryString parses the parameters of an operation, with at most the given number of values. An empty
// parameter counts as not given, as forms send it.
func parseQueryString(raw string, maxValues int) (*graphql.RawParams, error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, fault.MalformedRequest.With("reason", "NOT_URL_ENCODED")
	}
	var p parameters
	for _, name := range parameterNames {
		given := values[name]
		if len(given) > 1 {
			return nil, fault.BadParameter.With("parameter", name, "reason", "REPEATED")
		}
		if len(given) == 0 || given[0] == "" {
			continue
		}
		if !utf8.ValidString(given[0]) {
			return nil, fault.MalformedRequest.With("reason", "NOT_UTF8")
		}
		switch name {
		case "query":
			p.query, p.hasQuery = given[0], true
		case "operationName":
			p.operationName, err = given[0], checkOperationName(len(given[0]))
		case documentID:
			p.documentID = given[0]
		case "variables":
			p.variables, err = objectParameter(name, []byte(given[0]), maxValues)
		case "extensions":
			p.extensions, err = objectParameter(name, []byte(given[0]), maxValues)
		}
		if err != nil {
			return nil, err
		}
	}
	return p.rawParams()
}
