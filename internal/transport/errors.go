package transport

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/internal/errorlimit"
	"thidua/internal/fault"
	"thidua/internal/ratelimit"
)

// chargeInvalidDocument charges the caller for a document that does not parse or does not fit the schema.
func chargeInvalidDocument(ctx context.Context, params *graphql.RawParams, errs gqlerror.List) {
	if len(errs) == 0 {
		return
	}
	code, _ := errs[0].Extensions["code"].(string)
	if code == errcode.ValidationFailed || code == errcode.ParseFailed {
		ratelimit.ChargeInvalid(ctx, len(params.Query))
	}
}

// maxErrors is the maximum number of errors in a response.
const maxErrors = errorlimit.Max

// maxLocations is the maximum number of locations of an error.
const maxLocations = 10

// limitErrors keeps the first errors of a document, and adds their number as TOO_MANY_ERRORS if there are
// more: a short document can have thousands, and an invalid argument fails for each parent.
func limitErrors(errs gqlerror.List) gqlerror.List {
	for _, err := range errs[:min(len(errs), maxErrors)] {
		err.Locations = err.Locations[:min(len(err.Locations), maxLocations)]
	}
	if len(errs) <= maxErrors {
		return errs
	}
	rest := gqlerror.Wrap(fault.TooManyErrors.With("max", maxErrors, "value", len(errs)))
	return append(errs[:maxErrors:maxErrors], rest)
}

// limitResponseErrors does the same to a response, whose errors have their final form. The response may be
// nil.
func limitResponseErrors(ctx context.Context, response *graphql.Response) {
	if response == nil || len(response.Errors) <= maxErrors {
		return
	}
	rest := faultResponse(ctx, fault.TooManyErrors.With("max", maxErrors, "value", len(response.Errors)))
	listed := make(gqlerror.List, 0, maxErrors+len(rest.Errors))
	for _, err := range response.Errors { // concurrent fields may have omitted an error before another was built
		if err != errorlimit.Omitted && len(listed) < maxErrors {
			listed = append(listed, err)
		}
	}
	listed = append(listed, rest.Errors...)
	response.Errors = listed
}
