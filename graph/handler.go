package graph

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/graph/generated"
	"thidua/internal/fault"
	"thidua/internal/guard"
	"thidua/internal/store"
	"thidua/internal/transport"
)

// Option changes how a Handler serves.
type Option func(*options)

type options struct {
	limits transport.Limits
	guard  *guard.Extension
	around []graphql.HandlerExtension
}

// WithLimits sets what one request may take.
func WithLimits(l transport.Limits) Option { return func(o *options) { o.limits = l } }

// WithGuard sets what is refused before it runs, in place of the default limits.
func WithGuard(g *guard.Extension) Option { return func(o *options) { o.guard = g } }

// WithExtension has gqlgen tell an extension of all that it answers; nil is nobody. The first is the outermost.
func WithExtension(e graphql.HandlerExtension) Option {
	return func(o *options) {
		if e != nil {
			o.around = append(o.around, e)
		}
	}
}

// Handler serves GraphQL over HTTP from a store.
func Handler(s *store.Store, opts ...Option) http.Handler {
	o := options{guard: guard.New(guard.Config{Limits: guard.Defaults()})}
	for _, set := range opts {
		set(&o)
	}
	schema() // before anybody serves it
	srv := handler.New(generated.NewExecutableSchema(generated.Config{Resolvers: &Resolver{Reader: s.Reader(), Store: s}}))
	srv.AddTransport(transport.GET{Limits: o.limits})
	srv.AddTransport(transport.POST{Limits: o.limits})
	srv.AddTransport(transport.Other{}) // takes all that is left: it stays the last
	srv.SetQueryCache(o.guard.Documents())
	for _, e := range o.around {
		srv.Use(e)
	}
	srv.Use(o.guard)
	srv.SetErrorPresenter(func(ctx context.Context, err error) *gqlerror.Error {
		return present(ctx, err, o.guard.ShowsSchema(ctx))
	})
	srv.SetRecoverFunc(caught)
	srv.AroundResponses(batching)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		srv.ServeHTTP(w, r.WithContext(withLanguage(r.Context(), fault.Language(r.Header.Get("Accept-Language")))))
	})
}

// batching lets the fields of each response load together.
func batching(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	return next(withBatches(ctx))
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
