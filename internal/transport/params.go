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

// parameterNames are all parameters of a request; other names are ignored, as the specification requires.
var parameterNames = [...]string{"query", "operationName", "variables", "extensions", documentID}

// documentID is the hash of a persisted document. It is passed on in the extensions, which can contain one
// as well.
const documentID = "documentId"

// maxOperationNameBytes is far above the length of the names that developers write. The executor compares and
// keeps the name, so a long one must not get there.
const maxOperationNameBytes = 1 << 10

// parameters are the parameters of one request, with their types checked.
type parameters struct {
	query, operationName  string
	documentID            string
	hasQuery              bool
	variables, extensions map[string]any
}

// rawParams returns the executor's parameters. A request without a query must have the hash of one that the
// server may know.
func (p parameters) rawParams() (*graphql.RawParams, error) {
	if p.documentID != "" {
		if p.extensions == nil {
			p.extensions = map[string]any{}
		}
		p.extensions[documentID] = p.documentID
	}
	_, persisted := p.extensions["persistedQuery"]
	if !p.hasQuery && !persisted && p.extensions[documentID] == nil {
		return nil, fault.BadParameter.With("parameter", "query", "reason", "MISSING")
	}
	return &graphql.RawParams{
		Query: p.query, OperationName: p.operationName, Variables: p.variables, Extensions: p.extensions,
	}, nil
}

// maxDepth is how deeply encoding/json nests arrays and objects.
const maxDepth = 10_000

// invalidJSON returns the error for a body that encoding/json rejects: it reports deep nesting as a syntax
// error.
func invalidJSON(body []byte) error {
	if depth := depthOf(body); depth > maxDepth {
		return fault.MalformedRequest.With("reason", "TOO_DEEP", "limit", "json-depth", "max", maxDepth,
			"value", depth)
	}
	return fault.MalformedRequest.With("reason", "NOT_JSON")
}

// decodeParams parses the body of a POST. It is stricter than encoding/json, which accepts "QUERY" for
// "query", uses the last duplicate, and replaces invalid UTF-8: a proxy must not see another request than
// the executor. Variables and extensions with more than maxValues values are rejected before they are
// decoded.
func decodeParams(body []byte, maxValues int) (*graphql.RawParams, error) {
	body = bytes.Trim(body, " \t\r\n") // JSON's white space
	switch {
	case len(body) == 0:
		return nil, fault.MalformedRequest.With("reason", "EMPTY")
	case !utf8.Valid(body):
		return nil, fault.MalformedRequest.With("reason", "NOT_UTF8")
	case !json.Valid(body):
		return nil, invalidJSON(body)
	case body[0] == '[':
		return nil, fault.BatchNotSupported.With()
	case body[0] != '{':
		return nil, fault.MalformedRequest.With("reason", "NOT_AN_OBJECT")
	}
	var p parameters
	var seen [len(parameterNames)]bool // by index in parameterNames
	err := forEachMember(body, func(name string, value []byte) (err error) {
		switch name {
		case "query":
			p.query, p.hasQuery, err = stringParameter(name, value)
		case "operationName":
			p.operationName, err = operationNameParameter(value)
		case documentID:
			p.documentID, _, err = stringParameter(name, value)
		case "variables":
			p.variables, err = objectParameter(name, value, maxValues)
		case "extensions":
			p.extensions, err = objectParameter(name, value, maxValues)
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
	return p.rawParams()
}

// operationNameParameter parses the name of an operation. Its length is checked before it is copied, and
// includes escapes.
func operationNameParameter(value []byte) (name string, err error) {
	if value[0] == '"' {
		err = checkOperationName(len(value) - len(`""`))
	}
	if err == nil {
		name, _, err = stringParameter("operationName", value)
	}
	return name, err
}

// checkOperationName returns BAD_PARAMETER for a name that is too long.
func checkOperationName(bytes int) error {
	if bytes <= maxOperationNameBytes {
		return nil
	}
	return fault.BadParameter.With("parameter", "operationName", "reason", "TOO_LONG",
		"limit", "operation-name-bytes", "max", maxOperationNameBytes, "value", bytes)
}

// stringParameter parses a string parameter; null counts as not given.
func stringParameter(name string, value []byte) (s string, given bool, err error) {
	if string(value) == "null" {
		return "", false, nil
	}
	if value[0] != '"' {
		return "", false, fault.BadParameter.With("parameter", name, "reason", "NOT_A_STRING")
	}
	return unquote(value), true, nil
}

// objectParameter parses a parameter that is a JSON object; null counts as not given. Numbers are kept as
// text, since float64 would round them. The values are counted first: each takes many times its size when it
// is decoded.
func objectParameter(name string, value []byte, maxValues int) (map[string]any, error) {
	if n := countValues(value, maxValues); n > maxValues {
		return nil, tooManyValues(name, n, maxValues)
	}
	var o map[string]any
	decoder := json.NewDecoder(bytes.NewReader(value))
	decoder.UseNumber()
	if decoder.Decode(&o) == nil {
		if _, err := decoder.Token(); err == io.EOF { // nothing follows
			return o, nil
		}
	}
	return nil, fault.BadParameter.With("parameter", name, "reason", "NOT_AN_OBJECT")
}

// tooManyValues returns the error for more than maxValues values, of which variables and extensions have the
// same limit.
func tooManyValues(name string, value, maxValues int) error {
	if name == "variables" {
		return fault.OperationTooComplex.With("limit", "variable-nodes", "max", maxValues, "value", value)
	}
	return fault.BadParameter.With("parameter", name, "reason", "TOO_MANY_VALUES",
		"limit", "variable-nodes", "max", maxValues, "value", value)
}
