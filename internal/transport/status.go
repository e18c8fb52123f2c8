package transport

import (
	"errors"
	"net/http"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/internal/fault"
)

// statusByCode has the codes with a status of their own in HTTP.
var statusByCode = map[fault.Code]int{
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

// statusByKind has the statuses of all other codes, by the kind of the fault.
var statusByKind = map[fault.Kind]int{
	fault.KindInvalid:         http.StatusBadRequest,
	fault.KindUnauthenticated: http.StatusUnauthorized,
	fault.KindNotFound:        http.StatusNotFound,
	fault.KindConflict:        http.StatusConflict,
	fault.KindForbidden:       http.StatusForbidden,
	fault.KindUnavailable:     http.StatusServiceUnavailable,
	fault.KindInternal:        http.StatusInternalServerError,
}

// sentinelByCode has all faults by code.
var sentinelByCode = func() map[fault.Code]*fault.Sentinel {
	all := map[fault.Code]*fault.Sentinel{}
	for _, s := range fault.Sentinels() {
		all[s.Code()] = s
	}
	return all
}()

// statusOfErrors returns the status of a response without data, by its first error. Errors of the parser and
// the validation are not faults, but bad requests.
func statusOfErrors(errs gqlerror.List) int {
	if len(errs) == 0 {
		return http.StatusInternalServerError // neither data nor errors
	}
	name, _ := errs[0].Extensions["code"].(string)
	return StatusOf(fault.Code(name))
}

// StatusOf returns the status of a response without data whose first error has this code.
func StatusOf(code fault.Code) int {
	if status, ok := statusByCode[code]; ok {
		return status
	}
	if s, ok := sentinelByCode[code]; ok {
		return statusByKind[s.Kind()]
	}
	return http.StatusBadRequest
}

func statusOfFault(err *fault.Error) int {
	if errors.Is(err, errSlowClient) {
		return http.StatusRequestTimeout
	}
	return StatusOf(err.Code())
}
