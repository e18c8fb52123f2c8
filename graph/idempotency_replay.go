package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/idempotency"
	"thidua/internal/transport"
)

// replayResponse responds to a request whose change was committed before: with the stored response or, if the
// node stopped before storing it, by rendering it again from the outcome of the command. The command itself
// does not run.
func (r *Resolver) replayResponse(
	ctx context.Context, next graphql.OperationHandler, request idempotency.Request,
	prior *idempotency.PriorRequest,
) graphql.ResponseHandler {
	if prior.Response != nil {
		return graphql.OneShot(decodeResponse(ctx, prior.Response))
	}
	operation := graphql.GetOperationContext(ctx)
	resolve := operation.ResolverMiddleware
	operation.ResolverMiddleware = func(ctx context.Context, next graphql.Resolver) (any, error) {
		field := graphql.GetFieldContext(ctx)
		if field.Object != mutationType {
			return resolve(ctx, next)
		}
		return r.readOutcome(ctx, field.Field.Definition.Type.Name(), prior.Changed)
	}
	respond := next(ctx)
	return func(ctx context.Context) *graphql.Response {
		response := respond(ctx)
		switch {
		case response == nil:
			return nil
		case !hasData(response) && isGone(response):
			return errorResponse(ctx, fault.AlreadyDone.With())
		case hasData(response):
			r.storeResponse(ctx, request, response)
		}
		return transport.MarkReplayed(response)
	}
}

// isGone reports whether the changed row can no longer be read, because it was removed or hidden since.
func isGone(response *graphql.Response) bool {
	return len(response.Errors) > 0 && response.Errors[0].Extensions["code"] == string(fault.NotFound.Code())
}

// readOutcome reads the rows that a command changed, as its resolver does when the command returns. typeName
// is the type of the mutation's field, which determines the type of the rows.
func (r *Resolver) readOutcome(ctx context.Context, typeName string, ids []gid.ID) (any, error) {
	if typeName == "Attendance" && isListField(ctx) {
		return toAny(r.reloadDelegates(ctx, ids, nil))
	}
	read, known := r.outcomeReaders(ctx)[typeName]
	if !known || len(ids) != 1 {
		return nil, fault.NotFound.With()
	}
	return read(ids[0])
}

// isListField reports whether the field that is being resolved is a list.
func isListField(ctx context.Context) bool {
	return graphql.GetFieldContext(ctx).Field.Definition.Type.Elem != nil
}

// outcomeReaders returns a reader for each type of which a mutation returns one object.
func (r *Resolver) outcomeReaders(ctx context.Context) map[string]func(gid.ID) (any, error) {
	return map[string]func(gid.ID) (any, error){
		"Account":        outcomeReader(ctx, r.reloadAccount),
		"AgendaItem":     outcomeReader(ctx, r.reloadAgendaItem),
		"Announcement":   outcomeReader(ctx, r.reloadAnnouncement),
		"Attendance":     outcomeReader(ctx, r.reloadDelegate),
		"Conference":     outcomeReader(ctx, r.reloadConference),
		"Directive":      outcomeReader(ctx, r.reloadDirective),
		"FloorRequest":   outcomeReader(ctx, r.reloadFloorRequest),
		"Grant":          outcomeReader(ctx, r.reloadGrant),
		"Proposal":       outcomeReader(ctx, r.reloadProposal),
		"Report":         outcomeReader(ctx, r.reloadReport),
		"Site":           outcomeReader(ctx, r.reloadSite),
		"Task":           outcomeReader(ctx, r.reloadTask),
		"TaskAssignment": outcomeReader(ctx, r.reloadTaskAssignment),
		"Token":          outcomeReader(ctx, r.reloadToken),
	}
}

// outcomeReader adapts the method that a resolver calls with the result of its command.
func outcomeReader[T any](
	ctx context.Context, reload func(context.Context, gid.ID, error) (*T, error),
) func(gid.ID) (any, error) {
	return func(id gid.ID) (any, error) { return toAny(reload(ctx, id, nil)) }
}

func toAny[T any](v T, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return v, nil
}
