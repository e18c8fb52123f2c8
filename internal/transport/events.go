package transport

import (
	"bytes"
	"net/http"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/live"
)

// eventStream is the answer to one request, as server-sent events. Every write has a deadline of its own.
type eventStream struct {
	live    *Live
	seat    seat
	w       http.ResponseWriter
	control *http.ResponseController

	mu        sync.Mutex
	timer     *time.Timer // for comments
	begun     bool
	over      bool // nothing may be written any more
	following bool
	going     func() // ends the following, when there is one
}

func newEvents(w http.ResponseWriter, l *Live) *eventStream {
	s := &eventStream{live: l, w: w, control: http.NewResponseController(w)}
	_ = s.control.SetReadDeadline(time.Time{}) // the request has been read; not every writer has deadlines
	_ = s.control.SetWriteDeadline(time.Time{})
	return s
}

// goAway is what ends the stream for the server to stop. A query or a mutation is answered before.
func (s *eventStream) goAway(cancel func()) func() {
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.going = cancel; s.following {
			cancel()
		}
	}
}

// follows says that what runs is a subscription.
func (s *eventStream) follows() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.following = true; s.going != nil {
		s.going()
	}
}

// begin begins the stream, with a comment: some browsers and proxies wait for a first byte.
func (s *eventStream) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.begun {
		return
	}
	s.begun = true
	h := s.w.Header()
	h.Set("Content-Type", string(events)+"; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx
	h.Add("Vary", "Accept, Accept-Language, Last-Event-ID")
	s.w.WriteHeader(http.StatusOK)
	s.timer = time.AfterFunc(s.live.comment(), s.comment)
	s.write([]byte(":\n\n"))
}

// comment keeps proxies from thinking that nobody is there.
func (s *eventStream) comment() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.over && s.write([]byte(":\n\n")) {
		s.timer.Reset(s.live.comment())
	}
}

// write writes and flushes; s.mu is held. The deadline is taken away again: on HTTP/2 one that passes ends the stream,
// also where nothing is written.
func (s *eventStream) write(text []byte) bool {
	_ = s.control.SetWriteDeadline(time.Now().Add(s.live.write()))
	_, err := s.w.Write(text)
	if err == nil {
		err = s.control.Flush()
	}
	_ = s.control.SetWriteDeadline(time.Time{})
	s.over = s.over || err != nil
	return err == nil
}

// next writes events, in one go, and tells whether there is any use in going on.
func (s *eventStream) next(messages []live.Message) bool {
	text := texts.Get().(*[]byte)
	defer texts.Put(text)
	b := (*text)[:0]
	s.mu.Lock()
	defer s.mu.Unlock()
	ok := !s.over
	for i, m := range messages {
		b = append(b, "event: next\n"...)
		if !m.Position.IsZero() {
			b = append(append(append(b, "id: "...), m.Position.String()...), '\n')
		}
		b = appendData(b, m.Payload)
		if ok && (len(b) > mostHeld || i == len(messages)-1) {
			ok = s.write(b)
			b = b[:0]
		}
	}
	if cap(b) <= keptBody {
		*text = b
	}
	return ok
}

// last writes the one answer there is, or the last, and completes. The data of complete is empty and must be there:
// EventSource tells its page nothing of an event without.
func (s *eventStream) last(response *graphql.Response) {
	s.begin()
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.over {
		s.write(append(appendData([]byte("event: next\n"), marshalled(response)), "event: complete\ndata:\n\n"...))
	}
}

// end lets the request end: nobody may write after it.
func (s *eventStream) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
	if s.timer != nil {
		s.timer.Stop()
	}
}

// appendData appends the data of an event and ends it. JSON may have line ends between its words; the format may not.
func appendData(b, payload []byte) []byte {
	b = append(b, "data: "...)
	from := len(b)
	b = append(b, payload...)
	if bytes.IndexByte(payload, '\n') >= 0 || bytes.IndexByte(payload, '\r') >= 0 {
		for i := from; i < len(b); i++ {
			if b[i] == '\n' || b[i] == '\r' {
				b[i] = ' '
			}
		}
	}
	return append(b, "\n\n"...)
}
