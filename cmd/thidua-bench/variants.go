package main

import (
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	gqltransport "github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"

	"thidua/cmd/thidua-bench/stock"
	"thidua/graph"
	"thidua/internal/account"
	"thidua/internal/guard"
	"thidua/internal/journal"
	"thidua/internal/live"
	"thidua/internal/ratelimit"
	"thidua/internal/registry"
	"thidua/internal/transport"
	"thidua/internal/viewer"
)

// ours returns the handler of cmd/thidua, with limits that the subscribers of one address do not reach.
func (h *fixture) ours() http.Handler {
	authenticator := account.NewAuthenticator(h.store, nil, time.Now)
	limiter := ratelimit.NewLimiter(ratelimit.Rates{Request: 1}, time.Now)
	g := guard.New(guard.Config{Limits: guard.DefaultLimits(), Limiter: limiter})
	carried := &transport.StreamServer{Hub: h.hub, Authenticate: authenticator.Authenticate}
	served := graph.Handler(h.store, graph.WithGuard(g), graph.WithLive(carried))
	return transport.Middleware(transport.Config{Limiter: limiter},
		transport.Authenticate(served, authenticate(authenticator)))
}

// authenticate also accepts the conductor's token.
func authenticate(authenticator *account.Authenticator) func(context.Context, string) (viewer.Viewer, error) {
	return func(ctx context.Context, bearer string) (viewer.Viewer, error) {
		if bearer == conductorToken {
			return viewer.Account(0, time.Time{}, viewer.Grant{Role: viewer.Ministry}), nil
		}
		return authenticator.Authenticate(ctx, bearer)
	}
}

// conductorToken authenticates the client that makes announcements.
const conductorToken = "conducting"

// stock returns an unmodified gqlgen server, as gqlgen's own template assembles it: each subscriber has its
// own event subscription in the same hub.
func (h *fixture) stock() http.Handler {
	follow := func(ctx context.Context, code string, after *journal.Position) (<-chan *journal.Event, error) {
		find := func(context.Context) (journal.Stream, error) {
			return journal.ConferenceStream(registry.ConferenceID(code)), nil
		}
		return live.ResolveEvents(ctx, h.hub, find, after)
	}
	srv := handler.New(stock.NewExecutableSchema(stock.Config{Resolvers: &stock.Resolver{Follow: follow}}))
	srv.AddTransport(gqltransport.Options{})
	srv.AddTransport(gqltransport.Websocket{})
	srv.AddTransport(gqltransport.GET{})
	srv.AddTransport(gqltransport.POST{})
	srv.SetQueryCache(lru.New[*ast.QueryDocument](1000))
	srv.Use(extension.Introspection{})
	srv.Use(extension.AutomaticPersistedQuery{Cache: lru.New[string](100)})
	return srv
}
