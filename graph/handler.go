package graph

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/ent"
	"thidua/graph/generated"
	"thidua/internal/errorlimit"
	"thidua/internal/fault"
	"thidua/internal/guard"
	"thidua/internal/journal"
	"thidua/internal/live"
	"thidua/internal/ratelimit"
	"thidua/internal/store"
	"thidua/internal/transport"
)

// Option configures a Handler.
type Option func(*options)

type options struct {
	limits     transport.Limits
	guard      *guard.Extension
	streams    *transport.Streams
	extensions []graphql.HandlerExtension
}

// WithLimits sets the limits of a single request.
func WithLimits(l transport.Limits) Option { return func(o *options) { o.limits = l } }

// WithGuard replaces the default query limits.
func WithGuard(g *guard.Extension) Option { return func(o *options) { o.guard = g } }

// WithStreams enables subscriptions over WebSocket and server-sent events. The Limits of s are set to those
// of WithLimits.
func WithStreams(s *transport.Streams) Option { return func(o *options) { o.streams = s } }

// WithExtension adds a gqlgen extension; nil is ignored. The first one is the outermost.
func WithExtension(e graphql.HandlerExtension) Option {
	return func(o *options) {
		if e != nil {
			o.extensions = append(o.extensions, e)
		}
	}
}

// Handler returns the HTTP handler of the GraphQL API of a store.
func Handler(s *store.Store, opts ...Option) http.Handler {
	o := options{guard: guard.New(guard.Config{Limits: guard.DefaultLimits()})}
	for _, set := range opts {
		set(&o)
	}
	preparePublicSchema()
	resolvers := &Resolver{Reader: s.Reader(), Store: s}
	srv := handler.New(generated.NewExecutableSchema(generated.Config{Resolvers: resolvers}))
	if o.streams != nil { // before the transports that accept every GET and POST
		o.streams.Limits = o.limits
		srv.AddTransport(transport.WebSocket{Streams: o.streams})
		srv.AddTransport(transport.SSE{Streams: o.streams})
	}
	srv.AddTransport(transport.GET{Limits: o.limits, Streams: o.streams})
	srv.AddTransport(transport.POST{Limits: o.limits, Streams: o.streams})
	srv.AddTransport(transport.MethodNotAllowed{}) // accepts all remaining requests, so it must be last
	srv.SetQueryCache(o.guard.Documents())
	for _, e := range o.extensions {
		srv.Use(e)
	}
	srv.Use(numericVariables{}) // before guard, which charges valid operations
	srv.Use(o.guard)
	srv.SetErrorPresenter(func(ctx context.Context, err error) *gqlerror.Error {
		return presentError(ctx, err, o.guard.ShowsSchema(ctx))
	})
	srv.SetRecoverFunc(panicFault)
	srv.AroundOperations(resolvers.executeIdempotent)
	srv.AroundOperations(resolvers.preparePositions)
	srv.AroundResponses(withResponseBatches)
	o.guard.Limiter.LimitStatements(max(1, s.ReadConnections()/readShareDivisor))
	srv.AroundResponses(limitStatements)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		language := fault.NegotiateLanguage(r.Header.Get("Accept-Language"))
		srv.ServeHTTP(w, r.WithContext(fault.WithLanguage(r.Context(), language)))
	})
}

// readShareDivisor is the divisor of the Reader's connections that limits how many of them the operations of
// one client address may use at once. On SQLite, where reading a statement occupies a core, this leaves a
// core to other clients; on PostgreSQL, connections.
const readShareDivisor = 4

// limitStatements makes each read statement of a response wait for a free slot of its client address.
func limitStatements(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	return next(store.WithStatementAcquire(ctx, ratelimit.BeginStatement))
}

// preparePositions waits for the position that a query requires, reads the positions that an operation
// selects before any other data of its response, and has those of a mutation's events recorded.
func (r *Resolver) preparePositions(
	ctx context.Context, next graphql.OperationHandler,
) graphql.ResponseHandler {
	ctx, err := r.awaitMinPosition(journal.WithPositionRecorder(ctx))
	if err == nil {
		ctx, err = r.withPositions(ctx)
	}
	if err != nil {
		return graphql.OneShot(errorResponse(ctx, err))
	}
	return next(ctx)
}

// withResponseBatches gives each response a dataloader, which events that are rendered together share, a
// counter of its errors, and a cache of the checked arguments of its connections.
func withResponseBatches(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	ctx = ent.WithPageChecks(errorlimit.WithCounter(ctx))
	if b := live.EventBatchOf(ctx); b != nil {
		return next(withEventBatches(ctx, b))
	}
	return next(withBatches(ctx))
}
