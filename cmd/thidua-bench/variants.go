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
	"thidua/internal/ratelimit"
	"thidua/internal/transport"
	"thidua/internal/viewer"
)

// ours returns the handler of cmd/thidua, with limits that the subscribers of one address do not reach.
func (h *fixture) ours() http.Handler {
	authn := account.NewAuthenticator(h.store, nil, time.Now)
	limiter := ratelimit.NewLimiter(ratelimit.Rates{Request: 1}, time.Now)
	g := guard.New(guard.Config{Limits: guard.DefaultLimits(), Limiter: limiter})
	streams := &transport.Streams{Hub: h.hub, Authenticate: authn.Authenticate}
	served := graph.Handler(h.store, graph.WithGuard(g), graph.WithStreams(streams))
	return transport.Middleware(transport.Config{Limiter: limiter},
		transport.Authenticate(served, authenticate(authn)))
}

// authenticate also accepts the conductor's token.
func authenticate(authn *account.Authenticator) func(context.Context, string) (viewer.Viewer, error) {
	return func(ctx context.Context, bearer string) (viewer.Viewer, error) {
		if bearer == conductorToken {
			return viewer.Account(0, time.Time{}, viewer.Grant{Role: viewer.Ministry}), nil
		}
		return authn.Authenticate(ctx, bearer)
	}
}

// conductorToken authenticates the client that makes announcements.
const conductorToken = "conducting"

// stock returns an unmodified gqlgen server, as gqlgen's own template assembles it, which executes for each
// subscriber. It does not use the hub.
func (h *fixture) stock(ctx context.Context) (http.Handler, error) {
	l, err := newEventLog(ctx, h)
	if err != nil {
		return nil, err
	}
	h.onNotify = l.notify
	srv := handler.New(stock.NewExecutableSchema(stock.Config{Resolvers: &stock.Resolver{Follow: l.subscribe}}))
	srv.AddTransport(gqltransport.Options{})
	srv.AddTransport(gqltransport.Websocket{})
	srv.AddTransport(gqltransport.GET{})
	srv.AddTransport(gqltransport.POST{})
	srv.SetQueryCache(lru.New[*ast.QueryDocument](1000))
	srv.Use(extension.Introspection{})
	srv.Use(extension.AutomaticPersistedQuery{Cache: lru.New[string](100)})
	return srv, nil
}
