package graph

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/internal/fault"
	"thidua/internal/transport"
	"thidua/internal/viewer"
)

// SignIn puts who is asking into the context of every request, by its header `Authorization: Bearer`. A request without
// the header is anonymous; one with a header that is not good is refused, and never served as if it had none.
func SignIn(next http.Handler, authenticate func(ctx context.Context, bearer string) (viewer.Viewer, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Authorization")
		who := viewer.Anonymous()
		if given := r.Header.Values("Authorization"); len(given) > 0 {
			var err error
			if who, err = signedIn(r.Context(), given, authenticate); err != nil {
				refuse(w, r, err)
				return
			}
		}
		if account := who.Account(); account != 0 {
			transport.Here(r.Context()).SignedIn(account.String())
		}
		next.ServeHTTP(w, r.WithContext(viewer.With(r.Context(), who)))
	})
}

func signedIn(ctx context.Context, given []string, authenticate func(context.Context, string) (viewer.Viewer, error)) (viewer.Viewer, error) {
	scheme, bearer, _ := strings.Cut(given[0], " ")
	if len(given) > 1 || !strings.EqualFold(scheme, "Bearer") || bearer == "" {
		return viewer.Viewer{}, fault.Unauthenticated.With()
	}
	return authenticate(ctx, bearer)
}

// refuse answers a request before GraphQL sees it, as GraphQL would: one error, with its code.
func refuse(w http.ResponseWriter, r *http.Request, err error) {
	told := present(withLanguage(r.Context(), fault.Language(r.Header.Get("Accept-Language"))), err)
	transport.Here(r.Context()).Refuse(told.Extensions["code"].(string)) // present gives each a code
	status := http.StatusInternalServerError
	if known, ok := fault.As(err); ok {
		switch known.Kind() {
		case fault.KindUnauthenticated:
			status = http.StatusUnauthorized
			w.Header().Set("WWW-Authenticate", `Bearer realm="thidua", error="invalid_token"`)
		case fault.KindUnavailable:
			status = http.StatusServiceUnavailable
		}
	}
	kind := "application/json"
	if strings.Contains(r.Header.Get("Accept"), "application/graphql-response+json") {
		kind = "application/graphql-response+json"
	}
	w.Header().Set("Content-Type", kind+"; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]gqlerror.List{"errors": {told}}) // a client that went away misses nothing
}
