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

// recoverPanic recovers a panic: it is logged under an id, and the client gets only the id. It must be
// deferred. The executor recovers panics of resolvers.
func recoverPanic(w http.ResponseWriter, r *http.Request) {
	p := recover()
	if p == nil {
		return
	}
	if p == http.ErrAbortHandler { //nolint:errorlint // net/http compares the value, too
		panic(p)
	}
	WriteError(w, r, fault.Internal.With("id", LogPanic(r.Context(), p)))
}

// LogPanic logs and counts a panic, and returns the id of the log line. The line has the stack, and of the
// panic's value only what cannot contain data of clients, such as variables or tokens.
func LogPanic(ctx context.Context, p any) (id string) {
	id = NewIncidentID()
	RequestInfoFrom(ctx).AddPanic()
	slog.ErrorContext(ctx, "panic", "id", id, "panic", describePanic(p),
		"stack", strings.TrimSpace(string(debug.Stack())))
	return id
}

// NewIncidentID returns a new id for a log line.
func NewIncidentID() string {
	var b [6]byte
	rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// describePanic returns the loggable part of a panic's value: messages of the Go runtime, which contain only
// numbers and types; the code of a fault; otherwise the type. The stack has the line.
func describePanic(p any) string {
	err, isError := p.(error)
	if _, ok := p.(runtime.Error); ok {
		return err.Error()
	}
	if isError {
		if known, ok := fault.FromError(err); ok {
			return string(known.Code())
		}
	}
	return fmt.Sprintf("%T", p)
}
