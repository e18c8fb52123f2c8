package transport

import (
	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/fault"
)

// A key of idempotency comes by a header, or, since a socket has none for each operation, by an extension of the request.
// Both are taken on every transport.
const (
	idempotencyHeader    = "Idempotency-Key"
	idempotencyExtension = "idempotencyKey"
)

// replayExtension says in an answer that it is a first one, given again. Over HTTP there is the header Idempotent-Replay, too.
const replayExtension = "idempotentReplay"

// longestKey is far above a UUID.
const longestKey = 255

// IdempotencyKey is the key that an operation was sent with; "" for none. Refused with BAD_IDEMPOTENCY_KEY.
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
		case !visible(key):
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

// visible tells whether a key is made of visible ASCII characters, and neither empty nor too long.
func visible(key string) bool {
	for _, c := range []byte(key) {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return key != "" && len(key) <= longestKey
}

// Replay marks an answer as one that was given before.
func Replay(response *graphql.Response) *graphql.Response {
	if response.Extensions == nil {
		response.Extensions = map[string]any{}
	}
	response.Extensions[replayExtension] = true
	return response
}
