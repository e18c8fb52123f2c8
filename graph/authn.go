package graph

import (
	"context"
	"net/http"
	"strings"

	"thidua/internal/fault"
	"thidua/internal/transport"
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
		who := viewer.Anonymous()
		if given := r.Header.Values("Authorization"); len(given) > 0 {
			var err error
			if who, err = authenticateHeader(r.Context(), given, authenticate); err != nil {
				transport.WriteError(w, r, faultOf(r.Context(), err, ""))
				return
			}
		}
		if account := who.Account(); account != 0 {
			transport.RequestInfoFrom(r.Context()).SetAccount(account.String())
		}
		next.ServeHTTP(w, r.WithContext(viewer.NewContext(r.Context(), who)))
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
