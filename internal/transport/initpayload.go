package transport

import (
	"net/http"
	"strings"

	"thidua/internal/fault"
)

// bearerToken returns the token of a request's headers. The authentication middleware has already rejected
// malformed headers.
func bearerToken(h http.Header) string {
	scheme, bearer, _ := strings.Cut(h.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return bearer
}

// initPayload is the payload of connection_init: browsers cannot set headers on a socket.
type initPayload struct {
	bearer, language string
}

// parseInitPayload parses {"Authorization": "Bearer ..."} or {"token": "..."}, and {"Accept-Language":
// "vi"}; names are compared as headers are, and acceptLanguage is accepted, too. It returns false for a
// malformed token and for two different ones: such a client must not be served as somebody else.
func parseInitPayload(payload []byte) (p initPayload, ok bool) {
	ok = true
	if payload == nil {
		return p, ok
	}
	_ = forEachMember(payload, func(name string, value []byte) error { // it never fails
		bearer, text := "", ""
		if value[0] == '"' {
			text = unquote(value)
		}
		switch strings.ReplaceAll(strings.ToLower(name), "-", "") {
		case "authorization":
			if string(value) == "null" {
				return nil
			}
			if bearer = bearerToken(http.Header{"Authorization": {text}}); bearer == "" {
				ok = false
			}
		case "token":
			if string(value) == "null" {
				return nil
			}
			if bearer = text; bearer == "" {
				ok = false
			}
		case "acceptlanguage":
			p.language = fault.NegotiateLanguage(text)
		}
		if bearer != "" && p.bearer != "" && bearer != p.bearer {
			ok = false
		}
		if bearer != "" {
			p.bearer = bearer
		}
		return nil
	})
	return p, ok
}
