package transport

import (
	"net/http"

	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/fault"
)

// MethodNotAllowed answers requests that no other transport supports. It must come last.
type Other struct{}

var _ graphql.Transport = Other{}

// allowedMethods are the methods of the API, for the Allow header.
const allowed = "GET, HEAD, OPTIONS, POST"

// Supports returns true for every request.
func (Other) Supports(*http.Request) bool { return true }

// Do responds with the allowed methods. CORS preflight requests are answered by the middleware.
func (Other) Do(w http.ResponseWriter, r *http.Request, _ graphql.GraphExecutor) {
	w.Header().Set("Allow", allowed)
	if r.Method == http.MethodOptions {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	Refuse(w, r, fault.MethodNotAllowed)
}
