package main

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"thidua/graph"
	"thidua/internal/account"
	"thidua/internal/fault"
	"thidua/internal/guard"
	"thidua/internal/store"
	"thidua/internal/telemetry"
	"thidua/internal/transport"
	"thidua/internal/web"
)

// routes is everything that is served.
func routes(s *store.Store, d Door, g *guard.Extension, door *account.Door, live *transport.Live, t *telemetry.Telemetry, about web.Config) http.Handler {
	signedIn := func(h http.Handler) http.Handler {
		return transport.Door(d.config(g.Till), graph.SignIn(h, door.Authenticate))
	}
	about.SDL, about.Version = []byte(graph.SDL()), buildVersion()
	pages := web.Handler(about)
	mux := http.NewServeMux()
	mux.Handle("/graphql", signedIn(graph.Handler(s, graph.WithLimits(d.limits(g)), graph.WithGuard(g), graph.WithLive(live), graph.WithExtension(t.Extension()))))
	if g.PrivateSchema { // the file says what introspection says
		mux.Handle("/schema.graphql", signedIn(shown(pages, g)))
	}
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { health(w, nil) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		if live.Open.Draining() {
			health(w, fault.ShuttingDown)
			return
		}
		health(w, s.Ready(ctx))
	})
	mux.Handle("/", pages)
	return mux
}

// shown shows the schema to whom the guard does, and tells others why not.
func shown(schema http.Handler, g *guard.Extension) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !g.ShowsSchema(r.Context()) {
			transport.Refuse(w, r, fault.IntrospectionOff.With())
			return
		}
		schema.ServeHTTP(w, r)
	})
}

// health says whether all is well: 200 and {"status":"ok"}, or 503 with the code of what is not.
func health(w http.ResponseWriter, err error) {
	answer, status := map[string]string{"status": "ok"}, http.StatusOK
	if err != nil {
		answer, status = map[string]string{"status": "unavailable"}, http.StatusServiceUnavailable
		if known, ok := fault.As(err); ok {
			answer["code"], answer["remedy"] = string(known.Code()), known.Remedy()
		}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer) // a client that went away misses nothing
}
