package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"thidua/internal/store"
	"thidua/internal/storetest"
)

// syncBuffer is the output of a running program, which a test reads concurrently.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// runCommand runs the program to its end.
func runCommand(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e syncBuffer
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	return run(ctx, args, &o, &e), o.String(), e.String()
}

// startProgram runs the program until the test ends and returns its address.
func startProgram(t *testing.T, args ...string) (base string, stop func() int) {
	t.Helper()
	base, stop, _ = startProgramWithLog(t, args...)
	return base, stop
}

// serveArgs are the arguments of a server on an empty database, with the public access of a demo. A demo
// loads the record first, which takes seconds of CPU time with the race detector.
func serveArgs(t *testing.T, args ...string) []string {
	t.Helper()
	return append([]string{"serve", "--no-migrate", "--public-read", "--public-introspection", "--database",
		storetest.NewURL(t, store.SQLite)}, args...)
}

// startProgramWithLog is startProgram, with the log of the program.
func startProgramWithLog(t *testing.T, args ...string) (base string, stop func() int, errs *syncBuffer) {
	t.Helper()
	var out syncBuffer
	errs = new(syncBuffer)
	ctx, cancel := context.WithCancel(context.Background())
	code := make(chan int, 1)
	go func() { code <- run(ctx, append(args, "--listen", "127.0.0.1:0", "--log-format", "json"), &out, errs) }()
	stop = sync.OnceValue(func() int { cancel(); return <-code })
	t.Cleanup(func() { stop() })
	for deadline := time.Now().Add(2 * time.Minute); time.Now().
		Before(deadline); time.Sleep(10 * time.Millisecond) {
		for line := range strings.Lines(errs.String()) {
			var logged struct{ Msg, Pages string }
			if json.Unmarshal([]byte(line), &logged) == nil && logged.Msg == "serving" {
				return strings.TrimSuffix(logged.Pages, "/"), stop, errs
			}
		}
		select {
		case c := <-code:
			t.Fatalf("it ended with %d: %s", c, errs.String())
		default:
		}
	}
	t.Fatalf("it does not serve: %s", errs.String())
	return "", nil, nil
}

// emptyDatabase returns a database that exists and is empty.
func emptyDatabase(t *testing.T, dialect string) string {
	t.Helper()
	url := storetest.NewUnmigratedURL(t, dialect)
	if file, ok := strings.CutPrefix(url, "sqlite:"); ok {
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return url
}

func httpGet(t *testing.T, url string) (int, string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// The demo on both databases: it serves the record, its pages and its health, keeps a database that was
// specified, and shuts down cleanly.
func TestDemo(t *testing.T) {
	for _, dialect := range []string{store.SQLite, store.Postgres} {
		t.Run(dialect, func(t *testing.T) {
			url := storetest.NewUnmigratedURL(t, dialect)
			for range 2 { // the second time the record exists already
				base, stop := startProgram(t, "demo", "--database", url)
				response, err := http.Post(
					base+"/graphql",
					"application/json",
					strings.NewReader(
						`{"query":"{ cluster(number: 2) { head(schoolYear: \"2023-2024\") { shortName } } viewer { kind } }"}`,
					),
				)
				if err != nil {
					t.Fatal(err)
				}
				body, _ := io.ReadAll(response.Body)
				response.Body.Close()
				if want := `{"data":{"cluster":{"head":{"shortName":"Bắc ` +
					`Ninh"}},"viewer":{"kind":"ANONYMOUS"}}}`; strings.TrimSpace(
					string(body),
				) != want {
					t.Errorf("got %s, want %s", body, want)
				}
				for path, want := range map[string]string{
					"/": "/playground", "/playground": "graphiql", "/livez": `"ok"`, "/readyz": `"ok"`,
					"/schema.graphql": "type Cluster implements Node",
					"/docs/errors":    "BAD_SCHOOL_YEAR", "/docs/scalars": "SchoolYear",
					"/static/examples.json": "ClusterInAYear",
				} {
					if status, body := httpGet(t, base+path); status != http.StatusOK || !strings.Contains(body, want) {
						t.Errorf("%s: %d, without %s", path, status, want)
					}
				}
				if code := stop(); code != 0 {
					t.Errorf("it ended with %d", code)
				}
			}
		})
	}
}

// Without --database the demo leaves no files behind.
func TestDemo_RemovesTemporaryFile(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	_, stop := startProgram(t, "demo")
	made, _ := filepath.Glob(filepath.Join(os.TempDir(), "thidua-demo-*", "*"))
	if len(made) == 0 {
		t.Fatal("the demo has no file while it runs")
	}
	if code := stop(); code != 0 {
		t.Errorf("it ended with %d", code)
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "thidua-demo-*")); len(left) > 0 {
		t.Errorf("it left %v", left)
	}
}

// Invalid settings are refused at start, with a remedy, and nothing is changed.
func TestRun_InvalidSettings(t *testing.T) {
	dir := t.TempDir()
	notADatabase := filepath.Join(dir, "letter.txt")
	if err := os.WriteFile(notADatabase, []byte(strings.Repeat("Kính gửi Bộ GD&ĐT. ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		args []string
		says []string
	}{
		"an unknown database": {[]string{"serve", "--database", "mysql://localhost/x"},
			[]string{"sqlite:", "postgres://"}},
		"no such folder": {[]string{"serve", "--database", "sqlite:" + filepath.Join(dir, "none", "x.db")},
			[]string{"thidua: "}},
		"a file of another sort": {[]string{"serve", "--database", "sqlite:" + notADatabase},
			[]string{"thidua: "}},
		"a server that is not up": {[]string{"serve", "--database", "postgres://127.0.0.1:1/x?connect_timeout=2"},
			[]string{"thidua: "}},
		"an address that is none": {[]string{"serve", "--listen", "8080", "--database",
			"sqlite:" + filepath.Join(dir, "x.db")}, []string{"--listen", "HOST:PORT"}},
		"a negative drain": {[]string{"serve", "--drain=-5s"}, []string{"--drain"}},
		"a file that is missing": {[]string{"serve", "--no-migrate", "--database",
			"sqlite:" + filepath.Join(dir, "none.db")}, []string{"no such SQLite file"}},
		"nothing to look at": {[]string{"migrate", "status", "--database",
			"sqlite:" + filepath.Join(dir, "none.db")}, []string{"no such SQLite file"}},
		"an unmigrated database": {[]string{"serve", "--no-migrate", "--database", emptyDatabase(t, store.SQLite)},
			[]string{"migrate"}},
		"a certificate that is missing": {[]string{"serve", "--tls-cert", filepath.Join(dir, "c.pem"), "--tls-key",
			filepath.Join(dir, "k.pem"), "--database", "sqlite:" + filepath.Join(dir, "none.db")},
			[]string{"thidua: The setting --tls-cert is not valid: open ", "Correct the setting"}},
		"a limit of nothing": {[]string{"demo", "--limit-depth=0"},
			[]string{"thidua: The setting --limit-depth is not valid: it must be from 1 to ", "Correct the setting"}},
		"an unknown log level": {[]string{"version", "--log-level", "loud"}, []string{"log-level"}},
		"an unknown command":   {[]string{"dance"}, []string{"dance"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("THIDUA_LISTEN", "127.0.0.1:0")
			code, _, errs := runCommand(t, tc.args...)
			if code == 0 {
				t.Error("it did not refuse")
			}
			for _, says := range tc.says {
				if !strings.Contains(errs, says) {
					t.Errorf("it does not say %q: %s", says, errs)
				}
			}
			if strings.Contains(errs, "goroutine") {
				t.Errorf("it panicked: %s", errs)
			}
		})
	}
	if _, err := os.Stat(filepath.Join(dir, "none.db")); err == nil {
		t.Error("a file was made by who only looked")
	}
	if after, err := os.ReadFile(notADatabase); err != nil || !strings.HasPrefix(string(after), "Kính gửi") {
		t.Errorf("the letter was changed: %v", err)
	}
}

// An environment variable sets a flag, and the command line overrides it.
func TestRun_Environment(t *testing.T) {
	t.Setenv("THIDUA_DATABASE", "mysql://nowhere")
	if code, _, _ := runCommand(t, "migrate", "status"); code == 0 {
		t.Error("THIDUA_DATABASE is not heeded")
	}
	if code, out, errs := runCommand(t, "migrate", "status", "--database",
		emptyDatabase(t, store.SQLite)); code != 0 ||
		!strings.Contains(out, "not yet") {
		t.Errorf("%d: %s%s", code, out, errs)
	}
}

// A database is migrated step by step, with its status.
func TestMigrate(t *testing.T) {
	for _, dialect := range []string{store.SQLite, store.Postgres} {
		url := emptyDatabase(t, dialect)
		if code, out, _ := runCommand(t, "migrate", "status", "--database", url); code != 0 ||
			!strings.Contains(out, "initial") || !strings.Contains(out, "not yet") {
			t.Errorf("before: %d %s", code, out)
		}
		if code, out, errs := runCommand(t, "migrate", "up", "--database", url); code != 0 ||
			!strings.Contains(out, "up to date") {
			t.Errorf("up: %d %s%s", code, out, errs)
		}
		if code, out, _ := runCommand(t, "migrate", "status", "--database", url); code != 0 ||
			strings.Contains(out, "not yet") {
			t.Errorf("after: %d %s", code, out)
		}
	}
}

// The documentation contains the current table of flags.
func TestFlagTable_InDocs(t *testing.T) {
	page, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	if _, table, _ := runCommand(t, "config"); !strings.Contains(string(page), table) {
		t.Errorf("docs/configuration.md has another table of flags (make generate):\n%s", table)
	}
}

func TestSchemaAndHelp(t *testing.T) {
	if code, out, _ := runCommand(t, "schema"); code != 0 || !strings.Contains(out, "type Query") ||
		strings.Contains(out, "goModel") {
		t.Errorf("schema: %d", code)
	}
	if code, out, _ := runCommand(t, "--help"); code != 0 || !strings.Contains(out, "serve") {
		t.Errorf("help: %d %s", code, out)
	}
}
