package simulator

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Data is decoded, errors are returned with code and path, and rate-limited requests are retried after the
// given delay.
func TestNewClient(t *testing.T) {
	t.Parallel()
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if asked++; r.Header.Get("Authorization") != "Bearer secret" {
			t.Errorf("asked as %q", r.Header.Get("Authorization"))
		}
		switch r.URL.Path {
		case "/answers":
			fmt.Fprint(w, `{"data":{"n":7}}`)
		case "/refuses":
			fmt.Fprint(
				w,
				`{"data":null,"errors":[{"message":"Không","path":["giveFloor"],"extensions":{"code":"FLOOR_TAKEN"}}]}`,
			)
		case "/fails":
			http.Error(w, "no JSON", http.StatusBadGateway)
		case "/later":
			if asked == 4 {
				w.Header().Set("Retry-After", "1")
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
			fmt.Fprint(w, `{"data":{"n":8}}`)
		}
	}))
	defer server.Close()
	var answer struct{ N int }
	ask := func(path string) error {
		return NewClient(server.Client(), server.URL+path, "secret")(t.Context(), "{ n }", nil, &answer)
	}
	if err := ask("/answers"); err != nil || answer.N != 7 {
		t.Errorf("answered %d, %v", answer.N, err)
	}
	for path, want := range map[string]string{"/refuses": "[giveFloor] FLOOR_TAKEN", "/fails": "502"} {
		if err := ask(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if err := ask("/later"); err != nil || answer.N != 8 || asked != 5 {
		t.Errorf("after %d requests, answered %d, %v", asked, answer.N, err)
	}
}

// A disconnected site sends no heartbeats until it is reconnected, and no site does before setConnected.
func TestSendHeartbeats(t *testing.T) {
	var heard []string
	h := &Simulation{
		Code: "c",
		Execute: func(_ context.Context, _ string, variables map[string]any, _ any) error {
			heard = append(heard, variables["site"].(string))
			return nil
		},
	}
	for _, c := range []struct {
		change func()
		want   string
	}{
		{func() {}, ""}, {func() { h.setConnected([]string{"a", "b", "c"}) }, "a b c"},
		{func() { h.setDisconnected("b", "x") }, "a c"}, {func() { h.setDisconnected() }, "a b c"},
		{func() { h.setConnected(nil) }, ""},
	} {
		heard = nil
		c.change()
		if err := h.SendHeartbeats(t.Context()); err != nil || strings.Join(heard, " ") != c.want {
			t.Errorf("heard of %v, want %s; %v", heard, c.want, err)
		}
	}
}
