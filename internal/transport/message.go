package transport

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/fault"
)

// The types of messages of graphql-transport-ws that clients send.
const (
	typeInit      = "connection_init"
	typePing      = "ping"
	typePong      = "pong"
	typeSubscribe = "subscribe"
	typeComplete  = "complete"
)

// maxMessageIDBytes is far above the length of the ids that clients create, and bounds the memory of an
// operation.
const maxMessageIDBytes = 1 << 10

// message is a message of a client. Its quoted id and its payload are slices of the text that it was parsed
// from.
type message struct {
	kind    string
	id      string
	quoted  []byte // the id as the client has written it, for responses
	payload []byte // nil if it is omitted or null
}

// invalidMessage precedes the reason, in the words of the protocol's reference implementation.
const invalidMessage = "Invalid message received: "

// Reasons with which a socket is closed because of an invalid message.
var (
	errNotJSON         = errors.New("not a JSON object")
	errDuplicateMember = errors.New("type, id or payload is given twice")
	errNoType          = errors.New("type must be a string")
	errBadType         = errors.New("unknown type")
	errNoID            = errors.New("id must be a non-empty string of at most 1024 bytes")
	errNotObject       = errors.New("payload must be an object")
	errBadRequest      = errors.New("payload must have a query or a documentId; " +
		"variables and extensions must be objects")
)

// parseMessage parses a message, as strictly as the protocol's reference implementation does, and more
// strictly where JSON parsers disagree.
func parseMessage(text []byte) (m message, err error) {
	text = bytes.Trim(text, " \t\r\n")
	if len(text) == 0 || text[0] != '{' || !json.Valid(text) {
		return m, errNotJSON
	}
	if err := m.parseMembers(text); err != nil {
		return m, err
	}
	switch m.kind {
	case "":
		return m, errNoType
	case typeInit, typePing, typePong:
		if m.payload != nil && m.payload[0] != '{' {
			return m, errNotObject
		}
	case typeSubscribe:
		if m.payload == nil || m.payload[0] != '{' {
			return m, errNotObject
		}
		fallthrough
	case typeComplete:
		if m.id == "" || len(m.id) > maxMessageIDBytes {
			return m, errNoID
		}
	default:
		return m, errBadType
	}
	return m, nil
}

// parseMembers parses the members of a message; duplicates are an error.
func (m *message) parseMembers(text []byte) error {
	var kinds, ids, payloads int
	err := forEachMember(text, func(name string, value []byte) error {
		switch name {
		case "type":
			if kinds++; value[0] != '"' {
				return errNoType
			}
			m.kind = unquote(value)
		case "id":
			if ids++; value[0] == '"' {
				m.id, m.quoted = unquote(value), value
			}
		case "payload":
			if payloads++; string(value) != "null" {
				m.payload = value
			}
		}
		return nil
	})
	if err == nil && (kinds > 1 || ids > 1 || payloads > 1) {
		err = errDuplicateMember
	}
	return err
}

// operationParams parses the payload of subscribe. Exceeded limits do not violate the protocol: the error is
// a fault that affects only the operation; all other errors are errBadRequest.
func (m message) operationParams(values int) (*graphql.RawParams, error) {
	params, err := decodeParams(m.payload, values)
	if err == nil {
		return params, nil
	}
	if known, ok := fault.FromError(err); ok && limitNameOf(known.Params()) != "" {
		return nil, err
	}
	return nil, errBadRequest
}

// isValidText reports whether a text frame is UTF-8, as RFC 6455 requires; gorilla leaves that to us.
func isValidText(text []byte) bool { return utf8.Valid(text) }
