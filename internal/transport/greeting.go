package transport

import (
	"net/http"
	"strings"

	"thidua/internal/fault"
)

// bearerOf is the token of a request's header. SignIn has looked at it before: what it refuses does not come here.
func bearerOf(h http.Header) string {
	scheme, bearer, _ := strings.Cut(h.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return bearer
}

// greeting is what connection_init may say: browsers can set no header on a socket.
type greeting struct {
	bearer, language string
}

// readGreeting reads {"Authorization": "Bearer ..."} or {"token": "..."}, and {"Accept-Language": "vi"}; names are told
// apart as headers are, and acceptLanguage is as good. False for a token that is none, and for two: such a client must
// not be served as somebody else.
func readGreeting(payload []byte) (g greeting, ok bool) {
	ok = true
	if payload == nil {
		return g, ok
	}
	_ = eachMember(payload, func(name string, value []byte) error { // it never fails
		bearer, said := "", ""
		if value[0] == '"' {
			said = unquote(value)
		}
		switch strings.ReplaceAll(strings.ToLower(name), "-", "") {
		case "authorization":
			if string(value) == "null" {
				return nil
			}
			if bearer = bearerOf(http.Header{"Authorization": {said}}); bearer == "" {
				ok = false
			}
		case "token":
			if string(value) == "null" {
				return nil
			}
			if bearer = said; bearer == "" {
				ok = false
			}
		case "acceptlanguage":
			g.language = fault.Language(said)
		}
		if bearer != "" && g.bearer != "" && bearer != g.bearer {
			ok = false
		}
		if bearer != "" {
			g.bearer = bearer
		}
		return nil
	})
	return g, ok
}
