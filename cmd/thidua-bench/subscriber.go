package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// subscriber is a socket with a subscription. It uses little CPU time, because it shares the machine with the
// server.
type subscriber struct {
	conn  *websocket.Conn
	last  atomic.Int64 // number of the newest event received
	seen  *deliveryFaults
	times []int64 // when each event of the round was received, if timed
	timed *atomic.Bool
	eventSource
}

// eventSource is what subscribers receive: events with consecutive numbers.
type eventSource struct {
	document string
	number   func(text []byte) int64 // of the event in a message; 0 for none
}

// deliveryFaults counts the faults of all subscribers.
type deliveryFaults struct {
	gaps, doubles, ends atomic.Int64
	other               atomic.Pointer[string] // a message that is no event
}

func (f *deliveryFaults) err() error {
	if other := f.other.Load(); other != nil {
		return fmt.Errorf("a subscriber received %s", *other)
	}
	if gaps, doubles, ends := f.gaps.Load(), f.doubles.Load(), f.ends.Load(); gaps+doubles+ends > 0 {
		return fmt.Errorf("%d gaps, %d duplicates or events out of order, %d sockets that ended", gaps,
			doubles,
			ends)
	}
	return nil
}

// announcementEvents have their number in the text, and are about messageBytes long.
var announcementEvents = eventSource{
	number: eventNumber,
	document: `subscription ($code: String!, $after: Position) { conferenceEvents(conference: $code, after:
		$after) {
	position at change { __typename ... on AnnouncementMade { announcementId text audience madeAt } } } }`,
}

// open opens the socket and subscribes from a position.
func (w *subscriber) open(p *serverProcess, after string) (err error) {
	w.eventSource = p.source
	if w.conn, err = openSocket(p); err != nil || p.kind == "baseline" {
		return err
	}
	return subscribe(w.conn, "1", w.document, map[string]string{"code": p.code, "after": after})
}

// readLoop reads until the socket ends.
func (w *subscriber) readLoop() {
	text := make([]byte, 1024)
	for {
		_, r, err := w.conn.NextReader()
		n := 0
		if err == nil {
			n, err = io.ReadFull(r, text)
		}
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			if !w.closed() {
				w.seen.ends.Add(1)
			}
			return
		}
		w.receive(text[:n])
	}
}

// receive checks a message: its number must be one more than the previous one.
func (w *subscriber) receive(text []byte) {
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

// eventNumber returns the number that [eventText] put into a text.
func eventNumber(text []byte) (number int64) {
	_, digits, _ := bytes.Cut(text, []byte{'#'})
	for _, digit := range digits {
		if digit < '0' || digit > '9' {
			break
		}
		number = 10*number + int64(digit-'0')
	}
	return number
}

func (w *subscriber) closed() bool { return w.last.Load() < 0 }

// disconnect resets the connection.
func (w *subscriber) disconnect() {
	w.last.Store(-1)
	if tcp, ok := w.conn.NetConn().(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = w.conn.Close()
}
