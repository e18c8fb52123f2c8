package main

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/storetest/cluster"
	"thidua/internal/web/browsertest"
)

// nodeEnv makes the test binary run a server with these arguments, which can be killed.
const nodeEnv = "THIDUA_TEST_NODE"

func TestMain(m *testing.M) {
	if args := os.Getenv(nodeEnv); args != "" {
		os.Exit(run(context.Background(), strings.Split(args, "\n"), os.Stdout, os.Stderr))
	}
	os.Exit(runTests(m))
}

// runTests runs the tests with one browser for all, and with a temporary user configuration folder, where
// demos store tokens of PostgreSQL databases.
func runTests(m *testing.M) int {
	dir, err := os.MkdirTemp("", "thidua-config-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	if err := os.Setenv("XDG_CONFIG_HOME", dir); err != nil {
		panic(err)
	}
	return browsertest.Run(m)
}

// startProcess starts node i as a process and returns a function that kills it.
func (h *faultHarness) startProcess(i int) (kill func()) {
	h.Helper()
	cmd := exec.Command(os.Args[0])
	args := slices.Concat([]string{"serve", "--database", h.url, "--listen", "127.0.0.1:0", "--log-format",
		"json"}, unlimitedFlags)
	cmd.Env = append(os.Environ(), nodeEnv+"="+strings.Join(args, "\n"))
	errs, err := cmd.StderrPipe()
	if err != nil {
		h.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		h.Fatal(err)
	}
	kill = func() { _ = cmd.Process.Kill(); _ = cmd.Wait() } // no effect if it has ended
	h.Cleanup(kill)
	lines := bufio.NewScanner(errs)
	for lines.Scan() {
		var logged struct{ Msg, Pages string }
		if json.Unmarshal(lines.Bytes(), &logged) == nil && logged.Msg == "serving" {
			base := strings.TrimSuffix(logged.Pages, "/")
			h.nodes[i].Store(&base)
			return kill
		}
	}
	h.Fatal("the process does not serve")
	return nil
}

// A server is killed under load: its subscribers resume at the other node, and no acknowledged change is
// missing.
func TestFaults_Killed(t *testing.T) {
	h := newFaultHarness(t, storetest.NewURL(t, store.Postgres))
	kill := h.startProcess(0)
	h.startNode(1, h.url)
	watchers := append(h.startSubscribers(4, 0), h.startSubscribers(2, 1)...)
	writers := h.startWriters(2)
	for _, w := range watchers {
		_, seq := w.received()
		w.waitFor(seq + 20)
	}
	second := h.nodeURL(1)()
	kill()
	h.nodes[0].Store(&second)
	for _, w := range watchers {
		_, seq := w.received()
		w.waitFor(seq + 20)
	}
	h.waitForAll(writers, watchers)
}

// PostgreSQL crashes and restarts: writers receive retryable errors, sockets stay open, no acknowledged event
// is missing, and the epoch stays the same.
func TestFaults_PostgresCrash(t *testing.T) {
	server, err := cluster.StartServer(t.Context(), "synchronous_commit=on")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	name, err := server.Create(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	url := server.URL(name)
	if err := storetest.OpenURL(t, url).Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	h := newFaultHarness(t, url)
	h.startNode(0, url)
	h.startNode(1, url)
	watchers, writers := h.startSubscribers(3, 0, 1), h.startWriters(2)
	for range 3 {
		for _, w := range watchers {
			_, seq := w.received()
			w.waitFor(seq + 20)
		}
		if err := server.Crash(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	h.startNode(0, url) // a server that starts now keeps the epoch
	for _, w := range watchers {
		_, seq := w.received()
		w.waitFor(seq + 20)
	}
	h.waitForAll(writers, watchers)
	for _, w := range watchers {
		if w.dials.Load() != 1 {
			t.Errorf("a watcher was cut off: %v", w.codes)
		}
	}
	for _, w := range writers {
		for code := range w.codes {
			if !isRetryable(code) {
				t.Errorf("a writer was told %s", code)
			}
		}
	}
}
