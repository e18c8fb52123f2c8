package transport

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"thidua/internal/fault"
)

// What pages of other origins may send and read, and for how long a browser may remember that (Chrome's own limit).
const (
	corsMethods = "GET, HEAD, POST"
	corsHeaders = "Accept, Accept-Language, Authorization, Content-Type, Idempotency-Key, Last-Event-ID, X-Request-Id"
	corsExposed = "Idempotent-Replay, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id"
	corsMaxAge  = "7200"
)

// Validate refuses what cannot be an origin, and credentials for everybody.
func (c Config) Validate() error {
	for _, origin := range c.Origins {
		if origin == "*" {
			if len(c.Origins) > 1 || c.Credentials {
				return errors.New("* stands alone, and never with credentials")
			}
			continue
		}
		u, err := url.Parse(origin)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Scheme+"://"+u.Host != origin || u.Host == "" || strings.ToLower(u.Host) != u.Host {
			return errors.New("an origin is scheme://host or scheme://host:port, in lower case, without a path: https://hall.example")
		}
	}
	return nil
}

func (c Config) everybody() bool { return slices.Contains(c.Origins, "*") }

// cors tells browsers which pages may read answers, and answers their preflights.
func (c Config) cors(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h, origin := w.Header(), r.Header.Get("Origin")
		if !c.everybody() {
			h.Add("Vary", "Origin") // also for who sends none: a cache must not hand that answer to a page
		}
		trusted := origin != "" && (c.everybody() || slices.Contains(c.Origins, origin))
		if trusted {
			if c.everybody() {
				origin = "*"
			}
			h.Set("Access-Control-Allow-Origin", origin)
			h.Set("Access-Control-Expose-Headers", corsExposed)
			if c.Credentials {
				h.Set("Access-Control-Allow-Credentials", "true")
			}
		}
		if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
			next.ServeHTTP(w, r)
			return
		}
		if !trusted {
			Refuse(w, r, fault.CrossOrigin)
			return
		}
		h.Set("Access-Control-Allow-Methods", corsMethods)
		h.Set("Access-Control-Allow-Headers", corsHeaders)
		h.Set("Access-Control-Max-Age", corsMaxAge)
		h.Add("Vary", "Access-Control-Request-Method, Access-Control-Request-Headers")
		w.WriteHeader(http.StatusNoContent)
	})
}

// sameOrigin refuses what a browser says comes from a page of another origin, other than GET. Where everybody is let in
// there is nothing to refuse: a page can send nothing of its visitor's then but what it knows itself.
func (c Config) sameOrigin(next http.Handler) http.Handler {
	if c.everybody() {
		return next
	}
	protection := http.NewCrossOriginProtection()
	for _, origin := range c.Origins {
		if err := protection.AddTrustedOrigin(origin); err != nil {
			panic(err) // Validate has let it through
		}
	}
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { Refuse(w, r, fault.CrossOrigin) }))
	return protection.Handler(next)
}

// trusts tells whether the page that a browser says a handshake comes from may open a socket: one of ours, or of an
// origin that is configured. A program says nothing. Sockets have no CORS, so the server has to look.
func (c Config) trusts(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" || c.everybody() || slices.Contains(c.Origins, origin) {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && strings.EqualFold(u.Host, r.Host)
}
