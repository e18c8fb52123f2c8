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
func newHandler(
	s *store.Store, d HTTPConfig, g *guard.Extension, authenticator *account.Authenticator,
	streams *transport.Streams, t *telemetry.Telemetry,
	webConfig web.Config,
) http.Handler {
	withMiddleware := func(h http.Handler) http.Handler {
		return transport.Middleware(d.transportConfig(g.Limiter),
			transport.Authenticate(h, authenticator.Authenticate))
	}
	webConfig.SDL, webConfig.Version = []byte(graph.SDL()), buildVersion()
	pages := web.Handler(webConfig)
	mux := http.NewServeMux()
	mux.Handle(
		"/graphql",
		withMiddleware(graph.Handler(s, graph.WithLimits(d.requestLimits(g)), graph.WithGuard(g),
			graph.WithStreams(streams), graph.WithExtension(t.Extension()))),
	)
	if g.PrivateSchema { // the file is as protected as introspection
		mux.Handle("/schema.graphql", withMiddleware(restrictSchema(pages, g)))
	}
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) {
		writeHealth(w, http.StatusOK, healthResponse{Status: "ok"})
	})
	mux.Handle("GET /readyz", newReadiness(streams.Connections.Draining, s.CheckReady, s.CheckWritable))
	mux.Handle("/", d.transportConfig(g.Limiter).LimitRate(pages))
	return mux
}

// restrictSchema serves the schema to viewers for whom introspection is allowed, and fails with
// INTROSPECTION_OFF otherwise.
func restrictSchema(schema http.Handler, g *guard.Extension) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !g.ShowsSchema(r.Context()) {
			transport.WriteError(w, r, fault.IntrospectionOff.With())
			return
		}
		schema.ServeHTTP(w, r)
	})
}
