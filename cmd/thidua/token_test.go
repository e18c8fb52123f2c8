package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"thidua/internal/store"
	"thidua/internal/storetest"
)

// queryAs sends an operation with a bearer token, or without one.
func queryAs(t *testing.T, base, token, query string) (int, string) {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/graphql",
		bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, strings.TrimSpace(string(answer))
}

const ownRolesQuery = `{ viewer { account { grants { edges { node { role } } } } } }`

// The demo has a token for every role, which the playground offers. If the token file is lost, the next demo
// on the database issues new tokens and revokes the previous ones.
func TestDemoTokens(t *testing.T) {
	url := storetest.NewUnmigratedURL(t, store.SQLite)
	var last string
	for range 2 {
		base, stop := startProgram(t, "demo", "--database", url)
		_, list := httpGet(t, base+"/static/tokens.json")
		var tokens []struct{ Role, Secret string }
		if err := json.Unmarshal([]byte(list), &tokens); err != nil || len(tokens) != 9 {
			t.Fatalf("%v: %s", err, list)
		}
		for _, token := range tokens {
			_, got := queryAs(t, base, token.Secret, ownRolesQuery)
			if n := strings.Count(got, `"role"`); n == 0 || strings.Count(got, `"role":"`+token.Role+`"`) != n {
				t.Errorf("%s: %s", token.Role, got)
			}
		}
		if status, got := queryAs(t, base, last, ownRolesQuery); last != "" && status != http.StatusUnauthorized {
			t.Errorf("a token of the last demo: %d %s", status, got)
		}
		last = tokens[0].Secret
		stop()
		if err := os.Remove(strings.TrimPrefix(url, "sqlite:") + "-demo-tokens"); err != nil {
			t.Fatal(err)
		}
	}
}

// A server rejects reads without a token; the operator issues one, also while the server is running, and
// revokes it.
func TestTokenCommand(t *testing.T) {
	for _, dialect := range []string{store.SQLite, store.Postgres} {
		t.Run(dialect, func(t *testing.T) {
			url := storetest.NewUnmigratedURL(t, dialect)
			_, stopDemo := startProgram(t, "demo", "--database", url)
			stopDemo()
			base, _ := startProgram(t, "serve", "--database", url)
			const clusters = `{ clusters { totalCount } }`
			if _, got := queryAs(t, base, "", clusters); !strings.Contains(got, `"code":"UNAUTHENTICATED"`) ||
				!strings.HasSuffix(got, `"data":null}`) {
				t.Errorf("the public sees %s", got)
			}
			if _, list := httpGet(t, base+"/static/tokens.json"); strings.TrimSpace(list) != "[]" {
				t.Errorf("the playground offers %s", list)
			}
			code, secret, errs := runCommand(t, "token", "issue", "--database", url, "--account", "thu-ky", "--name",
				"Thư ký", "--role", "SECRETARY", "--conference", "c2-2023-2024-final", "--year", "2023-2024")
			secret = strings.TrimSpace(secret)
			if code != 0 || !strings.HasPrefix(secret, "thidua_") || strings.Contains(secret, "\n") {
				t.Fatalf("%d %q %s", code, secret, errs)
			}
			if _, got := queryAs(t, base, secret, clusters); got == `{"data":{"clusters":{"totalCount":0}}}` ||
				!strings.HasPrefix(got, `{"data"`) {
				t.Errorf("the secretary sees %s", got)
			}
			code, list, errs := runCommand(t, "token", "list", "--database", url, "--account", "thu-ky")
			if code != 0 || !strings.Contains(list, "SECRETARY c2-2023-2024-final 2023-2024") ||
				strings.Contains(list, secret[7:]) || strings.Count(list, "\n") != 2 {
				t.Errorf("%d %s%s", code, list, errs)
			}
			id := strings.Fields(strings.Split(list, "\n")[1])[0]
			if code, out, errs := runCommand(t, "token", "revoke", id, "--database", url); code != 0 ||
				!strings.Contains(out, "1") {
				t.Errorf("%d %s%s", code, out, errs)
			}
			if code, out, errs := runCommand(t, "token", "revoke", "--account", "thu-ky", "--database",
				url); code != 0 ||
				!strings.Contains(out, "revoked: 0") {
				t.Errorf("%d %s%s", code, out, errs)
			}
		})
	}
}

func TestTokenCommand_Refused(t *testing.T) {
	url := storetest.NewURL(t, store.SQLite)
	flag := map[string]string{"no such role": "--role is not", "a role without its scope": "--cluster is not",
		"a scope too many": "--unit is not",
		"no label":         "--label is not", "none to revoke": "--account"}
	for name, args := range map[string][]string{
		"a role without its scope": {"issue", "--account", "x", "--role", "CLUSTER_HEAD"},
		"a scope too many":         {"issue", "--account", "x", "--role", "MINISTRY", "--unit", "bac-ninh"},
		"no label":                 {"issue", "--account", "x", "--label", ""},
		"none to revoke":           {"revoke"},
		"no account":               {"issue"},
		"a scope and no role":      {"issue", "--account", "x", "--cluster", "2"},
		"no such role":             {"issue", "--account", "x", "--role", "KING"},
		"no such cluster": {"issue", "--account", "x", "--role", "CLUSTER_HEAD", "--cluster", "2",
			"--year", "2023-2024"},
		"no such year":   {"issue", "--account", "x", "--role", "MINISTRY", "--year", "2023"},
		"a past expiry":  {"issue", "--account", "x", "--expires", "-1h"},
		"no id":          {"revoke", "x"},
		"half an issuer": {},
	} {
		line := append(append([]string{"token"}, args...), "--database", url)
		if len(args) == 0 {
			line = []string{"serve", "--database", url, "--oidc-issuer", "https://example.org"}
		}
		if code, out, errs := runCommand(t, line...); code == 0 || out != "" ||
			strings.Contains(errs, "goroutine") ||
			!strings.Contains(errs, flag[name]) {
			t.Errorf("%s: %d %s%s", name, code, out, errs)
		}
	}
	for _, issuer := range []string{"nonsense", "id.example", "ftp://id.example", "https://",
		"https://id.example/?x=y"} {
		if code, _, errs := runCommand(t, "serve", "--database", url, "--listen", "127.0.0.1:0", "--oidc-issuer",
			issuer, "--oidc-audience", "thidua"); code == 0 || !strings.Contains(errs, "--oidc-issuer") {
			t.Errorf("%s: %d %s", issuer, code, errs)
		}
	}
	// A refused command changes nothing.
	if code, list, _ := runCommand(t, "token", "list", "--database", url); code != 0 ||
		strings.Count(list, "\n") != 1 {
		t.Errorf("left: %d %s", code, list)
	}
	if code, out, errs := runCommand(t, "token", "issue", "--account", "x", "--database", url); code != 0 {
		t.Errorf("an account without a role: %d %s%s", code, out, errs)
	}
}
