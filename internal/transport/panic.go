package transport

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

	"thidua/internal/fault"
)

// caught ends a panic: the log has it under an id, the client gets the id alone. To be deferred. Panics of resolvers do
// not come this far; the executor catches them.
func caught(w http.ResponseWriter, r *http.Request) {
	p := recover()
	if p == nil {
		return
	}
	if p == http.ErrAbortHandler { // the server's own way to break off
		panic(p)
	}
	var b [6]byte
	rand.Read(b[:]) // never fails
	id := hex.EncodeToString(b[:])
	slog.ErrorContext(r.Context(), "panic", "id", id, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
	Refuse(w, r, fault.Internal.With("id", id))
}
