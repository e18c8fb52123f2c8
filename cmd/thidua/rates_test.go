package main

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// Rate limits have the configured values, and only configured proxies are trusted.
func TestServe_RateLimits(t *testing.T) {
	flags := serveArgs(t, "--rate-address", "1", "--rate-address-burst", "3000", "--rate-request", "1000")
	base, _ := startProgram(t, flags...)
	for range 3 {
		if response, body := postGraphQL(t, http.DefaultClient, base, typenameQuery); response.StatusCode != 200 ||
			!strings.HasPrefix(response.Header.Get("RateLimit-Policy"), `"address";q=3000;w=3000`) {
			t.Fatalf("%d %v %s", response.StatusCode, response.Header, body)
		}
	}
	response, body := postGraphQL(t, http.DefaultClient, base, typenameQuery, "X-Forwarded-For", "203.0.113.1")
	if response.StatusCode != http.StatusTooManyRequests || !strings.Contains(body, "RATE_LIMITED") ||
		response.Header.Get("Retry-After") == "" {
		t.Errorf("the fourth: %d %v %s", response.StatusCode, response.Header, body)
	}
	for path, want := range map[string]int{
		"/": 429, "/playground": 429, "/docs/errors": 429, "/schema.graphql": 429, "/livez": 200, "/readyz": 200,
	} {
		if status, _ := httpGet(t, base+path); status != want {
			t.Errorf("%s: %d, want %d", path, status, want)
		}
	}

	behind, _ := startProgram(t, append(flags, "--trusted-proxy", "127.0.0.0/8,::1/128")...)
	for _, client := range []string{"203.0.113.1", "203.0.113.1", "203.0.113.1", "203.0.113.2"} {
		if response, body := postGraphQL(t, http.DefaultClient, behind, typenameQuery,
			"X-Forwarded-For", client); response.StatusCode != 200 {
			t.Errorf("%s: %d %s", client, response.StatusCode, body)
		}
	}
	if response, _ := postGraphQL(t, http.DefaultClient, behind, typenameQuery, "X-Forwarded-For",
		"203.0.113.1"); response.StatusCode != http.StatusTooManyRequests {
		t.Errorf("%d", response.StatusCode)
	}

	t.Setenv("THIDUA_RATE_ADDRESS", "0")
	t.Setenv("THIDUA_RATE_ACCOUNT", "0")
	off, _ := startProgram(t, serveArgs(t)...)
	if response, _ := postGraphQL(t, http.DefaultClient, off, typenameQuery); response.Header.Get(
		"RateLimit",
	) != "" {
		t.Errorf("off: %v", response.Header)
	}
}

// An hour of exploration in the playground of the demo is not limited: a hundred concurrent reloads, each of
// which fetches the schema.
func TestRateLimits_PlaygroundUnaffected(t *testing.T) {
	base, _ := startProgram(t, "demo")
	for range 100 {
		response,
			body := postGraphQL(
			t, http.DefaultClient, base,
			`{"query":"{ __schema { types { name fields { name args { name type { name } } type { name ofType { `+
				`name } } } } } }"}`,
		)
		if response.StatusCode != 200 || strings.Contains(body, `"errors"`) {
			t.Fatalf("%d %.200s", response.StatusCode, body)
		}
	}
}

// The demo shows the schema to everybody, serve only with a token; the file and introspection agree.
func TestServe_PublicIntrospection(t *testing.T) {
	database := "sqlite:" + filepath.Join(t.TempDir(), "x.db")
	if code, _, errs := runCommand(t, "migrate", "up", "--database", database); code != 0 {
		t.Fatal(errs)
	}
	code, secret, errs := runCommand(t, "token", "issue", "--database", database, "--account", "clerk")
	if code != 0 {
		t.Fatal(errs)
	}
	const asks = `{"query":"{ __type(name: \"Unit\") { name } }"}`
	for _, tc := range []struct {
		args   []string
		public bool
	}{
		{[]string{"demo"}, true}, {[]string{"demo", "--no-public-introspection"}, false},
		{[]string{"serve", "--database", database}, false}, {[]string{"serve", "--database", database,
			"--public-introspection"}, true},
	} {
		base, stop := startProgram(t, tc.args...)
		if _, body := postGraphQL(t, http.DefaultClient, base, asks); strings.Contains(body,
			"INTROSPECTION_OFF") == tc.public {
			t.Errorf("%v: %s", tc.args, body)
		}
		status, sdl := httpGet(t, base+"/schema.graphql")
		if tc.public && (status != 200 || !strings.Contains(sdl, "type Unit")) || !tc.public &&
			(status != 403 || !strings.Contains(sdl, "INTROSPECTION_OFF") || strings.Contains(sdl, "Unit")) {
			t.Errorf("%v: /schema.graphql: %d %.200s", tc.args, status, sdl)
		}
		if !tc.public && tc.args[0] == "serve" {
			request, err := http.NewRequest(http.MethodGet, base+"/schema.graphql", nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Authorization", "Bearer "+strings.TrimSpace(secret))
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			response.Body.Close()
			if response.StatusCode != 200 || !strings.Contains(strings.Join(response.Header.Values("Vary"), ","),
				"Authorization") {
				t.Errorf("signed in: %d %v", response.StatusCode, response.Header)
			}
			if _, body := postGraphQL(t, http.DefaultClient, base, asks, "Authorization",
				"Bearer "+strings.TrimSpace(secret)); !strings.Contains(body, `"Unit"`) {
				t.Errorf("signed in: %s", body)
			}
		}
		for _, page := range []string{"/", "/playground", "/docs/errors", "/static/examples.json"} {
			if status, _ := httpGet(t, base+page); status != 200 {
				t.Errorf("%v: %s: %d", tc.args, page, status)
			}
		}
		stop()
	}
}

// Invalid rates and proxies are refused at start.
func TestRateLimits_Invalid(t *testing.T) {
	for _, args := range [][]string{
		{"--rate-address", "-1"}, {"--rate-address", "many"}, {"--rate-address-burst", "10"},
		{"--rate-account-burst", "0"}, {"--rate-request", "0"},
		{"--trusted-proxy", "proxy.example"}, {"--trusted-proxy", "10.0.0.0/99"},
	} {
		for _, verb := range []string{"serve", "demo"} {
			code, _, errs := runCommand(t, append([]string{verb, "--listen", "127.0.0.1:0", "--database",
				"sqlite:" + filepath.Join(t.TempDir(), "x.db")}, args...)...)
			if code == 0 || !strings.Contains(errs, args[0]) || strings.Contains(errs, "goroutine") {
				t.Errorf("%s %v: %d %s", verb, args, code, errs)
			}
		}
	}
}
