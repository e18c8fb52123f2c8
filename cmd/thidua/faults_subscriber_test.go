package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"thidua/internal/journal"
)

// subscriber subscribes to the events of a conference over a socket, resumes from its position whenever it is
// disconnected, and records gaps, duplicates and reordering.
type subscriber struct {
	t     *testing.T
	where func() string // returns the address to connect to
	dials atomic.Int64

	mu    sync.Mutex
	conn  *websocket.Conn
	after journal.Position
	texts []string             // of announcements, in order of receipt
	at    map[string]time.Time // when each was received
	codes map[string]int       // of errors that ended an operation or the socket
	wrong string
	lost  bool // received POSITION_LOST
	quit  bool
	gone  chan struct{} // closed when the subscriber shall stop
	done  chan struct{} // closed when it has stopped
}

// subscribeFrom subscribes from a position until the test ends or the subscriber is stopped.
func subscribeFrom(t *testing.T, where func() string, after journal.Position) *subscriber {
	w := &subscriber{t: t, where: where, after: after, at: map[string]time.Time{}, codes: map[string]int{},
		gone: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(w.done)
		for !w.stopped() {
			w.countCode(w.subscribe())
			select {
			case <-w.gone:
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	t.Cleanup(w.stop)
	return w
}

// stop ends the watcher and waits for it. A test with thousands of watchers stops them one after the other,
// so a stopped subscriber does not wait until it would connect again.
func (s *subscriber) stop() {
	s.mu.Lock()
	if !s.quit {
		s.quit = true
		close(s.gone)
	}
	if s.conn != nil {
		_ = s.conn.Close()
	}
	s.mu.Unlock()
	<-s.done
}

func (s *subscriber) stopped() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.quit || s.lost || s.wrong != ""
}

// closeSocket drops the connection without a close message.
func (s *subscriber) closeSocket() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn != nil {
		_ = s.conn.NetConn().Close()
	}
}

func (s *subscriber) countCode(code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codes[code]++
	s.lost = s.lost || code == "POSITION_LOST"
}

const subscribeMessage = `{"id":"1","type":"subscribe","payload":{"query":"subscription ($after: ` +
	`Position) { conferenceEvents(conference: \"faults\", after: $after) { position change { __typename ... ` +
	`on AnnouncementMade { text } } } }","variables":{"after":"%s"}}}`

// subscribe runs one connection until it ends, and returns why.
func (s *subscriber) subscribe() string {
	d := websocket.Dialer{Subprotocols: []string{"graphql-transport-ws"}, HandshakeTimeout: 20 * time.Second}
	c, _, err := d.Dial("ws"+strings.TrimPrefix(s.where(), "http")+"/graphql", nil)
	if err != nil {
		return "refused"
	}
	defer c.Close()
	s.mu.Lock()
	after := s.after
	if s.conn = c; s.quit {
		s.mu.Unlock()
		return "quit"
	}
	s.mu.Unlock()
	s.dials.Add(1)
	say := func(text string) {
		_ = c.WriteMessage(websocket.TextMessage, []byte(text)) // a closed connection is detected by reading
	}
	say(`{"type":"connection_init"}`)
	for {
		_ = c.SetReadDeadline(time.Now().Add(2 * time.Minute)) // ends a test that hangs
		_, text, err := c.ReadMessage()
		if err != nil {
			if closed, ok := err.(*websocket.CloseError); ok {
				return fmt.Sprint(closed.Code)
			}
			return "cut"
		}
		if strings.Contains(string(text), `"connection_ack"`) {
			say(fmt.Sprintf(subscribeMessage, after))
		} else if code := s.handleMessage(text); code != "" {
			return code
		}
	}
}

// message is a message of the server.
type message struct {
	Type    string
	Payload json.RawMessage
}

// handleMessage handles a message; it returns the code of an error that ends the operation.
func (s *subscriber) handleMessage(text []byte) string {
	var m message
	if err := json.Unmarshal(text, &m); err != nil {
		return s.recordFault("%s", text)
	}
	switch m.Type {
	case "error":
		var errs []struct{ Extensions struct{ Code string } }
		if json.Unmarshal(m.Payload, &errs) != nil || len(errs) != 1 || errs[0].Extensions.Code == "" {
			return s.recordFault("an error without a code: %s", text)
		}
		return errs[0].Extensions.Code
	case "next":
		var got struct {
			Data struct {
				ConferenceEvents struct {
					Position string
					Change   struct{ Typename, Text string }
				}
			}
			Errors []any
		}
		if err := json.Unmarshal([]byte(strings.Replace(string(m.Payload), "__typename", "typename",
			1)), &got); err != nil || len(got.Errors) > 0 {
			return s.recordFault("%s", text)
		}
		e := got.Data.ConferenceEvents
		return s.recordEvent(e.Position, e.Change.Typename, e.Change.Text)
	}
	return ""
}

// recordEvent checks that the number of an event is the next one, and that of a heartbeat the current one.
func (s *subscriber) recordEvent(position, kind, text string) string {
	p, err := journal.ParsePosition(position)
	if err != nil {
		return s.recordFault("position %q", position)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p = s.after.Key().Open(p)
	want := s.after.Seq + 1
	if kind == "Heartbeat" {
		want--
	}
	if p.Seq != want || !p.InEpoch(s.after.Epoch) {
		s.wrong = fmt.Sprintf("%s %d came where %d was to come (epochs %d and %d)", kind, p.Seq, want, p.Epoch,
			s.after.Epoch)
		return "wrong"
	}
	s.after = p
	if kind == "AnnouncementMade" {
		s.texts = append(s.texts, text)
		s.at[text] = time.Now()
	}
	return ""
}

func (s *subscriber) recordFault(format string, args ...any) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wrong = fmt.Sprintf(format, args...)
	return "wrong"
}

// received returns the texts received so far, and the last number.
func (s *subscriber) received() (texts []string, seq int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.texts, s.after.Seq
}

// waitFor waits until the subscriber has received an event.
func (s *subscriber) waitFor(seq int64) {
	s.t.Helper()
	for late := time.Now().Add(90 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if _, got := s.received(); got >= seq || s.stopped() {
			break
		} else if time.Now().After(late) {
			s.t.Fatalf("it has seen %d of %d events (%v)", got, seq, s.codes)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.wrong != "" || s.lost {
		s.t.Errorf("wrong: %s (%v)", s.wrong, s.codes)
	}
}

// expectPositionLost waits until the subscriber receives POSITION_LOST.
func (s *subscriber) expectPositionLost() {
	s.t.Helper()
	select {
	case <-s.done:
	case <-time.After(90 * time.Second):
		s.t.Fatalf("it was told nothing: %v", s.codes)
	}
	if !s.lost {
		s.t.Errorf("it was not told that its position is lost, but %v, %s", s.codes, s.wrong)
	}
}
