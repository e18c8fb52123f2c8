package main

import (
	"net/http"

	"thidua/graph"
	"thidua/internal/account"
	"thidua/internal/fault"
	"thidua/internal/guard"
	"thidua/internal/store"
	"thidua/internal/telemetry"
	"thidua/internal/transport"
	"thidua/internal/web"
)

// newHandler returns the handler of all requests.
func routes(
	s *store.Store, d Door, g *guard.Extension, door *account.Door, live *transport.Live, t *telemetry.Telemetry,
	about web.Config,
) http.Handler {
	signedIn := func(h http.Handler) http.Handler {
		return transport.Door(d.config(g.Till), graph.SignIn(h, door.Authenticate))
	}
	about.SDL, about.Version = []byte(graph.SDL()), buildVersion()
	pages := web.Handler(about)
	mux := http.NewServeMux()
	mux.Handle("/graphql", signedIn(graph.Handler(s, graph.WithLimits(d.limits(g)), graph.WithGuard(g),
		graph.WithLive(live), graph.WithExtension(t.Extension()))))
	if g.PrivateSchema { // the file is as protected as introspection
		mux.Handle("/schema.graphql", signedIn(shown(pages, g)))
	}
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) {
		writeHealth(w, http.StatusOK, health{Status: "ok"})
	})
	mux.Handle("GET /readyz", newReadiness(live.Open.Draining, s.Ready, s.Writable))
	mux.Handle("/", pages)
	return mux
}

// restrictSchema serves the schema to viewers for whom introspection is allowed, and fails with
// INTROSPECTION_OFF otherwise.
func shown(schema http.Handler, g *guard.Extension) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !g.ShowsSchema(r.Context()) {
			transport.Refuse(w, r, fault.IntrospectionOff.With())
			return
		}
		schema.ServeHTTP(w, r)
	})
}
