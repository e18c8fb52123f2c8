package transport

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"thidua/internal/fault"
)

// What pages of other origins may send and read, and how long a browser may cache that (Chrome's maximum).
const (
	corsMethods = "GET, HEAD, POST"
	corsHeaders = "Accept, Accept-Language, Authorization, Content-Type, Idempotency-Key, Last-Event-ID, " +
		"X-Request-Id"
	corsExposedHeaders = "Idempotent-Replay, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id"
	corsMaxAge         = "7200"
)

// Validate rejects invalid origins, and credentials for all origins.
func (c Config) Validate() error {
	for _, origin := range c.Origins {
		if origin == "*" {
			if len(c.Origins) > 1 || c.Credentials {
				return errors.New("* cannot be combined with other origins or with credentials")
			}
			continue
		}
		u, err := url.Parse(origin)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Scheme+"://"+u.Host != origin ||
			u.Host == "" || strings.ToLower(u.Host) != u.Host {
			return errors.New("an origin is scheme://host or scheme://host:port, in lower case, " +
				"without a path: https://hall.example")
		}
	}
	return nil
}

func (c Config) allowsAnyOrigin() bool { return slices.Contains(c.Origins, "*") }

// handleCORS tells browsers which pages may read responses, and answers preflight requests.
func (c Config) handleCORS(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h, origin := w.Header(), r.Header.Get("Origin")
		if !c.allowsAnyOrigin() {
			h.Add("Vary", "Origin") // also without Origin: a cache must not serve that response to a page
		}
		trusted := origin != "" && (c.allowsAnyOrigin() || slices.Contains(c.Origins, origin))
		if trusted {
			if c.allowsAnyOrigin() {
				origin = "*"
			}
			h.Set("Access-Control-Allow-Origin", origin)
			h.Set("Access-Control-Expose-Headers", corsExposedHeaders)
			if c.Credentials {
				h.Set("Access-Control-Allow-Credentials", "true")
			}
		}
		if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
			next.ServeHTTP(w, r)
			return
		}
		if !trusted {
			WriteError(w, r, fault.CrossOrigin)
			return
		}
		h.Set("Access-Control-Allow-Methods", corsMethods)
		h.Set("Access-Control-Allow-Headers", corsHeaders)
		h.Set("Access-Control-Max-Age", corsMaxAge)
		h.Add("Vary", "Access-Control-Request-Method, Access-Control-Request-Headers")
		w.WriteHeader(http.StatusNoContent)
	})
}

// rejectCrossOrigin rejects requests other than GET that a browser sends for a page of another origin. If
// all origins are allowed there is nothing to reject: such a page can only send what it knows itself.
func (c Config) rejectCrossOrigin(next http.Handler) http.Handler {
	if c.allowsAnyOrigin() {
		return next
	}
	protection := http.NewCrossOriginProtection()
	for _, origin := range c.Origins {
		if err := protection.AddTrustedOrigin(origin); err != nil {
			panic(err) // not after Validate
		}
	}
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		WriteError(w, r, fault.CrossOrigin)
	}))
	return protection.Handler(next)
}

// trustsOrigin reports whether the page that a handshake comes from may open a socket: one of the same host,
// or of a configured origin. Programs send no Origin header. CORS does not apply to sockets, so the server
// has to check.
func (c Config) trustsOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" || c.allowsAnyOrigin() || slices.Contains(c.Origins, origin) {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && strings.EqualFold(u.Host, r.Host)
}
