package transport

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"thidua/internal/journal"
	"thidua/internal/live"
	"thidua/internal/viewer"
)

// connPair returns a bufferedConn and the other end of its connection.
func connPair(t *testing.T) (*bufferedConn, net.Conn) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	far, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	near, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { near.Close(); far.Close() })
	return &bufferedConn{Conn: near, timeout: time.Hour, raw: rawConnOf(near)}, far
}

// Data that does not fit into the connection's buffer is kept, and written before everything else; nothing
// blocks.
func TestTryWrite(t *testing.T) {
	w, far := connPair(t)
	var wrote bytes.Buffer
	piece := func() []byte {
		p := bytes.Repeat([]byte{byte(wrote.Len() >> 15)}, 32<<10)
		wrote.Write(p)
		return p
	}
	var err error
	for err == nil {
		err = w.tryWrite(piece(), nil, nil)
	}
	if err != errFull {
		t.Fatal(err)
	}
	if err := w.tryWrite([]byte("more"), nil, nil); err != errBusy {
		t.Errorf("a write was accepted before the rest was written: %v", err)
	}
	if err := w.tryWrite([]byte("head"), make([]byte, maxBuffered+1), nil); err != errBusy {
		t.Errorf("a large payload was not left to writeFrames: %v", err)
	}
	got := make(chan []byte)
	go func() {
		all, _ := io.ReadAll(far)
		got <- all
	}()
	if err := w.writeFrames(piece(), nil, nil); err != nil {
		t.Error(err)
	}
	if err := w.tryWrite(nil, nil, nil); err != nil {
		t.Error(err)
	}
	w.mu.Lock()
	if err := w.tryWrite([]byte("more"), nil, nil); err != errBusy {
		t.Errorf("it did not wait for another: %v", err)
	}
	w.mu.Unlock()
	w.stopWrites()
	if err := w.tryWrite([]byte("more"), nil, nil); !errors.Is(err, net.ErrClosed) {
		t.Errorf("written after a close: %v", err)
	}
	w.Close()
	if all := <-got; !bytes.Equal(all, wrote.Bytes()) {
		t.Errorf("%d bytes came of %d", len(all), wrote.Len())
	}
}

// A lost connection is detected and closed.
func TestTryWrite_PeerGone(t *testing.T) {
	w, far := connPair(t)
	_ = far.(*net.TCPConn).SetLinger(0)
	far.Close()
	if _, err := w.Read(make([]byte, 1)); err == nil {
		t.Fatal("the lost connection was not detected")
	}
	for w.tryWrite([]byte("news"), nil, nil) == nil { // the first write may still succeed
	}
	if w.writeErr == nil || w.tryWrite([]byte("news"), nil, nil) != w.writeErr {
		t.Error(w.writeErr)
	}
}

// A panic in a dispatcher is reported like any other, and ends only its operation.
func TestWire_BrokenConnection(t *testing.T) {
	hub := live.New(live.Config{
		ReadHeads: func(context.Context, ...journal.Stream) (journal.Heads, error) {
			return journal.Heads{Epoch: 1}, nil
		},
		ReadSince: func(context.Context, int, ...journal.StreamSeq) ([]journal.Entry, error) {
			return nil, nil
		},
	})
	defer hub.Close()
	find := func(context.Context) (journal.Stream, error) { return "conference/1", nil }
	subscription, err := hub.Subscribe(t.Context(), live.Request{
		Execute: func(ctx context.Context) ([]byte, error) {
			_, err := live.ResolveEvents(ctx, find)
			return nil, err
		},
		CurrentViewer: func(context.Context) (viewer.Viewer, error) { return viewer.Anonymous(), nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	s := &socket{
		streams: &Streams{Hub: hub},
		ctx:     context.WithValue(t.Context(), requestInfoKey{}, &RequestInfo{}),
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.upgrade(w, r) {
			return
		}
		o := &operation{socket: s, id: "a", messagePrefix: `{"id":"a","type":`, subscription: subscription}
		o.ctx, o.cancel = context.WithCancel(s.ctx)
		s.operations = append(s.operations, o)
		o.HandlePanic("the password is hunter2")
	}))
	defer server.Close()
	client, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(server.URL, "http"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	_, text, err := client.ReadMessage()
	if err != nil || !strings.HasPrefix(string(text), `{"id":"a","type":"error"`) ||
		!strings.Contains(string(text), `"INTERNAL"`) || strings.Contains(string(text), "hunter2") {
		t.Errorf("%v %s", err, text)
	}
	for until := time.Now().Add(5 * time.Second); hub.Stats().Subscriptions > 0; time.Sleep(time.Millisecond) {
		if time.Now().After(until) {
			t.Fatal("the subscription is still open")
		}
	}
	s.timer.Stop()
	_ = s.netConn.Close()
}
