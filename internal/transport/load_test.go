package transport_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// subscribers opens n subscriptions whose messages are counted.
func (f *fixture) subscribers(b *testing.B, n int) (got *atomic.Int64) {
	b.Helper()
	got = new(atomic.Int64)
	for range n {
		p := f.dialInit(b)
		p.send(subscribeMessage)
		p.expect(firstTick)
		_ = p.SetReadDeadline(time.Time{})
		go countMessages(p.Conn, got)
	}
	return got
}

// countMessages counts messages as cheaply as possible.
func countMessages(c *websocket.Conn, got *atomic.Int64) {
	for {
		_, r, err := c.NextReader()
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, r)
		got.Add(1)
	}
}

// BenchmarkDelivery measures one delivery, including the client's side: by our sockets, of single events and
// of batches; and by gorilla alone, of prepared bytes.
func BenchmarkDelivery(b *testing.B) {
	const n = 200
	wait := func(got *atomic.Int64, want int64) {
		for got.Load() < want {
			time.Sleep(50 * time.Microsecond)
		}
	}
	for _, batch := range []int{1, 64} {
		b.Run(map[int]string{1: "one", 64: "lagging"}[batch], func(b *testing.B) {
			f := newFixture(b, func(f *fixture) { f.pad = strings.Repeat(" ", 300) })
			got := f.subscribers(b, n)
			b.ReportAllocs()
			want := int64(0)
			for b.Loop() {
				f.publish(batch)
				want += int64(n * batch)
				wait(got, want)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(want), "ns/delivery")
		})
	}
	b.Run("gorilla", func(b *testing.B) {
		conns := make(chan *websocket.Conn, n)
		raw := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			u := websocket.Upgrader{}
			if c, err := u.Upgrade(w, r, nil); err == nil {
				conns <- c
			}
		}))
		defer raw.Close()
		var servers []*websocket.Conn
		got := new(atomic.Int64)
		queues := make([]chan []byte, n)
		for i := range n {
			c, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(raw.URL, "http"), nil)
			if err != nil {
				b.Fatal(err)
			}
			defer c.Close()
			server := <-conns
			servers = append(servers, server)
			queues[i] = make(chan []byte)
			go func() {
				for text := range queues[i] {
					_ = server.WriteMessage(websocket.TextMessage, text)
				}
			}()
			go countMessages(c, got)
		}
		text := []byte(`{"id":"a","type":"next","payload":{"data":{"ticks":1` + strings.Repeat(" ", 300) + `}}}`)
		b.ReportAllocs()
		want := int64(0)
		for b.Loop() {
			for _, queue := range queues {
				queue <- text
			}
			want += n
			wait(got, want)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(want), "ns/delivery")
		for i, c := range servers {
			close(queues[i])
			c.Close()
		}
	})
}
