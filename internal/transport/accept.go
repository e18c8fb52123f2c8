package transport

import (
	"cmp"
	"mime"
	"strconv"
	"strings"
)

// mediaType is a type of responses. Each has its own rules for the HTTP status.
type mediaType string

const (
	graphQLJSON mediaType = "application/graphql-response+json" // the status depends on the errors
	plainJSON   mediaType = "application/json"                  // 200 for every well-formed request
)

// contentType returns the Content-Type header.
func (m mediaType) contentType() string { return string(m) + "; charset=utf-8" }

// negotiate returns the type that an Accept header selects; false if neither matches. The higher q wins,
// then the more specific range; on a tie it is graphQLJSON, if it is named. Without a header, or with */*,
// it is application/json, because clients older than the specification send that.
func negotiate(accept []string) (mediaType, bool) {
	if len(accept) == 0 {
		return plainJSON, true
	}
	if len(accept) == 1 {
		switch accept[0] { // what most clients send
		case "", "*/*", string(plainJSON):
			return plainJSON, true
		case string(graphQLJSON):
			return graphQLJSON, true
		}
	}
	if isTooLong(accept) {
		return "", false
	}
	var g, j preference
	for _, line := range accept {
		for line != "" {
			var part string
			part, line = cutRange(line)
			if r, ok := parseRange(part); ok {
				g.consider(r, graphQLJSON)
				j.consider(r, plainJSON)
			}
		}
	}
	switch order := cmp.Or(cmp.Compare(g.q, j.q), cmp.Compare(g.specificity, j.specificity)); {
	case g.q == 0 && j.q == 0:
		return "", false
	case order > 0, order == 0 && g.specificity >= matchName:
		return graphQLJSON, true
	}
	return plainJSON, true
}

// eventStreamType is the type of event streams.
const eventStreamType mediaType = "text/event-stream"

// prefersEventStream reports whether an Accept header requests an event stream: by name, and with a higher q
// than JSON.
func prefersEventStream(accept []string) bool {
	if isTooLong(accept) {
		return false
	}
	var stream, json preference
	for _, line := range accept {
		if len(accept) == 1 && line == string(eventStreamType) { // what EventSource sends
			return true
		}
		for line != "" {
			var part string
			part, line = cutRange(line)
			r, ok := parseRange(part)
			if !ok {
				continue
			}
			if r.name == string(eventStreamType) {
				stream.consider(r, eventStreamType)
			}
			json.consider(r, graphQLJSON)
			json.consider(r, plainJSON)
		}
	}
	return stream.q > 0 && (stream.q > json.q || stream.q == json.q && json.specificity < matchName)
}

// How specific a media range is.
const (
	matchAny     = 1 + iota // */*
	matchType               // application/*
	matchName               // application/json
	matchCharset            // application/json;charset=utf-8
)

// preference is the q of the most specific range that matches a type.
type preference struct {
	q           float64
	specificity int
}

func (p *preference) consider(r mediaRange, m mediaType) {
	specificity := 0 // it does not match
	switch r.name {
	case "*/*":
		specificity = matchAny
	case "application/*":
		specificity = matchType
	case string(m):
		specificity = matchName
		if r.charset {
			specificity = matchCharset
		}
	}
	isHigher := specificity == p.specificity && r.q > p.q
	if specificity > p.specificity || specificity > 0 && isHigher {
		p.q, p.specificity = r.q, specificity
	}
}

// mediaRange is one element of an Accept header.
type mediaRange struct {
	name    string
	q       float64
	charset bool
}

// maxAccept is the length of the longest Accept header that is parsed, in bytes: 60 KB of ranges take 12 ms,
// and browsers send 150 bytes.
const maxAccept = 4096

// isTooLong reports whether the lines of a header are together longer than maxAccept.
func isTooLong(lines []string) bool {
	bytes := 0
	for _, line := range lines {
		bytes += len(line)
	}
	return bytes > maxAccept
}

// parseRange parses one element; it returns false if it is malformed, or requests another charset than
// UTF-8.
func parseRange(s string) (mediaRange, bool) {
	name, params, err := mime.ParseMediaType(s)
	if err != nil {
		return mediaRange{}, false
	}
	r := mediaRange{name: name, q: 1}
	if q, given := params["q"]; given {
		if r.q, err = strconv.ParseFloat(q, 64); err != nil || !(r.q >= 0 && r.q <= 1) {
			return mediaRange{}, false
		}
	}
	encoding, given := params["charset"]
	r.charset = given
	return r, !given || isUTF8(encoding)
}

// cutRange cuts off the first element of a list; a comma in quotes does not end it.
func cutRange(s string) (first, rest string) {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			quoted = !quoted
		case c == '\\' && quoted:
			i++
		case c == ',' && !quoted:
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}

func isUTF8(charset string) bool {
	return strings.EqualFold(charset, "utf-8") || strings.EqualFold(charset, "utf8")
}
