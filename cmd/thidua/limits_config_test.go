package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func trustedFile(t *testing.T, documents any) (file string) {
	t.Helper()
	content, err := json.Marshal(documents)
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "persisted.json")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func sha256Hex(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }

// A server for trusted documents accepts them by hash and by text, and nothing else, within the configured
// limits.
func TestServe_TrustedOnly(t *testing.T) {
	const trusted = `query Kind { viewer { kind } }`
	t.Setenv("THIDUA_LIMIT_VARIABLE_NODES", "3")
	base, _ := startProgram(
		t, "serve", "--database", "sqlite:"+filepath.Join(t.TempDir(), "x.db"), "--trusted-only", "--trusted",
		trustedFile(t, map[string]string{sha256Hex(trusted): trusted}), "--limit-depth", "2",
	)
	for body, want := range map[string]string{
		`{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + sha256Hex(trusted) + `"}}}`: `"ANONYMOUS"`,
		`{"query":"` + trusted + `"}`: `"ANONYMOUS"`,
		`{"query":"` + trusted +
			`","variables":{"a":[1,2,3]}}`: `"limit":"variable-nodes"`,
		`{"documentId":"` + sha256Hex(trusted) + `"}`: `"ANONYMOUS"`,
		`{"documentId":"` + sha256Hex("x") +
			`","extensions":{}}`: `"OPERATION_NOT_TRUSTED"`,
		`{"documentId":"x"}`:              `"BAD_PERSISTED_QUERY"`,
		`{"query":"{ viewer { kind } }"}`: `"OPERATION_NOT_TRUSTED"`,
		`{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + sha256Hex("x") +
			`"}}}`: `"OPERATION_NOT_TRUSTED"`,
	} {
		if _, answer := postGraphQL(t, http.DefaultClient, base, body); !strings.Contains(answer, want) {
			t.Errorf("%s: %s, want %s", body, answer, want)
		}
	}
}

// Invalid limits are refused at start, with the reason.
func TestOperationLimits_Invalid(t *testing.T) {
	const invalid = `{ password }`
	for name, tc := range map[string]struct {
		args []string
		says []string
	}{
		"a limit of nothing":   {[]string{"--limit-depth", "0"}, []string{"--limit-depth", "from 1"}},
		"a limit that is none": {[]string{"--limit-cost", "much"}, []string{"--limit-cost"}},
		"no trusted documents": {[]string{"--trusted-only"}, []string{"--trusted-only", "--trusted"}},
		"no such file":         {[]string{"--trusted", "/none.json"}, []string{"--trusted", "/none.json"}},
		"not an object": {[]string{"--trusted", trustedFile(t, []int{1})},
			[]string{"persisted.json", "JSON object"}},
		"a wrong hash": {[]string{"--trusted", trustedFile(t,
			map[string]string{sha256Hex("x"): "{ viewer { kind } }"})}, []string{sha256Hex("x"), "has the hash"}},
		"an md5 hash": {[]string{"--trusted", trustedFile(t,
			map[string]string{"0cc175b9c0f1b6a831c399e269772661": "a"})}, []string{"not a SHA-256"}},
		"an invalid document": {[]string{"--trusted",
			trustedFile(t, map[string]string{sha256Hex(invalid): invalid})},
			[]string{sha256Hex(invalid), "password"}},
		"one above the limits": {[]string{"--limit-depth", "1", "--trusted",
			trustedFile(t, map[string]string{sha256Hex("{ viewer { kind } }"): "{ viewer { kind } }"})},
			[]string{"depth is 2"}},
	} {
		for _, verb := range []string{"serve", "demo"} {
			code, _, errs := runCommand(t, append([]string{verb, "--database",
				"sqlite:" + filepath.Join(t.TempDir(), "x.db")}, tc.args...)...)
			if code == 0 {
				t.Errorf("%s: %s did not refuse", name, verb)
			}
			for _, says := range tc.says {
				if !strings.Contains(errs, says) {
					t.Errorf("%s: %s does not say %q: %s", name, verb, says, errs)
				}
			}
		}
	}
}
