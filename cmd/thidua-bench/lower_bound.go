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
type lowerBound struct {
	ledger *commitLog
	mu     sync.Mutex
	newest *eventNode
}

// eventNode is an event; it is complete once published is closed.
type eventNode struct {
	published chan struct{}
	text      []byte
	next      *eventNode
}

func newEventNode() *eventNode { return &eventNode{published: make(chan struct{})} }

func newLowerBound(l *commitLog) *lowerBound { return &lowerBound{ledger: l, newest: newEventNode()} }

func (l *lowerBound) ServeHTTP(w http.ResponseWriter, r *http.Request) {
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
			case <-at.published:
			}
			if conn.WriteMessage(websocket.TextMessage, at.text) != nil {
				return
			}
			at = at.next
		}
	}()
}

func (l *lowerBound) publish(_ context.Context, n int) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for range n {
		event, number := l.newest, l.ledger.lastNumber()+1
		event.text, event.next = newMessage(number), newEventNode()
		l.newest = event.next
		l.ledger.record(1)
		close(event.published)
	}
	return nil
}

func (l *lowerBound) position(context.Context) (string, error) { return "", nil }

func (l *lowerBound) count(*serverStats) {}

// messageBytes is the approximate size of the messages of all servers.
const messageBytes = 366

// newMessage returns a message like those of ours.
func newMessage(number int) []byte {
	text := fmt.Sprintf(
		`{"id":"1","type":"next","payload":{"data":{"conferenceEvents":{"position":"","change":{"text":"%s"}}}}}`,
		eventText(number))
	return append([]byte(text), strings.Repeat(" ", messageBytes-len(text))...)
}

// eventText returns the text of an event, which contains its number.
func eventText(number int) string {
	return fmt.Sprintf("#%d, hội nghị nghỉ giải lao 15 phút", number)
}
