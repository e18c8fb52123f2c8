package main

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"thidua/internal/store"
	"thidua/internal/storetest"
)

func TestHostSet_Accepts(t *testing.T) {
	local, remote := RemoteAccess{AllowedHost: []string{"Demo.example"}}.allowedHosts(),
		RemoteAccess{AllowRemote: true}.allowedHosts()
	for host, want := range map[string][2]bool{
		"localhost": {true, true}, "localhost:8080": {true, true}, "LOCALHOST.:80": {true, true},
		"127.0.0.1:8080": {true, true}, "127.1.2.3": {true, true},
		"[::1]:8080": {true, true}, "[::1]": {true, true}, "[::ffff:127.0.0.1]:80": {true, true},
		"demo.example:8080": {true, false}, "192.0.2.7:8080": {false, true}, "[2001:db8::1]:80": {false, true},
		"rebound.example": {false, false}, "localhost.rebound.example": {false, false},
		"127.0.0.1.rebound.example": {false, false}, "": {false, false}, ":8080": {false, false},
	} {
		if got := [2]bool{local.accepts(host), remote.accepts(host)}; got != want {
			t.Errorf("%q: %v, want %v", host, got, want)
		}
	}
}

// getWithHost sends a GET with a Host header.
func getWithHost(t *testing.T, base, path, host string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = host
	response, err := faultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	return response
}

// A page of another site whose name points at this machine gets nothing from the demo, in particular no
// tokens. Other machines cannot connect unless the operator allows it. The tokens stay the same after a
// restart.
func TestDemo_HidesTokensFromOtherHosts(t *testing.T) {
	for _, dialect := range []string{store.SQLite, store.Postgres} {
		t.Run(dialect, func(t *testing.T) {
			t.Setenv("XDG_CONFIG_HOME", t.TempDir())
			url := storetest.NewUnmigratedURL(t, dialect)
			serve := func() string {
				base, stop := startProgram(t, "demo", "--database", url, "--allowed-host", "demo.example")
				defer stop()
				for host, want := range map[string]int{"rebound.example": 403, "demo.example": 200, "localhost:1": 200} {
					for _, path := range []string{"/static/tokens.json", "/", "/graphql?query={__typename}"} {
						if response := getWithHost(t, base, path, host); response.StatusCode != want {
							t.Errorf("%s of %s: %d", path, host, response.StatusCode)
						}
					}
				}
				_, tokens := httpGet(t, base+"/static/tokens.json")
				return tokens
			}
			first := serve()
			if again := serve(); again != first || !strings.Contains(first, "thidua_") {
				t.Errorf("%s, then %s", first, again)
			}
			file := strings.TrimPrefix(url, "sqlite:") + "-demo-tokens"
			if dialect == store.Postgres {
				files, _ := filepath.Glob(filepath.Join(os.Getenv("XDG_CONFIG_HOME"), "thidua", "demo-tokens-*"))
				if len(files) != 1 {
					t.Fatal(files)
				}
				file = files[0]
			}
			if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%v, %v", info, err)
			}
			if err := os.Chmod(file, 0o644); err != nil { // accessible to other users
				t.Fatal(err)
			}
			if third := serve(); third == first {
				t.Error("tokens that others could read are still used")
			}
		})
	}
}

func TestDemo_RefusesRemoteAddress(t *testing.T) {
	code, _, errs := runCommand(t, "demo", "--listen", "0.0.0.0:0", "--database",
		"sqlite:"+filepath.Join(t.TempDir(), "x.db"))
	if code == 0 || !strings.Contains(errs, "--listen") || !strings.Contains(errs, "--allow-remote") {
		t.Errorf("%d %s", code, errs)
	}
}

// With TLS, browsers have to keep using it, except for IP addresses and localhost, where other ports belong
// to other programs.
func TestStrictTransport(t *testing.T) {
	h := withHSTS(time.Hour, http.NotFoundHandler())
	for host, want := range map[string]string{"hall.example": "max-age=3600", "hall.example:443": "max-age=3600",
		"localhost:8443": "", "127.0.0.1": "", "[::1]:443": ""} {
		for _, secure := range []bool{true, false} {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			if r.Host = host; secure {
				r.TLS = &tls.ConnectionState{}
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if got := w.Header().Get("Strict-Transport-Security"); got != want && secure || got != "" && !secure {
				t.Errorf("%s, over TLS %v: %q", host, secure, got)
			}
		}
	}
}

// A server with a certificate sends the header.
func TestServe_StrictTransport(t *testing.T) {
	cert, key, pool := newSelfSigned(t)
	for flag, want := range map[string]string{"--hsts=2h": "max-age=7200", "--hsts=0": ""} {
		base, _ := startProgram(
			t, "serve", "--database", storetest.NewURL(t, store.SQLite), "--tls-cert", cert, "--tls-key", key, flag,
		)
		secure := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool},
			DisableKeepAlives: true}}
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/livez", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = "hall.example"
		response, err := secure.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if got := response.Header.Get("Strict-Transport-Security"); got != want {
			t.Errorf("%s: %q", flag, got)
		}
	}
	if code, _, errs := runCommand(t, "serve", "--hsts=-1s"); code == 0 || !strings.Contains(errs, "--hsts") {
		t.Errorf("%d %s", code, errs)
	}
}
