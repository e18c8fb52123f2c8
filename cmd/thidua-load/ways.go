package main

import (
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	gqltransport "github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"

	"thidua/graph"
	"thidua/graph/generated"
	"thidua/internal/account"
	"thidua/internal/guard"
	"thidua/internal/transport"
	"thidua/internal/viewer"
)

// ours is what cmd/thidua serves, with bounds that all these watchers of one address do not reach.
func (h *hall) ours() http.Handler {
	door := account.NewDoor(h.store, nil, time.Now)
	till := guard.NewTill(guard.Rates{Request: 1}, time.Now)
	g := guard.New(guard.Config{Limits: guard.Defaults(), Till: till})
	live := &transport.Live{Hub: h.hub, SignIn: door.Authenticate}
	served := graph.Handler(h.store, graph.WithGuard(g), graph.WithLive(live))
	return transport.Door(transport.Config{Till: till}, graph.SignIn(served, authenticate(door)))
}

// authenticate lets the one who conducts in besides those whom the door knows.
func authenticate(door *account.Door) func(context.Context, string) (viewer.Viewer, error) {
	return func(ctx context.Context, bearer string) (viewer.Viewer, error) {
		if bearer == conducting {
			return viewer.Account(0, time.Time{}, viewer.Grant{Role: viewer.Ministry}), nil
		}
		return door.Authenticate(ctx, bearer)
	}
}

// conducting is the token of who makes announcements.
const conducting = "conducting"

// stock is gqlgen's own transport over the same resolvers: it knows nothing of planning, so each watcher follows by itself.
func (h *hall) stock() http.Handler {
	srv := handler.New(generated.NewExecutableSchema(generated.Config{
		Resolvers: &graph.Resolver{Reader: h.store.Reader(), Store: h.store, Hub: h.hub}}))
	srv.AddTransport(gqltransport.Websocket{})
	srv.AddTransport(gqltransport.POST{})
	srv.SetQueryCache(lru.New[*ast.QueryDocument](1000))
	return graph.SignIn(srv, account.NewDoor(h.store, nil, time.Now).Authenticate)
}
