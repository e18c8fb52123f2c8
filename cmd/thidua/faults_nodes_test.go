package main

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	_ "github.com/lib/pq"

	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/storetest/proxy"
)

// newTwoNodes returns a harness with two nodes on one PostgreSQL, the first through a proxy.
func newTwoNodes(t *testing.T) (*faultHarness, *proxy.Proxy) {
	t.Helper()
	h := newFaultHarness(t, storetest.NewURL(t, store.Postgres))
	p, through := proxy.New(t, h.url)
	h.startNode(0, through, "--request-timeout", "5s") // so that writers do not wait long for lost packets
	h.startNode(1, h.url)
	return h, p
}

// startWriters starts n writers on each node.
func (h *faultHarness) startWriters(n int) (all []*writer) {
	for i := range 2 * n {
		all = append(all, h.startWriter(h.nodeURL(i%2), fmt.Sprintf("w%d", i)))
	}
	return all
}

// With writers on both nodes, subscribers of both receive the same.
func TestFaults_TwoNodes(t *testing.T) {
	h, _ := newTwoNodes(t)
	watchers, writers := h.startSubscribers(4, 0, 1), h.startWriters(2)
	time.Sleep(2 * time.Second)
	h.waitForAll(writers, watchers)
}

// Without notifications at one node, its subscribers receive everything by polling.
func TestFaults_NoNotifications(t *testing.T) {
	h := newFaultHarness(t, storetest.NewURL(t, store.Postgres))
	p, through := proxy.New(t, h.url)
	p.BlackholeMatching("thidua listener")
	h.startNode(0, through)
	h.startNode(1, h.url)
	watchers := h.startSubscribers(3, 0)
	far := h.startWriter(h.nodeURL(1), "far")
	time.Sleep(3 * time.Second)
	h.waitForAll([]*writer{far}, watchers)
	var late []time.Duration
	for _, text := range far.acked {
		late = append(late, watchers[0].at[text].Sub(far.at[text]))
	}
	slices.Sort(late)
	// It polls every 500 ms; the rest allows for a busy machine.
	if most := late[len(late)-1]; most > 3*time.Second || late[len(late)/2] > time.Second {
		t.Errorf("it was stale by at most %v, median %v", most, late[len(late)/2])
	}
	t.Logf("stale by at most %v, median %v", late[len(late)-1], late[len(late)/2])
}

// The server terminates the nodes' listeners a hundred times.
func TestFaults_ListenersTerminated(t *testing.T) {
	h, _ := newTwoNodes(t)
	watchers, writers := h.startSubscribers(2, 0, 1), h.startWriters(1)
	db, err := sql.Open("postgres", h.url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for ended, late := 0, time.Now().Add(time.Minute); ended < 100; time.Sleep(5 * time.Millisecond) {
		var n int
		if err := db.QueryRow(`SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
			WHERE application_name = 'thidua listener' AND datname = current_database()`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if ended += n; time.Now().After(late) {
			t.Fatalf("they came back %d times", ended)
		}
	}
	h.waitForAll(writers, watchers)
}

// The network between a node and the database repeatedly delays, resets or drops everything: subscribers of
// that node wait but miss nothing, and the other node is not affected.
func TestFaults_Partition(t *testing.T) {
	h, p := newTwoNodes(t)
	watchers := h.startSubscribers(3, 0, 1)
	here, there := h.startWriter(h.nodeURL(0), "here"), h.startWriter(h.nodeURL(1), "there")
	for _, w := range watchers { // new subscriptions fail while the network is down
		_, seq := w.received()
		w.waitFor(seq + 5)
	}
	random := newSeededRand(t)
	harms := []func(){func() { p.SetDelay(30 * time.Millisecond) }, p.ResetAll, p.Blackhole}
	random.Shuffle(len(harms), func(i, j int) { harms[i], harms[j] = harms[j], harms[i] })
	for _, harm := range harms {
		harm()
		time.Sleep(time.Duration(200+random.IntN(800)) * time.Millisecond)
		p.Restore()
		time.Sleep(time.Duration(random.IntN(300)) * time.Millisecond)
	}
	for _, w := range watchers { // also those of the disconnected node
		_, seq := w.received()
		w.waitFor(seq + 20)
	}
	h.waitForAll([]*writer{here, there}, watchers)
	for _, w := range watchers {
		if w.dials.Load() != 1 {
			t.Errorf("a watcher was cut off: %v", w.codes)
		}
	}
	for code := range here.codes {
		if !isRetryable(code) {
			t.Errorf("a writer was told %s", code)
		}
	}
	if len(there.codes) > 0 {
		t.Errorf("the other node was disturbed: %v", there.codes)
	}
}

// newSeededRand returns a random generator and logs its seed; THIDUA_TEST_SEED repeats one.
func newSeededRand(t *testing.T) *rand.Rand {
	seed := uint64(time.Now().UnixNano())
	if text := os.Getenv("THIDUA_TEST_SEED"); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("THIDUA_TEST_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// isRetryable reports whether the same request may succeed later.
func isRetryable(code string) bool {
	return slices.Contains([]string{"DATABASE_UNREACHABLE", "DATABASE_LOCKED", "TIMEOUT"}, code)
}

// A server that stops under load hands its subscribers to the other node, and answers the requests it has
// accepted.
func TestFaults_Drain(t *testing.T) {
	h := newFaultHarness(t, storetest.NewURL(t, store.Postgres))
	stop := h.startNode(0, h.url, "--drain", "4s")
	h.startNode(1, h.url)
	moving := func() string { return h.nodeURL(0)() }
	watchers := append(h.startSubscribers(4, 0), h.startSubscribers(2, 1)...)
	writers := []*writer{h.startWriter(moving, "moving"), h.startWriter(h.nodeURL(1), "there")}
	time.Sleep(500 * time.Millisecond)
	second := h.nodeURL(1)()
	gone := make(chan int)
	go func() { gone <- stop() }()
	h.nodes[0].Store(&second)
	if code := <-gone; code != 0 {
		t.Errorf("it ended with %d", code)
	}
	time.Sleep(500 * time.Millisecond)
	h.waitForAll(writers, watchers)
	for _, w := range watchers[:4] {
		if w.codes["1012"] != 1 {
			t.Errorf("it was not let go: %v", w.codes)
		}
	}
	if n := writers[0].codes["no answer"]; n > 0 {
		t.Errorf("%d were not answered", n)
	}
}

// A server on SQLite restarts while clients are subscribed.
func TestFaults_Restart(t *testing.T) {
	h := newFaultHarness(t, storetest.NewURL(t, store.SQLite))
	stop := h.startNode(0, h.url, "--drain", "1s")
	watchers, w := h.startSubscribers(5, 0), h.startWriter(h.nodeURL(0), "w")
	for range 2 {
		time.Sleep(300 * time.Millisecond)
		if code := stop(); code != 0 {
			t.Errorf("it ended with %d", code)
		}
		stop = h.startNode(0, h.url, "--drain", "1s")
	}
	time.Sleep(300 * time.Millisecond)
	h.waitForAll([]*writer{w}, watchers)
}
