package graph

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/transport"

	"thidua/graph/generated"
	"thidua/internal/fault"
	"thidua/internal/guard"
	"thidua/internal/store"
)

// Option changes how Handler serves.
type Option func(*options)

type options struct{ guard *guard.Extension }

// WithGuard sets what is refused before it runs, in place of the default limits.
func WithGuard(g *guard.Extension) Option { return func(o *options) { o.guard = g } }

// Handler serves GraphQL over HTTP from a store.
func Handler(s *store.Store, opts ...Option) http.Handler {
	with := options{guard: guard.New(guard.Config{Limits: guard.Defaults()})}
	for _, set := range opts {
		set(&with)
	}
	srv := handler.New(generated.NewExecutableSchema(generated.Config{Resolvers: &Resolver{Reader: s.Reader()}}))
	srv.AddTransport(transport.Options{})
	srv.AddTransport(transport.GET{})
	srv.AddTransport(transport.POST{})
	srv.SetQueryCache(with.guard.Documents())
	srv.Use(with.guard)
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
