//go:build !race

package transport_test

import (
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/gorilla/websocket"
)

// An idle subscriber needs little memory. The share of this process's clients is measured with as many
// connections to a bare server, and subtracted. The race detector allocates memory of its own.
func TestSocket_IdleMemory(t *testing.T) {
	const n = 1000
	used := func() int64 {
		for range 3 { // stacks shrink by half each time
			runtime.GC()
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc + m.StackInuse)
	}
	f := newFixture(t)
	warm := f.dialInit(t)
	warm.send(subscribeMessage)
	warm.expect(firstTick)
	clients := make([]*websocket.Conn, n)
	before := used()
	for i := range clients {
		c, _, err := f.tryDial()
		if err != nil {
			t.Fatal(err)
		}
		clients[i] = c
		p := peer{c, t}
		p.send(initMessage)
		p.expect(ackMessage)
		p.send(subscribeMessage)
		p.expect(firstTick)
	}
	both := used() - before

	var bare sync.Map // the minimal server side: only the connection
	raw := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		u := websocket.Upgrader{ReadBufferSize: 512, WriteBufferSize: 4096, WriteBufferPool: &sync.Pool{}}
		c, err := u.Upgrade(w, r, nil)
		if err == nil {
			bare.Store(c, true)
		}
	}))
	defer raw.Close()
	before = used()
	for range n {
		c, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(raw.URL, "http"), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
	}
	alone := used() - before
	const perBare = 512 + 1200 // its buffer, gorilla's connection, net's, and the entry in the map
	each := (both-alone)/n + perBare
	t.Logf("an idle subscriber: %d bytes (both sides %d, a client and a bare connection %d)",
		each, both/n, alone/n)
	if each > 9<<10 {
		t.Errorf("an idle subscriber takes %d bytes", each)
	}
	for _, c := range clients {
		c.Close()
	}
	bare.Range(func(c, _ any) bool { c.(*websocket.Conn).Close(); return true })
}
