package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"thidua/internal/fault"
	"thidua/internal/storetest/cluster"
)

// getHealth requests /readyz.
func getHealth(t *testing.T, h http.Handler, path string) (status int, got healthResponse) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code < 400 || w.Code == http.StatusServiceUnavailable {
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatalf("%s: %v", w.Body, err)
		}
	}
	return w.Code, got
}

func TestReadiness_NamesComponent(t *testing.T) {
	full, down := error(fault.DatabaseFull.With()), error(fault.DatabaseUnreachable.With())
	for name, c := range map[string]struct {
		reads, writes error
		draining      bool
		path          string
		status        int
		want          healthResponse
	}{
		"all is well": {path: "/readyz", status: 200, want: healthResponse{Status: "ok"}},
		"full": {writes: full, path: "/readyz", status: 503,
			want: healthResponse{Status: "degraded", Component: "writes", Code: "DATABASE_FULL"}},
		"full, asked to write": {writes: full, path: "/readyz?mode=write", status: 503,
			want: healthResponse{Status: "degraded", Component: "writes", Code: "DATABASE_FULL"}},
		"full, asked to read": {writes: full, path: "/readyz?mode=read", status: 200,
			want: healthResponse{Status: "degraded", Component: "writes", Code: "DATABASE_FULL"}},
		"down": {reads: down, writes: down, path: "/readyz?mode=read", status: 503,
			want: healthResponse{Status: "unavailable", Component: "reads", Code: "DATABASE_UNREACHABLE"}},
		"the server stops": {draining: true, path: "/readyz?mode=read", status: 503,
			want: healthResponse{Status: "unavailable", Component: "server", Code: "SHUTTING_DOWN"}},
		"others write for long": {writes: fault.DatabaseLocked.With(), path: "/readyz", status: 200,
			want: healthResponse{Status: "ok"}},
		"an error of no code": {writes: errors.New("secret"), path: "/readyz", status: 503,
			want: healthResponse{Status: "degraded", Component: "writes", Code: "INTERNAL"}},
		"another mode": {path: "/readyz?mode=x", status: 400},
	} {
		h := newReadiness(func() bool { return c.draining }, func(context.Context) error { return c.reads },
			func(context.Context) error { return c.writes })
		status, got := getHealth(t, h, c.path)
		if status != c.status || got.Status != c.want.Status ||
			got.Component != c.want.Component || got.Code != c.want.Code {
			t.Errorf("%s: %d %+v", name, status, got)
		}
	}
}

// However often readiness is requested, the database is read at most once a second and written at most every
// five.
func TestReadiness_Cached(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var reads, writes atomic.Int64
		slow := func(n *atomic.Int64) func(context.Context) error {
			return func(context.Context) error { n.Add(1); time.Sleep(100 * time.Millisecond); return nil }
		}
		h := newReadiness(func() bool { return false }, slow(&reads), slow(&writes))
		var all sync.WaitGroup
		for range 200 { // for ten seconds, five concurrently
			for range 5 {
				all.Go(func() {
					if status, _ := getHealth(t, h, "/readyz"); status != http.StatusOK {
						t.Error(status)
					}
				})
			}
			time.Sleep(50 * time.Millisecond)
		}
		all.Wait()
		if reads.Load() > 11 || reads.Load() < 8 || writes.Load() > 3 || writes.Load() < 2 {
			t.Errorf("%d reads and %d writes", reads.Load(), writes.Load())
		}
	})
}

// A server whose database became a standby reports it, and still serves reads.
func TestServe_Standby(t *testing.T) {
	server, err := cluster.StartServer(t.Context(), "wal_level=replica", "synchronous_commit=on")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Stop() })
	name, err := server.Create(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	base, _ := startProgram(t, "serve", "--public-read", "--database", server.URL(name))
	if status, body := httpGet(t, base+"/readyz"); status != http.StatusOK {
		t.Errorf("before: %d %s", status, body)
	}
	if err := server.Standby(t.Context()); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(200 * time.Millisecond) {
		status, body := httpGet(t, base+"/readyz")
		var got healthResponse
		if err := json.Unmarshal([]byte(body), &got); err != nil {
			t.Fatal(err)
		}
		if status == http.StatusServiceUnavailable &&
			got.Component == "writes" && got.Code == "DATABASE_READ_ONLY" && got.Remedy != "" {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d %s", status, body)
		}
	}
	if status, body := httpGet(t, base+"/readyz?mode=read"); status != http.StatusOK {
		t.Errorf("to read: %d %s", status, body)
	}
	if response,
		body := postGraphQL(t, faultClient, base,
		`{"query":"{ clusters { totalCount } }"}`); response.StatusCode != http.StatusOK {
		t.Errorf("%d %s", response.StatusCode, body)
	}
}
