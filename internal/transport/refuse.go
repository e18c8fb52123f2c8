package transport

import (
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
	extensions := map[string]any{"code": string(err.Code())}
	if params := err.Params(); len(params) > 0 {
		extensions["params"] = params
	}
	text := err.Text(fault.Language(r.Header.Get("Accept-Language")))
	return &graphql.Response{Errors: gqlerror.List{{Message: text, Extensions: extensions}}}
}
