package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/gorilla/websocket"
)

// lowerBound is the cost of sockets alone: the bytes of an event are built once, and the goroutine of each
// socket waits on a closed channel and writes them.
type limit struct {
	ledger *ledger
	mu     sync.Mutex
	newest *link
}

// eventNode is an event; it is complete once published is closed.
type link struct {
	there chan struct{}
	text  []byte
	next  *link
}

func newLink() *link { return &link{there: make(chan struct{})} }

func newLimit(l *ledger) *limit { return &limit{ledger: l, newest: newLink()} }

func (l *limit) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	at := l.newest
	l.mu.Unlock()
	u := websocket.Upgrader{}
	conn, err := u.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	gone := make(chan struct{})
	go func() { // a closed connection is only detected by reading
		defer close(gone)
		for {
			if _, _, err := conn.NextReader(); err != nil {
				return
			}
		}
	}()
	go func() {
		defer conn.Close()
		for {
			select {
			case <-gone:
				return
			case <-at.there:
			}
			if conn.WriteMessage(websocket.TextMessage, at.text) != nil {
				return
			}
			at = at.next
		}
	}()
}

func (l *limit) publish(_ context.Context, n int) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for range n {
		event, number := l.newest, l.ledger.last()+1
		event.text, event.next = message(number), newLink()
		l.newest = event.next
		l.ledger.stamp(1)
		close(event.there)
	}
	return nil
}

func (l *limit) position(context.Context) (string, error) { return "", nil }

func (l *limit) count(*stats) {}

// messageBytes is the approximate size of the messages of all servers.
const messageLen = 366

// newMessage returns a message like those of ours.
func message(number int) []byte {
	text := fmt.Sprintf(
		`{"id":"1","type":"next","payload":{"data":{"conferenceEvents":{"position":"","change":{"text":"%s"}}}}}`,
		told(number))
	return append([]byte(text), strings.Repeat(" ", messageLen-len(text))...)
}

// eventText returns the text of an event, which contains its number.
func told(number int) string {
	return fmt.Sprintf("#%d, hội nghị nghỉ giải lao 15 phút", number)
}
