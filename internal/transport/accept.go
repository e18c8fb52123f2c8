package transport

import (
	"mime"
	"strconv"
	"strings"
)

// mediaType is a type of responses. Each has its own rules for the HTTP status.
type media string

const (
	graphQL media = "application/graphql-response+json" // the status depends on the errors
	legacy  media = "application/json"                  // 200 for every well-formed request
)

// contentType returns the Content-Type header.
func (m media) contentType() string { return string(m) + "; charset=utf-8" }

// negotiate returns the type that an Accept header selects; false if neither matches. The higher q wins,
// then the more specific range; on a tie it is graphQLJSON, if it is named. Without a header, or with */*,
// it is application/json, because clients older than the specification send that.
func negotiate(accept []string) (media, bool) {
	if len(accept) == 0 {
		return legacy, true
	}
	if len(accept) == 1 {
		switch accept[0] { // what most clients send
		case "", "*/*", string(legacy):
			return legacy, true
		case string(graphQL):
			return graphQL, true
		}
	}
	var g, j preference
	for _, line := range accept {
		for line != "" {
			var part string
			part, line = cutRange(line)
			if r, ok := parseRange(part); ok {
				g.consider(r, graphQL)
				j.consider(r, legacy)
			}
		}
	}
	switch {
	case g.q == 0 && j.q == 0:
		return "", false
	case g.q > j.q, g.q == j.q && g.exact > j.exact, g.q == j.q && g.exact == j.exact && g.exact >= named:
		return graphQL, true
	}
	return legacy, true
}

// eventStreamType is the type of event streams.
const events media = "text/event-stream"

// prefersEventStream reports whether an Accept header requests an event stream: by name, and with a higher q
// than JSON.
func prefersEvents(accept []string) bool {
	var stream, json preference
	for _, line := range accept {
		if len(accept) == 1 && line == string(events) { // what EventSource sends
			return true
		}
		for line != "" {
			var part string
			part, line = cutRange(line)
			r, ok := parseRange(part)
			if !ok {
				continue
			}
			if r.name == string(events) {
				stream.consider(r, events)
			}
			json.consider(r, graphQL)
			json.consider(r, legacy)
		}
	}
	return stream.q > 0 && (stream.q > json.q || stream.q == json.q && json.exact < named)
}

// How specific a media range is.
const (
	anything = 1 + iota // */*
	family              // application/*
	named               // application/json
	charset             // application/json;charset=utf-8
)

// preference is the q of the most specific range that matches a type.
type preference struct {
	q     float64
	exact int
}

func (p *preference) consider(r mediaRange, m media) {
	exact := 0
	switch r.name {
	case "*/*":
		exact = anything
	case "application/*":
		exact = family
	case string(m):
		exact = named
		if r.charset {
			exact = charset
		}
	}
	if exact > p.exact || exact > 0 && exact == p.exact && r.q > p.q {
		p.q, p.exact = r.q, exact
	}
}

// mediaRange is one element of an Accept header.
type mediaRange struct {
	name    string
	q       float64
	charset bool
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
