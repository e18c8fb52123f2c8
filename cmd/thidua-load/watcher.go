package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// watcher is a socket that follows. It costs as little as can be: it shares the machine with the server.
type watcher struct {
	conn  *websocket.Conn
	last  atomic.Int64 // number of the newest event that it has seen
	seen  *faults
	times []int64 // when it saw which event of the round, while that is asked for
	timed *atomic.Bool
	watched
}

// watched is what watchers follow: events that are numbered one after the other.
type watched struct {
	document string
	number   func(text []byte) int64 // of the event in a message; 0 for none
}

// faults are what must not be, of all watchers together.
type faults struct {
	gaps, doubles, ends atomic.Int64
	other               atomic.Pointer[string] // what is no event
}

func (f *faults) err() error {
	if other := f.other.Load(); other != nil {
		return fmt.Errorf("a watcher was told %s", *other)
	}
	if gaps, doubles, ends := f.gaps.Load(), f.doubles.Load(), f.ends.Load(); gaps+doubles+ends > 0 {
		return fmt.Errorf("%d gaps, %d doubles or events out of order, %d sockets that ended", gaps, doubles, ends)
	}
	return nil
}

// announcements have their number in their text, and are about messageLen bytes each.
var announcements = watched{number: told64, document: `subscription ($code: String!, $after: Position) { conferenceEvents(conference: $code, after: $after) {
	position at change { __typename ... on AnnouncementMade { announcementId text audience madeAt } } } }`}

// open opens the socket and subscribes, from a position.
func (w *watcher) open(p *process, after string) (err error) {
	w.watched = p.watched
	if w.conn, err = connect(p); err != nil || p.kind == "limit" {
		return err
	}
	return subscribe(w.conn, "1", w.document, map[string]string{"code": p.code, "after": after})
}

// watch reads until the socket ends.
func (w *watcher) watch() {
	text := make([]byte, 1024)
	for {
		_, r, err := w.conn.NextReader()
		n := 0
		if err == nil {
			n, err = io.ReadFull(r, text)
		}
		if err != nil && err != io.ErrUnexpectedEOF {
			if !w.closed() {
				w.seen.ends.Add(1)
			}
			return
		}
		w.take(text[:n])
	}
}

// take checks a message: the number in it is one more than the one before.
func (w *watcher) take(text []byte) {
	number, last := w.number(text), w.last.Load()
	if number == 0 {
		if !bytes.Contains(text, []byte("Heartbeat")) {
			w.seen.other.CompareAndSwap(nil, new(string(text)))
		}
		return
	}
	switch {
	case number <= last:
		w.seen.doubles.Add(1)
		return
	case number > last+1:
		w.seen.gaps.Add(number - last - 1)
	}
	if w.timed.Load() {
		w.times = append(w.times, time.Now().UnixNano())
	}
	w.last.Store(number)
}

// told64 is the number that [told] put into a text.
func told64(text []byte) (number int64) {
	_, digits, _ := bytes.Cut(text, []byte{'#'})
	for _, digit := range digits {
		if digit < '0' || digit > '9' {
			break
		}
		number = 10*number + int64(digit-'0')
	}
	return number
}

func (w *watcher) closed() bool { return w.last.Load() < 0 }

// cut cuts the connection off, without a goodbye.
func (w *watcher) cut() {
	w.last.Store(-1)
	if tcp, ok := w.conn.NetConn().(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = w.conn.Close()
}
