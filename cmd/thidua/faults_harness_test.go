package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"thidua/ent/grant"
	"thidua/internal/account"
	"thidua/internal/conference"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

// faultHarness is an open conference in its own database, with a secretary and up to two nodes.
type faultHarness struct {
	*testing.T
	url    string // of the database, without proxies
	store  *store.Store
	secret string // token of the secretary
	nodes  []atomic.Pointer[string]
}

// unlimitedFlags let a test send as much from one address as many clients do from many.
var unlimitedFlags = []string{
	"--public-read",
	"--rate-address",
	"0",
	"--rate-account",
	"0",
	"--concurrent-address",
	"0",
	"--concurrent-account",
	"0",
	"--max-sockets-per-address",
	"0",
	"--heartbeat",
	"1s",
	"--no-migrate",
}

// newFaultHarness opens the conference in a database, and checks at the end of the test that no goroutines
// are left.
func newFaultHarness(t *testing.T, url string) *faultHarness {
	t.Helper()
	leaks := goleak.IgnoreCurrent()
	t.Cleanup(func() {
		if err := goleak.Find(leaks, goleak.IgnoreAnyFunction("database/sql.(*DB).connectionOpener"),
			goleak.IgnoreAnyFunction("os/exec.(*Cmd).watchCtx")); err != nil {
			t.Error(err)
		}
	})
	h := &faultHarness{
		T:     t,
		url:   url,
		store: storetest.OpenURL(t, url),
		nodes: make([]atomic.Pointer[string], 2),
	}
	if err := h.createConference(viewer.NewContext(t.Context(), viewer.Operator())); err != nil {
		t.Fatal(err)
	}
	if err := journal.EnsureEpoch(t.Context(), h.store); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *faultHarness) createConference(ctx context.Context) error {
	if err := registry.PutCluster(ctx, h.store, registry.Cluster{Number: 2, Kind: "CLUSTER",
		Name: "Cụm 2"}); err != nil {
		return err
	}
	held, err := vi.ParseDate("2025-08-19")
	if err != nil {
		return err
	}
	if _, err := conference.Plan(ctx, h.store, conference.NewPlan{Code: "faults", Kind: "FINAL_REVIEW",
		Title: "Tổng kết", SchoolYear: 2024, Cluster: 2, HeldOn: held,
		Sites: []conference.PlanSite{{Code: "main", Name: "Hà Nội", Kind: "MAIN"}}}); err != nil {
		return err
	}
	if _, err := conference.Open(ctx, h.store, "faults"); err != nil {
		return err
	}
	if _, err := account.Create(ctx, h.store, account.NewAccount{Subject: "clerk", Name: "Clerk",
		Kind: "SERVICE"}); err != nil {
		return err
	}
	if _, err := account.GrantRole(ctx, h.store, account.NewGrant{Account: "clerk", Role: grant.RoleSecretary,
		Conference: new("faults")}); err != nil {
		return err
	}
	issued, err := account.IssueToken(ctx, h.store, account.NewToken{Account: "clerk", Label: "test"})
	h.secret = issued.Secret
	return err
}

// startNode starts node i in this process, with a URL of the database that may go through a proxy.
func (h *faultHarness) startNode(i int, url string, more ...string) (stop func() int) {
	h.Helper()
	base, stop := startProgram(h.T, slices.Concat([]string{"serve", "--database", url}, unlimitedFlags, more)...)
	h.nodes[i].Store(&base)
	return stop
}

// nodeURL returns a function that returns the address of a node.
func (h *faultHarness) nodeURL(i int) func() string {
	return func() string {
		if base := h.nodes[i].Load(); base != nil {
			return *base
		}
		return "http://127.0.0.1:1"
	}
}

// faultsStream is the stream of the conference.
var faultsStream = journal.ConferenceStream(registry.ConferenceID("faults"))

// lastPosition returns the end of the conference's stream.
func (h *faultHarness) lastPosition() journal.Position {
	h.Helper()
	heads, err := journal.ReadHeads(context.Background(), h.store.Reader(), faultsStream)
	if err != nil {
		h.Fatal(err)
	}
	return heads.Position(faultsStream)
}

// startSubscribers starts n subscribers on each of some nodes.
func (h *faultHarness) startSubscribers(n int, nodes ...int) (all []*subscriber) {
	from := h.lastPosition()
	for _, i := range nodes {
		for range n {
			all = append(all, subscribeFrom(h.T, h.nodeURL(i), from))
		}
	}
	return all
}

// writer makes announcements at a node, one after the other, and records those that were acknowledged.
type writer struct {
	stop  func()
	acked []string
	at    map[string]time.Time
	codes map[string]int // codes of failed requests, with their numbers
}

// faultClient keeps no connections open.
var faultClient = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: time.Minute}

// startWriter makes announcements until the writer is stopped.
func (h *faultHarness) startWriter(where func() string, name string) *writer {
	w := &writer{at: map[string]time.Time{}, codes: map[string]int{}}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		for n := 0; ctx.Err() == nil; n++ {
			text := fmt.Sprintf("%s %d", name, n)
			began := time.Now()
			if code := h.announce(where(), text); code == "" {
				w.acked, w.at[text] = append(w.acked, text), time.Now()
			} else {
				w.codes[code]++
			}
			time.Sleep(min(20*time.Millisecond, time.Since(began))) // leaves time for others
		}
	})
	w.stop = sync.OnceFunc(func() { cancel(); running.Wait() })
	h.Cleanup(w.stop)
	return w
}

// announce makes an announcement and returns the error code, if any.
func (h *faultHarness) announce(base, text string) string {
	_, code := h.post(base,
		`mutation { makeAnnouncement(input: {conference: "faults", text: "`+text+`"}) { announcement { id } } }`)
	return code
}

// post sends an operation as the secretary and returns the response and the code of its first error.
func (h *faultHarness) post(base, query string) (answer, code string) {
	body, _ := json.Marshal(map[string]string{"query": query})
	r, err := http.NewRequest(http.MethodPost, base+"/graphql", bytes.NewReader(body))
	if err != nil {
		return "", err.Error()
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+h.secret)
	response, err := faultClient.Do(r)
	if err != nil {
		return "", "no answer"
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return "", "no answer"
	}
	var got struct {
		Errors []struct{ Extensions struct{ Code string } }
	}
	if err := json.Unmarshal(text, &got); err != nil {
		return string(text), "no JSON"
	}
	if len(got.Errors) > 0 {
		return string(text), got.Errors[0].Extensions.Code
	}
	return string(text), ""
}

// waitForAll stops the writers, and checks that all subscribers received every acknowledged announcement, and
// none twice.
func (h *faultHarness) waitForAll(writers []*writer, watchers []*subscriber) {
	h.Helper()
	acked, codes := 0, map[string]int{}
	for _, w := range writers {
		w.stop()
		acked += len(w.acked)
		for code, n := range w.codes {
			codes[code] += n
		}
	}
	end := h.lastPosition().Seq
	for _, w := range watchers {
		w.waitFor(end)
	}
	if h.Failed() {
		return
	}
	first, _ := watchers[0].received()
	counts := map[string]int{}
	for _, text := range first {
		counts[text]++
	}
	for _, w := range writers {
		for _, text := range w.acked {
			if counts[text] != 1 {
				h.Errorf("%q was acknowledged and came %d times", text, counts[text])
			}
		}
	}
	for _, w := range watchers[1:] {
		if texts, _ := w.received(); !slices.Equal(texts, first) {
			h.Errorf("two watchers saw other things: %d and %d announcements", len(first), len(texts))
		}
	}
	var ended []string
	for _, w := range watchers {
		for code := range w.codes {
			if !slices.Contains(ended, code) {
				ended = append(ended, code)
			}
		}
	}
	h.Logf("%d acknowledged, %d came to each of %d watchers; refused: %v; connections ended by: %s", acked,
		len(first), len(watchers), codes, strings.Join(ended, " "))
	if acked == 0 {
		h.Error("nothing was written")
	}
}
