package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

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
		return r.rebuildPayload(ctx, changedField(field.Field), prior.ResultIDs)
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

// changedField returns the name of the field of a mutation's result that contains what was changed: the first
// of its type.
func changedField(mutation graphql.CollectedField) string {
	var result *ast.Definition
	switch s := mutation.Selections[0].(type) { // a valid selection set is not empty
	case *ast.Field:
		result = s.ObjectDefinition
	case *ast.InlineFragment:
		result = s.ObjectDefinition
	case *ast.FragmentSpread:
		result = s.ObjectDefinition
	}
	return result.Fields[0].Name
}

// rebuildPayload rebuilds the payload of a mutation from the rows that its command changed, as its resolver
// does when the command returns. field is the name of the field of the mutation's result that contains them.
func (r *Resolver) rebuildPayload(ctx context.Context, field string, ids []gid.ID) (any, error) {
	if field == "attendances" {
		return toAny(r.attendancesPayload(ctx, ids, nil))
	}
	build, known := r.payloadBuilders(ctx)[field]
	if !known || len(ids) != 1 {
		return nil, fault.NotFound.With()
	}
	return build(ids[0])
}

// payloadBuilders returns, for each field that contains the one object that a mutation changed, a function
// that reads the mutation's result.
func (r *Resolver) payloadBuilders(ctx context.Context) map[string]func(gid.ID) (any, error) {
	return map[string]func(gid.ID) (any, error){
		"account":        payloadBuilder(ctx, r.accountPayload),
		"agendaItem":     payloadBuilder(ctx, r.agendaItemPayload),
		"announcement":   payloadBuilder(ctx, r.announcementPayload),
		"attendance":     payloadBuilder(ctx, r.attendancePayload),
		"conference":     payloadBuilder(ctx, r.conferencePayload),
		"directive":      payloadBuilder(ctx, r.directivePayload),
		"floorRequest":   payloadBuilder(ctx, r.floorRequestPayload),
		"grant":          payloadBuilder(ctx, r.grantPayload),
		"proposal":       payloadBuilder(ctx, r.proposalPayload),
		"report":         payloadBuilder(ctx, r.reportPayload),
		"site":           payloadBuilder(ctx, r.sitePayload),
		"task":           payloadBuilder(ctx, r.taskPayload),
		"taskAssignment": payloadBuilder(ctx, r.taskAssignmentPayload),
		"token":          payloadBuilder(ctx, r.tokenPayload),
	}
}

// payloadBuilder adapts the method that a resolver calls with the result of its command.
func payloadBuilder[T any](
	ctx context.Context, payload func(context.Context, gid.ID, error) (*T, error),
) func(gid.ID) (any, error) {
	return func(id gid.ID) (any, error) { return toAny(payload(ctx, id, nil)) }
}

func toAny[T any](v T, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return v, nil
}
