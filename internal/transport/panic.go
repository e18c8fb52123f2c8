package transport

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"strings"

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
	Refuse(w, r, fault.Internal.With("id", Incident(r.Context(), p)))
}

// Incident logs a panic and counts it, and gives the id that the log has it under. The log has where it was, and of its
// value what cannot be a client's: a panic may say anything, a variable or a token too.
func Incident(ctx context.Context, p any) (id string) {
	id = IncidentID()
	Here(ctx).Panicked()
	slog.ErrorContext(ctx, "panic", "id", id, "panic", discreet(p), "stack", strings.TrimSpace(string(debug.Stack())))
	return id
}

// IncidentID is a new id for what the log alone has.
func IncidentID() string {
	var b [6]byte
	rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// discreet is what may be told of a panic's value: what Go itself says, which is numbers and types, the code of a fault,
// and of all else the type. The line is in the stack.
func discreet(p any) string {
	err, isError := p.(error)
	if _, ok := p.(runtime.Error); ok {
		return err.Error()
	}
	if isError {
		if known, ok := fault.As(err); ok {
			return string(known.Code())
		}
	}
	return fmt.Sprintf("%T", p)
}
