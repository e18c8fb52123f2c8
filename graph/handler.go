package graph

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"

	"thidua/graph/generated"
	"thidua/internal/fault"
	"thidua/internal/store"
	"thidua/internal/transport"
)

// operationsKept is how many parsed and validated documents are kept: those of a few dozen screens and some exploring.
const operationsKept = 1000

// Option changes how a Handler serves.
type Option func(*options)

type options struct{ limits transport.Limits }

// WithLimits sets what one request may take.
func WithLimits(l transport.Limits) Option { return func(o *options) { o.limits = l } }

// Handler serves GraphQL over HTTP from a store.
func Handler(s *store.Store, opts ...Option) http.Handler {
	var o options
	for _, set := range opts {
		set(&o)
	}
	schema() // before anybody serves it
	srv := handler.New(generated.NewExecutableSchema(generated.Config{Resolvers: &Resolver{Reader: s.Reader(), Store: s}}))
	srv.AddTransport(transport.GET{Limits: o.limits})
	srv.AddTransport(transport.POST{Limits: o.limits})
	srv.AddTransport(transport.Other{}) // takes all that is left: it stays the last
	srv.SetQueryCache(lru.New[*ast.QueryDocument](operationsKept))
	srv.Use(extension.Introspection{})
	srv.SetErrorPresenter(present)
	srv.SetRecoverFunc(caught)
	srv.AroundResponses(func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		return next(withBatches(ctx))
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		srv.ServeHTTP(w, r.WithContext(withLanguage(r.Context(), fault.Language(r.Header.Get("Accept-Language")))))
	})
}

type languageKey struct{}

// withLanguage says in which language errors are told.
func withLanguage(ctx context.Context, language string) context.Context {
	return context.WithValue(ctx, languageKey{}, language)
}

func languageOf(ctx context.Context) string {
	language, _ := ctx.Value(languageKey{}).(string)
	return language
}
