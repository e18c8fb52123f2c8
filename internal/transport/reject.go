package transport

import (
	"errors"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/internal/fault"
)

// WriteError responds to a rejected request with a GraphQL error result: the fault's code, its parameters
// and its message in the client's language. The status is that of the code for every media type, since there
// is no GraphQL response. err must be a fault.
func WriteError(w http.ResponseWriter, r *http.Request, err error) {
	known, ok := fault.FromError(err)
	if !ok {
		panic(err) // becomes INTERNAL, with an id in the log
	}
	writeErrorStatus(w, r, statusOfFault(known), known)
}

// writeReadError is WriteError for a request that could not be read. A well-formed request that exceeds
// limits gets the same status as one that guard rejects.
func writeReadError(w http.ResponseWriter, r *http.Request, responseType mediaType, err error) {
	setRateLimitHeaders(w, r) // by now the bytes of the request are charged
	if known, ok := fault.FromError(err); ok && errors.Is(err, fault.OperationTooComplex) {
		respond(w, r, responseType, rejectionResponse(r, known))
		return
	}
	WriteError(w, r, err)
}

func writeErrorStatus(w http.ResponseWriter, r *http.Request, status int, err *fault.Error) {
	responseType, ok := negotiate(r.Header["Accept"])
	if !ok {
		responseType = plainJSON
	}
	setRetryAfter(w, err)
	writeResponse(w, r, status, responseType, rejectionResponse(r, err))
}

// rejectionResponse returns the response for a fault and notes the rejection in the RequestInfo: everything
// that this package rejects, and not the executor, passes here.
func rejectionResponse(r *http.Request, err *fault.Error) *graphql.Response {
	RequestInfoFrom(r.Context()).SetRejected(err)
	return faultResponseIn(fault.NegotiateLanguage(r.Header.Get("Accept-Language")), err)
}

func faultResponseIn(language string, err *fault.Error) *graphql.Response {
	extensions := map[string]any{"code": string(err.Code())}
	if params := err.Params(); len(params) > 0 {
		extensions["params"] = params
	}
	return &graphql.Response{Errors: gqlerror.List{{Message: err.Text(language), Extensions: extensions}}}
}
