package transport

import (
	"net/http"

	"thidua/internal/guard"
)

// Config is who besides programs and our own pages may come through the door. The zero value lets no other origin in.
type Config struct {
	// Origins are those whose pages may use the API, such as https://hall.example, or * alone for all.
	Origins []string
	// Credentials lets browsers send cookies and certificates along. The API needs neither: its tokens are sent in a
	// header. Not with *.
	Credentials bool

	// Till is where requests are paid for by their address; nil if they are not.
	Till *guard.Till
	// Proxies are those before us who tell the address of their clients.
	Proxies Proxies

	// Quiet has the log tell of an answer that went well only where it tells everything.
	Quiet bool
}

// Door stands before the API: every answer has a request id and the headers that make it safe, no page of another origin
// comes in but those configured, nobody asks for more than the till gives, and large answers are compressed. Preflights are
// answered for nothing, and a refusal of the till is one that pages may read. It panics on a Config that Validate refuses.
func Door(c Config, next http.Handler) http.Handler {
	if err := c.Validate(); err != nil {
		panic(err)
	}
	return RequestIDs(c.api(secured(c.cors(c.metered(c.sameOrigin(compressed(next)))))))
}

// api notes that a request came to the API.
func (c Config) api(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e := Here(r.Context()) // RequestIDs sees to it that there is one
		e.API, e.Quiet = true, c.Quiet
		next.ServeHTTP(w, r)
	})
}

// secured sets the headers that hold for every answer of the API. They are JSON for a program: no browser has to guess
// their type, show them as a page or in a frame, keep them, or hand them to a page of another site.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Cross-Origin-Resource-Policy", "same-origin") // CORS goes before it
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r)
	})
}
