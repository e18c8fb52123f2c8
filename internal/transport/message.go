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

// longestMessageID is far above what clients make, and bounds what an operation keeps.
const longestMessageID = 1 << 10

// message is what a client sent. Its quoted id and its payload are parts of the text that it was read from.
type message struct {
	kind    string
	id      string
	quoted  []byte // the id as it was written: it goes back as it came
	payload []byte // nil where there is none, or null
}

// invalid goes before the reason, in the words of the protocol's reference.
const invalid = "Invalid message received: "

// Why a message is not taken, as the client is told when its socket is closed.
var (
	errNotJSON    = errors.New("not a JSON object")
	errTwice      = errors.New("type, id or payload is given twice")
	errNoType     = errors.New("type must be a string")
	errBadType    = errors.New("unknown type")
	errNoID       = errors.New("id must be a string that is not empty, nor longer than 1024 bytes")
	errNotObject  = errors.New("payload must be an object")
	errBadRequest = errors.New("payload must have a query, variables and extensions are objects")
)

// readMessage reads a message, as strictly as the protocol's reference does, and more so where JSON lets two readers see
// two messages in one text.
func readMessage(text []byte) (m message, err error) {
	text = bytes.Trim(text, " \t\r\n")
	if len(text) == 0 || text[0] != '{' || !json.Valid(text) {
		return m, errNotJSON
	}
	if err := m.members(text); err != nil {
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
		if m.id == "" || len(m.id) > longestMessageID {
			return m, errNoID
		}
	default:
		return m, errBadType
	}
	return m, nil
}

// members reads the members of a message, each once.
func (m *message) members(text []byte) error {
	var kinds, ids, payloads int
	err := eachMember(text, func(name string, value []byte) error {
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
		err = errTwice
	}
	return err
}

// operation reads the payload of subscribe. What is too much is no breach of the protocol: its refusal is a fault, and the
// operation's alone; all else is errBadRequest.
func (m message) operation(values int) (*graphql.RawParams, error) {
	params, err := decode(m.payload, values)
	if known, ok := fault.As(err); ok && (known.Code() == fault.OperationTooComplex.Code() || known.Params()["reason"] == "TOO_MANY_VALUES") {
		return nil, err
	}
	if err != nil {
		return nil, errBadRequest
	}
	return params, nil
}

// validText tells whether a frame's text is UTF-8, as RFC 6455 wants it; gorilla leaves that to us.
func validText(text []byte) bool { return utf8.Valid(text) }
