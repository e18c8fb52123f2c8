package transport_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"thidua/internal/transport"
)

// BenchmarkMiddleware measures the overhead of the middleware: a trivial operation without and with it, and
// with a compressed response of 8 KiB.
func BenchmarkMiddleware(b *testing.B) {
	bare := newTestServer(transport.Limits{})
	whole := transport.Middleware(transport.Config{Origins: []string{trustedOrigin}}, bare)
	for _, bench := range []struct {
		name, body, encoding string
		h                    http.Handler
	}{
		{"without", typenameBody, "", bare}, {"with", typenameBody, "", whole},
		{"big", `{"query":"{ big }"}`, "", whole}, {"gzip", `{"query":"{ big }"}`, "gzip", whole},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(bench.body))
				r.Header.Set("Content-Type", asJSON)
				r.Header.Set("Accept-Encoding", bench.encoding)
				w := httptest.NewRecorder()
				bench.h.ServeHTTP(w, r)
				if w.Code != http.StatusOK {
					b.Fatal(w.Body)
				}
			}
		})
	}
}
