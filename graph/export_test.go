package graph

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	gqltransport "github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/graph/generated"
	"thidua/internal/store"
)

// Bare is the executor with neither door nor guard: what both are measured against.
func Bare(s *store.Store) http.Handler {
	srv := handler.New(generated.NewExecutableSchema(generated.Config{Resolvers: &Resolver{Reader: s.Reader(), Store: s}}))
	srv.AddTransport(gqltransport.POST{})
	srv.SetQueryCache(lru.New[*ast.QueryDocument](1000))
	srv.SetErrorPresenter(func(ctx context.Context, err error) *gqlerror.Error { return present(ctx, err, false) })
	srv.SetRecoverFunc(caught)
	srv.AroundResponses(batching)
	return srv
}

// SchemaTypes are the types of the schema, by their names.
func SchemaTypes() map[string]*ast.Definition {
	return generated.NewExecutableSchema(generated.Config{}).Schema().Types
}

// ShownOnce tells whether answers of a type are never kept.
func ShownOnce(typ string) bool { return shownOnce[typ] }

// AmongNewest keeps the newest proposals.
var AmongNewest = amongNewest
