package transport

import (
	"bufio"
	"net"
	"net/http"
	"testing"
	"time"
)

// newTestListener serves responses at a limited listener, until the test ends. Requests to /hold are
// answered when hold is closed.
func newTestListener(t *testing.T, max int) (l *Listener, hold chan struct{}) {
	t.Helper()
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	hold = make(chan struct{})
	l = NewListener(tcp, max)
	server := &http.Server{
		ConnState: l.ConnState,
		Protocols: new(http.Protocols),
		Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/hold" {
				<-hold
			}
		}),
	}
	server.Protocols.SetHTTP1(true)
	server.Protocols.SetUnencryptedHTTP2(true)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	t.Cleanup(func() {
		_ = server.Close()
		<-ended
	})
	return l, hold
}

// startTestRequest sends a request on a connection of its own, and returns a function that reads its status.
func startTestRequest(t *testing.T, l *Listener, path string) (status func() (int, error), conn net.Conn) {
	t.Helper()
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if path != "" {
		if _, err := conn.Write([]byte("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n")); err != nil {
			t.Fatal(err)
		}
	}
	return func() (int, error) {
		_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
		response, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			return 0, err
		}
		return response.StatusCode, response.Body.Close()
	}, conn
}

func TestListener_ClosesIdleConnections(t *testing.T) {
	l, _ := newTestListener(t, 3)
	first, oldest := startTestRequest(t, l, "/")
	if status, err := first(); status != http.StatusOK {
		t.Fatal(status, err)
	}
	for range 5 {
		next, _ := startTestRequest(t, l, "/")
		if status, err := next(); status != http.StatusOK {
			t.Fatal(status, err)
		}
		if open := l.Open(); open > 3 {
			t.Errorf("%d connections are open", open)
		}
	}
	_ = oldest.SetReadDeadline(time.Now().Add(10 * time.Second))
	if _, err := oldest.Read(make([]byte, 1)); err == nil {
		t.Error("the oldest idle connection is still open")
	}
}

func TestListener_WaitsWhenAllBusy(t *testing.T) {
	l, hold := newTestListener(t, 2)
	one, _ := startTestRequest(t, l, "/hold")
	two, _ := startTestRequest(t, l, "/hold")
	for l.Open() < 2 {
		time.Sleep(time.Millisecond)
	}
	waiting, _ := startTestRequest(t, l, "/")
	if open := l.Open(); open != 2 {
		t.Errorf("%d connections are open", open)
	}
	close(hold)
	for i, answered := range []func() (int, error){one, two, waiting} {
		if status, err := answered(); status != http.StatusOK {
			t.Errorf("%d: %d %v", i, status, err)
		}
	}
}

func TestListener_CountsHijackedConnections(t *testing.T) {
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := NewListener(tcp, 2)
	hijacked := make(chan net.Conn, 2)
	server := &http.Server{
		ConnState: l.ConnState,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				hijacked <- conn
			}
		}),
	}
	go func() { _ = server.Serve(l) }()
	defer server.Close()
	startTestRequest(t, l, "/")
	startTestRequest(t, l, "/")
	first, second := <-hijacked, <-hijacked
	if rawConnOf(first) == nil {
		t.Error("a write to a limited connection cannot be tried")
	}
	_ = first.Close()
	_ = first.Close()
	startTestRequest(t, l, "/") // it takes the last free connection
	third := <-hijacked
	if open := l.Open(); open < 2 {
		t.Errorf("%d are open", open)
	}
	_, _ = second.Close(), third.Close()
}

func TestListener_ClosesIdleConnectionsOfHTTP2(t *testing.T) {
	l, _ := newTestListener(t, 1)
	for range 3 {
		client := &http.Client{
			Timeout:   10 * time.Second,
			Transport: &http.Transport{Protocols: new(http.Protocols)},
		}
		client.Transport.(*http.Transport).Protocols.SetUnencryptedHTTP2(true)
		response, err := client.Get("http://" + l.Addr().String() + "/")
		for range 100 { // on a busy machine the client may take longer than minSilentTime to send its first byte
			if err == nil {
				break
			}
			response, err = client.Get("http://" + l.Addr().String() + "/")
		}
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.ProtoMajor != 2 {
			t.Error(response.Proto)
		}
	}
}
