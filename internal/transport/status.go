package transport

import (
	"errors"
	"net/http"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/internal/fault"
)

// statuses are those of the codes that HTTP has its own for.
var statuses = map[fault.Code]int{
	fault.NotAcceptable.Code():        http.StatusNotAcceptable,
	fault.UnsupportedMediaType.Code(): http.StatusUnsupportedMediaType,
	fault.BodyTooLarge.Code():         http.StatusRequestEntityTooLarge,
	fault.MethodNotAllowed.Code():     http.StatusMethodNotAllowed,
	fault.RateLimited.Code():          http.StatusTooManyRequests,
	fault.TooManyOperations.Code():    http.StatusTooManyRequests,
	fault.TooManyWatchers.Code():      http.StatusTooManyRequests,

	fault.IdempotencyKeyReused.Code(): http.StatusUnprocessableEntity,
	fault.IdempotencyKeyInUse.Code():  http.StatusConflict,
}

// kindStatuses are those of all others, by what the fault means.
var kindStatuses = map[fault.Kind]int{
	fault.KindInvalid:         http.StatusBadRequest,
	fault.KindUnauthenticated: http.StatusUnauthorized,
	fault.KindNotFound:        http.StatusNotFound,
	fault.KindConflict:        http.StatusConflict,
	fault.KindForbidden:       http.StatusForbidden,
	fault.KindUnavailable:     http.StatusServiceUnavailable,
	fault.KindInternal:        http.StatusInternalServerError,
}

// sentinels are the faults by their codes.
var sentinels = func() map[fault.Code]*fault.Sentinel {
	all := map[fault.Code]*fault.Sentinel{}
	for _, s := range fault.All() {
		all[s.Code()] = s
	}
	return all
}()

// statusOf is the status of a response without data, by its first error. What GraphQL itself refuses is no fault of
// ours, and a bad request.
func statusOf(errs gqlerror.List) int {
	if len(errs) == 0 {
		return http.StatusInternalServerError // neither data nor errors
	}
	name, _ := errs[0].Extensions["code"].(string)
	return statusOfCode(fault.Code(name))
}

func statusOfCode(code fault.Code) int {
	if status, ok := statuses[code]; ok {
		return status
	}
	if s, ok := sentinels[code]; ok {
		return kindStatuses[s.Kind()]
	}
	return http.StatusBadRequest
}

func statusOfFault(err *fault.Error) int {
	if errors.Is(err, errSlowClient) {
		return http.StatusRequestTimeout
	}
	return statusOfCode(err.Code())
}
