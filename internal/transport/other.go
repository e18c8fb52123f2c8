package transport

import (
	"net/http"

	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/fault"
)

// Other answers every method that no transport before it takes.
type Other struct{}

var _ graphql.Transport = Other{}

// allowed are the methods of the API, as the Allow header lists them.
const allowed = "GET, HEAD, OPTIONS, POST"

// Supports takes everything: it comes last.
func (Other) Supports(*http.Request) bool { return true }

// Do says what is allowed. Preflights of other origins are answered before, at the door.
func (Other) Do(w http.ResponseWriter, r *http.Request, _ graphql.GraphExecutor) {
	w.Header().Set("Allow", allowed)
	if r.Method == http.MethodOptions {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	Refuse(w, r, fault.MethodNotAllowed)
}
