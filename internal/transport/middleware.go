package transport

import (
	"net/http"

	"thidua/internal/ratelimit"
)

// Config configures the HTTP middleware. The zero value allows no other origin.
type Config struct {
	// Origins are the origins whose pages may use the API, such as https://hall.example; * alone allows all.
	Origins []string
	// Credentials lets browsers send cookies and certificates. The API needs neither: its tokens are sent in a
	// header. It cannot be combined with *.
	Credentials bool

	// Limiter charges requests to their client address; nil charges nothing.
	Limiter *ratelimit.Limiter
	// Proxies are the reverse proxies whose X-Forwarded-For header is trusted.
	Proxies Proxies

	// Quiet logs successful requests at debug level only.
	Quiet bool
}

// Middleware wraps the API: every response has a request id and security headers, requests of other origins
// are rejected unless configured, requests over the rate limit are rejected, and large responses are
// compressed. Preflight requests are not charged, and a page can read why its request was rejected. It
// panics on a Config that Validate rejects.
func Middleware(c Config, next http.Handler) http.Handler {
	if err := c.Validate(); err != nil {
		panic(err)
	}
	return RequestIDs(c.markAPI(securityHeaders(c.handleCORS(c.LimitRate(c.rejectCrossOrigin(compress(next)))))))
}

// markAPI marks the request as one to the API.
func (c Config) markAPI(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		info := RequestInfoFrom(r.Context()) // not nil, because RequestIDs has set it
		info.API, info.Quiet = true, c.Quiet
		next.ServeHTTP(w, r)
	})
}

// securityHeaders sets the headers of every response of the API. Responses are JSON for programs: browsers
// must not sniff their type, display them, cache them, or give them to pages of other sites.
func securityHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Cross-Origin-Resource-Policy", "same-origin") // CORS takes precedence
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r)
	})
}
