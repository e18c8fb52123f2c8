package transport

import (
	"errors"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/internal/fault"
)

// Refuse answers a request that goes no further: a GraphQL error result with the fault's code, its parameters and its
// text in the client's language, under the status of the code whatever the type, since there is no GraphQL response to
// it. err must be a fault.
func Refuse(w http.ResponseWriter, r *http.Request, err error) {
	known, ok := fault.As(err)
	if !ok {
		panic(err) // INTERNAL, with an id and a line in the log
	}
	refuse(w, r, statusOfFault(known), known)
}

// refuseRead is Refuse for a request that could not be read. One that is well-formed and asks for too much has the status
// that the guard's refusals have.
func refuseRead(w http.ResponseWriter, r *http.Request, as media, err error) {
	if known, ok := fault.As(err); ok && errors.Is(err, fault.OperationTooComplex) {
		answer(w, r, as, result(r, known))
		return
	}
	Refuse(w, r, err)
}

func refuse(w http.ResponseWriter, r *http.Request, status int, err *fault.Error) {
	as, ok := negotiate(r.Header["Accept"])
	if !ok {
		as = legacy
	}
	retryAfter(w, err)
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="thidua", error="invalid_token"`)
	}
	write(w, status, as, result(r, err))
}

// result is the response that a fault alone is. It notes the refusal: whatever is refused here, and not by the executor,
// comes by.
func result(r *http.Request, err *fault.Error) *graphql.Response {
	Here(r.Context()).Refuse(string(err.Code()))
	return resultIn(fault.Language(r.Header.Get("Accept-Language")), err)
}

func resultIn(language string, err *fault.Error) *graphql.Response {
	extensions := map[string]any{"code": string(err.Code())}
	if params := err.Params(); len(params) > 0 {
		extensions["params"] = params
	}
	return &graphql.Response{Errors: gqlerror.List{{Message: err.Text(language), Extensions: extensions}}}
}
