package transport

import (
	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/fault"
)

// An idempotency key is sent in a header, or in an extension of the request, because the operations of a
// socket have no headers. Every transport accepts both.
const (
	idempotencyHeader    = "Idempotency-Key"
	idempotencyExtension = "idempotencyKey"
)

// replayExtension marks a replayed response. HTTP responses have the header Idempotent-Replay, too.
const replayExtension = "idempotentReplay"

// maxKeyBytes is far above the length of a UUID.
const maxKeyBytes = 255

// IdempotencyKey returns the idempotency key of an operation; "" for none. It fails with
// BAD_IDEMPOTENCY_KEY.
func IdempotencyKey(operation *graphql.OperationContext) (string, error) {
	given := operation.Headers[idempotencyHeader]
	switch extension := operation.Extensions[idempotencyExtension].(type) {
	case nil:
	case string:
		given = append(given[:len(given):len(given)], extension)
	default:
		return "", fault.BadIdempotencyKey.With("reason", "MALFORMED")
	}
	for i, key := range given {
		switch {
		case !isValidKey(key):
			return "", fault.BadIdempotencyKey.With("reason", "MALFORMED")
		case key != given[0], i > 0 && len(operation.Headers[idempotencyHeader]) > 1:
			return "", fault.BadIdempotencyKey.With("reason", "REPEATED")
		}
	}
	if len(given) == 0 {
		return "", nil
	}
	return given[0], nil
}

// isValidKey reports whether a key consists of visible ASCII characters, and is neither empty nor too long.
func isValidKey(key string) bool {
	for _, c := range []byte(key) {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return key != "" && len(key) <= maxKeyBytes
}

// MarkReplayed marks a response as replayed.
func MarkReplayed(response *graphql.Response) *graphql.Response {
	if response.Extensions == nil {
		response.Extensions = map[string]any{}
	}
	response.Extensions[replayExtension] = true
	return response
}
