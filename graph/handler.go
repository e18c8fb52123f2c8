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
	live   *transport.Live
	around []graphql.HandlerExtension
}

// WithLimits sets what one request may take.
func WithLimits(l transport.Limits) Option { return func(o *options) { o.limits = l } }

// WithGuard sets what is refused before it runs, in place of the default limits.
func WithGuard(g *guard.Extension) Option { return func(o *options) { o.guard = g } }

// WithLive serves subscriptions as well, by sockets and by server-sent events. Its Limits are those of WithLimits.
func WithLive(l *transport.Live) Option { return func(o *options) { o.live = l } }

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
	resolvers := &Resolver{Reader: s.Reader(), Store: s}
	if o.live != nil {
		resolvers.Hub = o.live.Hub
	}
	srv := handler.New(generated.NewExecutableSchema(generated.Config{Resolvers: resolvers}))
	if o.live != nil { // before those that take every GET and POST
		o.live.Limits = o.limits
		srv.AddTransport(transport.Socket{Live: o.live})
		srv.AddTransport(transport.SSE{Live: o.live})
	}
	srv.AddTransport(transport.GET{Limits: o.limits, Live: o.live})
	srv.AddTransport(transport.POST{Limits: o.limits, Live: o.live})
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
	srv.AroundOperations(resolvers.once)
	srv.AroundOperations(resolvers.withStreamPositions)
	srv.AroundResponses(batching)
	o.guard.LimitReads(max(1, s.ReadConnections()/readShare))
	srv.AroundResponses(limitReads)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		srv.ServeHTTP(w, r.WithContext(fault.WithLanguage(r.Context(), fault.Language(r.Header.Get("Accept-Language")))))
	})
}

// readShare is which part of the Reader's connections the operations of one address may use at once. On SQLite, where a
// statement that is read occupies a core, that leaves others a core; on PostgreSQL, connections.
const readShare = 4

// limitReads has statements of a response wait until their caller may read another one.
func limitReads(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	return next(store.WithAcquire(ctx, guard.BeginRead))
}

// withStreamPositions reads the positions that an operation selects before anything else of its response.
func (r *Resolver) withStreamPositions(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	ctx, err := r.withPositions(ctx)
	if err != nil {
		return graphql.OneShot(refusal(ctx, err))
	}
	return next(ctx)
}

// batching lets the fields of each response load together.
func batching(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	return next(withBatches(ctx))
}
