package transport

import (
	"net/http"

	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/fault"
)

// MethodNotAllowed answers requests that no other transport supports. It must come last.
type MethodNotAllowed struct{}

var _ graphql.Transport = MethodNotAllowed{}

// allowedMethods are the methods of the API, for the Allow header.
const allowedMethods = "GET, HEAD, OPTIONS, POST"

// Supports returns true for every request.
func (MethodNotAllowed) Supports(*http.Request) bool { return true }

// Do responds with the allowed methods. CORS preflight requests are answered by the middleware.
func (MethodNotAllowed) Do(w http.ResponseWriter, r *http.Request, _ graphql.GraphExecutor) {
	w.Header().Set("Allow", allowedMethods)
	if r.Method == http.MethodOptions {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	WriteError(w, r, fault.MethodNotAllowed)
}
