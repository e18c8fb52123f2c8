package transport_test

import (
	"context"
	"io"
	"sync/atomic"
	"testing"
	"time"

	"thidua/internal/transport"
	"thidua/internal/viewer"
)

// OnSocketClosed is called once for each socket, whatever ended it, and its client gets the close code.
func TestOnSocketClosed_CalledOnce(t *testing.T) {
	var closed, panics atomic.Int64
	f := newFixture(t, func(f *fixture) {
		f.streams.OnSocketClosed = func(info *transport.RequestInfo) {
			panics.Add(int64(info.Panics()))
			closed.Add(1)
		}
		f.streams.Authenticate = func(context.Context, string) (viewer.Viewer, error) {
			panic("the password is hunter2")
		}
	})
	p := f.dial(t)
	p.send(`{"type":"connection_init","payload":{"token":"good"}}`)
	p.expectClosed(4500, "Internal server error")
	p.Close()
	f.awaitConnections(t, 0)
	f.dial(t).Close()
	eventually(t, "a socket is not reported", func() bool { return closed.Load() >= 2 })
	if closed.Load() != 2 || panics.Load() != 1 {
		t.Errorf("2 sockets: %d callbacks and %d panics", closed.Load(), panics.Load())
	}
}

// A socket that is closed before it is authenticated takes no slot of the account.
func TestSocket_ClosedBeforeAuthenticated(t *testing.T) {
	authenticating, release := make(chan struct{}), make(chan struct{})
	f := newFixture(t, func(f *fixture) {
		f.streams.Connections = transport.ConnLimiter{PerAccount: 1}
		f.streams.Authenticate = func(_ context.Context, bearer string) (viewer.Viewer, error) {
			if bearer == "slow" {
				authenticating <- struct{}{}
				<-release
			}
			return account(7), nil
		}
	})
	const count = 20
	for range count {
		p := f.dial(t)
		p.send(`{"type":"connection_init","payload":{"token":"slow"}}`)
		<-authenticating
		p.Close()
	}
	f.awaitConnections(t, 0)
	close(release)
	f.dial(t).send(initMessage) // until then the others are authenticated
	for range 3 {
		p := f.dial(t)
		p.send(`{"type":"connection_init","payload":{"token":"good"}}`)
		p.expect(ackMessage)
		p.Close()
		f.awaitConnections(t, 1)
	}
}

// A client that sends an invalid frame gets a close code, and nothing follows it, although the connection is
// read for a while.
func TestSocket_NothingAfterBrokenFrame(t *testing.T) {
	t.Run("dispatched", func(t *testing.T) { testNothingAfterBrokenFrame(t, newFixture(t)) })
	t.Run("alone", func(t *testing.T) {
		testNothingAfterBrokenFrame(t, newFixture(t, func(f *fixture) { f.countWrites = true }))
	})
}

func testNothingAfterBrokenFrame(t *testing.T, f *fixture) {
	t.Helper()
	p, healthy := f.dialInit(t), f.dialInit(t)
	for _, p := range []*peer{p, healthy} {
		p.send(subscribeMessage)
		p.expect(firstTick)
	}
	raw := p.NetConn()
	_ = raw.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := raw.Write([]byte{0xff, 0xff, 0, 0, 0, 0}); err != nil {
		t.Fatal(err)
	}
	head := make([]byte, 4)
	if _, err := io.ReadFull(raw, head); err != nil || head[0] != 0x88 || int(head[2])<<8|int(head[3]) != 1002 {
		t.Fatalf("% x, %v", head, err)
	}
	rest, err := io.ReadAll(raw)
	if err != nil || len(rest) != int(head[1])-2 {
		t.Errorf("after the close: % x, %v", rest, err)
	}
	before := f.writes.Load()
	for n := range 100 {
		f.publish(1)
		healthy.expectTicks(n+1, n+1)
	}
	if n := f.writes.Load() - before; f.countWrites && n != 100 {
		t.Errorf("%d writes of 100 events to the one who is left", n)
	}
}
