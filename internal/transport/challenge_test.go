package transport_test

import (
	"net/http/httptest"
	"testing"

	"thidua/internal/fault"
	"thidua/internal/transport"
)

// TestWriteError_Challenge checks the header WWW-Authenticate of 401: it names invalid_token only if
// credentials were sent (RFC 6750, section 3.1).
func TestWriteError_Challenge(t *testing.T) {
	for authorization, want := range map[string]string{
		"":            `Bearer realm="thidua"`,
		"Bearer x":    `Bearer realm="thidua", error="invalid_token"`,
		"Basic dTpw=": `Bearer realm="thidua", error="invalid_token"`,
	} {
		w, r := httptest.NewRecorder(), httptest.NewRequest("POST", "/graphql", nil)
		if authorization != "" {
			r.Header.Set("Authorization", authorization)
		}
		transport.WriteError(w, r, fault.Unauthenticated.With())
		if got := w.Header().Get("WWW-Authenticate"); got != want || w.Code != 401 {
			t.Errorf("Authorization %q: status %d, WWW-Authenticate %q, want %q", authorization, w.Code, got, want)
		}
		w = httptest.NewRecorder()
		transport.WriteError(w, r, fault.Forbidden.With())
		if got := w.Header().Get("WWW-Authenticate"); got != "" {
			t.Errorf("with status %d it is %q", w.Code, got)
		}
	}
}
