package transport

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/fault"
)

// parameterNames are all that a request may say; other names are ignored, as the specification has it.
var parameterNames = [...]string{"query", "operationName", "variables", "extensions", documentID}

// documentID is the hash of a persisted document. It goes on with the extensions, which can name one as well.
const documentID = "documentId"

// parameters are those of one request, by now of the right types.
type parameters struct {
	query, operationName  string
	documentID            string
	hasQuery              bool
	variables, extensions map[string]any
}

// raw is what the executor takes. Without a query there must be something that stands for it: the hash of one that the
// server may know.
func (p parameters) raw() (*graphql.RawParams, error) {
	if p.documentID != "" {
		if p.extensions == nil {
			p.extensions = map[string]any{}
		}
		p.extensions[documentID] = p.documentID
	}
	if _, persisted := p.extensions["persistedQuery"]; !p.hasQuery && !persisted && p.extensions[documentID] == nil {
		return nil, fault.BadParameter.With("parameter", "query", "reason", "MISSING")
	}
	return &graphql.RawParams{Query: p.query, OperationName: p.operationName, Variables: p.variables, Extensions: p.extensions}, nil
}

// decode reads the parameters from a POST's body. It is stricter than encoding/json, which takes "QUERY" for "query",
// the last of two, and mends what is not UTF-8: a proxy or a guard must not read another request than the executor. Variables
// and extensions of more than most values are refused before they become any.
func decode(body []byte, most int) (*graphql.RawParams, error) {
	body = bytes.Trim(body, " \t\r\n") // JSON's own white space
	switch {
	case len(body) == 0:
		return nil, fault.MalformedRequest.With("reason", "EMPTY")
	case !utf8.Valid(body):
		return nil, fault.MalformedRequest.With("reason", "NOT_UTF8")
	case !json.Valid(body):
		return nil, fault.MalformedRequest.With("reason", "NOT_JSON")
	case body[0] == '[':
		return nil, fault.BatchNotSupported
	case body[0] != '{':
		return nil, fault.MalformedRequest.With("reason", "NOT_AN_OBJECT")
	}
	var p parameters
	var seen [len(parameterNames)]bool // by place in parameterNames
	err := eachMember(body, func(name string, value []byte) (err error) {
		switch name {
		case "query":
			p.query, p.hasQuery, err = text(name, value)
		case "operationName":
			p.operationName, _, err = text(name, value)
		case documentID:
			p.documentID, _, err = text(name, value)
		case "variables":
			p.variables, err = object(name, value, most)
		case "extensions":
			p.extensions, err = object(name, value, most)
		default:
			return nil
		}
		i := slices.Index(parameterNames[:], name)
		if err == nil && seen[i] {
			err = fault.BadParameter.With("parameter", name, "reason", "REPEATED")
		}
		seen[i] = true
		return err
	})
	if err != nil {
		return nil, err
	}
	return p.raw()
}

// text is a parameter that is a string; null counts as not given.
func text(name string, value []byte) (s string, given bool, err error) {
	if string(value) == "null" {
		return "", false, nil
	}
	if value[0] != '"' {
		return "", false, fault.BadParameter.With("parameter", name, "reason", "NOT_A_STRING")
	}
	return unquote(value), true, nil
}

// object is a parameter that is a JSON object; null counts as not given. Numbers stay as they are written, since a float
// would round them. Its values are counted first: decoded, each takes many times the bytes that it is written with.
func object(name string, value []byte, most int) (map[string]any, error) {
	if n := valuesIn(value, most); n > most {
		return nil, tooMany(name, n, most)
	}
	var o map[string]any
	decoder := json.NewDecoder(bytes.NewReader(value))
	decoder.UseNumber()
	if decoder.Decode(&o) == nil {
		if _, err := decoder.Token(); err == io.EOF { // nothing is behind it
			return o, nil
		}
	}
	return nil, fault.BadParameter.With("parameter", name, "reason", "NOT_AN_OBJECT")
}

// tooMany is the refusal of more values than may be. Those of variables have a limit with a name.
func tooMany(name string, value, most int) error {
	if name == "variables" {
		return fault.OperationTooComplex.With("limit", "variable-nodes", "max", most, "value", value)
	}
	return fault.BadParameter.With("parameter", name, "reason", "TOO_MANY_VALUES")
}
