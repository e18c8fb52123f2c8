package transport

import (
	"context"
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
	Refuse(w, r, fault.Internal.With("id", recorded(r.Context(), p)))
}

// recorded writes a panic to the log and gives the id under which it is there.
func recorded(ctx context.Context, p any) string {
	id := incident()
	slog.ErrorContext(ctx, "panic", "id", id, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
	return id
}

// incident is an id under which the log has what a client is not told.
func incident() string {
	var b [6]byte
	rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}
