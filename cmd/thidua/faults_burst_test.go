package main

import (
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/gorilla/websocket"

	"thidua/internal/store"
	"thidua/internal/storetest"
)

// 500 sockets are what two cores handle on both ends with the race detector.
func TestFaults_Burst(t *testing.T) { testBurst(t, 500) }

// testBurst subscribes clients, and one that never reads. All are disconnected at once, and resume together
// after more events: each receives every event once.
func testBurst(t *testing.T, sockets int) {
	const events = 20
	for _, dialect := range []string{store.SQLite, store.Postgres} {
		t.Run(dialect, func(t *testing.T) {
			h := newFaultHarness(t, storetest.NewURL(t, dialect))
			h.startNode(0, h.url)
			stuck := h.openStalledSocket()
			var away sync.RWMutex // locked while clients must not reconnect
			here := func() string {
				away.RLock()
				defer away.RUnlock()
				return h.nodeURL(0)()
			}
			var watchers []*subscriber
			for from := h.lastPosition(); len(watchers) < sockets; {
				watchers = append(watchers, subscribeFrom(t, here, from))
			}
			h.writeEvents("before", 1)
			first := h.lastPosition().Seq
			for _, w := range watchers {
				w.waitFor(first)
			}
			away.Lock()
			back := sync.OnceFunc(away.Unlock)
			t.Cleanup(back)
			for _, w := range watchers {
				w.closeSocket()
			}
			h.writeEvents("meanwhile", events)
			back()
			h.waitForAll([]*writer{h.writeEvents("after", 5)}, watchers)
			for _, w := range watchers {
				if n := w.dials.Load(); n < 2 {
					t.Fatalf("a watcher was not cut off: %d", n)
				}
			}
			_ = stuck.Close()
		})
	}
}

// openStalledSocket subscribes from the beginning and never reads events.
func (h *faultHarness) openStalledSocket() net.Conn {
	h.Helper()
	c, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(h.nodeURL(0)(), "http")+"/graphql",
		map[string][]string{"Sec-Websocket-Protocol": {"graphql-transport-ws"}})
	if err != nil {
		h.Fatal(err)
	}
	h.Cleanup(func() { _ = c.Close() })
	_ = c.NetConn().(*net.TCPConn).SetReadBuffer(4 << 10)
	for _, text := range []string{`{"type":"connection_init"}`,
		fmt.Sprintf(subscribeMessage, h.lastPosition())} {
		if err := c.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
			h.Fatal(err)
		}
		if _, _, err := c.ReadMessage(); err != nil { // the acknowledgement and a heartbeat
			h.Fatal(err)
		}
	}
	return c.NetConn()
}

// writeEvents makes announcements as the secretary, and returns them as a writer's.
func (h *faultHarness) writeEvents(name string, n int) *writer {
	h.Helper()
	w := &writer{stop: func() {}}
	for i := range n {
		text := fmt.Sprintf("%s %d", name, i)
		if code := h.announce(h.nodeURL(0)(), text); code != "" {
			h.Fatal(code)
		}
		w.acked = append(w.acked, text)
	}
	return w
}
