package transport

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"thidua/internal/fault"
	"thidua/internal/viewer"
)

// Authenticate is middleware that adds the viewer to the context of every request, by its header
// `Authorization: Bearer`. A request without the header is anonymous. One with an invalid header is rejected,
// never served as anonymous.
func Authenticate(
	next http.Handler, authenticate func(ctx context.Context, bearer string) (viewer.Viewer, error),
) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Authorization")
		caller := viewer.Anonymous()
		if given := r.Header.Values("Authorization"); len(given) > 0 {
			var err error
			if caller, err = authenticateHeader(r.Context(), given, authenticate); err != nil {
				WriteError(w, r, authenticationFault(r.Context(), err))
				return
			}
		}
		if account := caller.Account(); account != 0 {
			RequestInfoFrom(r.Context()).SetAccount(account.String())
		}
		next.ServeHTTP(w, r.WithContext(viewer.NewContext(r.Context(), caller)))
	})
}

func authenticateHeader(
	ctx context.Context, given []string, authenticate func(context.Context, string) (viewer.Viewer, error),
) (viewer.Viewer, error) {
	scheme, bearer, _ := strings.Cut(given[0], " ")
	if len(given) > 1 || !strings.EqualFold(scheme, "Bearer") || bearer == "" {
		return viewer.Viewer{}, fault.Unauthenticated.With()
	}
	return authenticate(ctx, bearer)
}

// authenticationFault returns the fault of an error of authenticate: TIMEOUT if the request has ended, and
// INTERNAL with the id of a log line for an unexpected error.
func authenticationFault(ctx context.Context, err error) *fault.Error {
	if known, ok := fault.FromError(err); ok {
		return known
	}
	if ctx.Err() != nil || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return fault.TimeoutOf(ctx, err)
	}
	id := NewIncidentID()
	slog.ErrorContext(ctx, "unexpected error", "id", id, "type", fmt.Sprintf("%T", err), "err", err)
	return fault.Internal.With("id", id)
}
