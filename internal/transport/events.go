package transport

import (
	"bytes"
	"context"
	"net"
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

// next writes events, several in one go, each time when there is room for them among the unread bytes of the
// address. Its error is net.ErrClosed if they cannot be written.
func (s *eventStream) next(ctx context.Context, messages []live.Message) error {
	for len(messages) > 0 {
		count, bytes := 0, 0
		for _, m := range messages {
			count++
			if bytes += len(m.Payload) + aroundEvent; bytes > mostHeld {
				break
			}
		}
		if err := s.nextTogether(ctx, messages[:count], bytes); err != nil {
			return err
		}
		messages = messages[count:]
	}
	return nil
}

// nextTogether writes events, which take up so many bytes at most.
func (s *eventStream) nextTogether(ctx context.Context, messages []live.Message, bytes int) error {
	waiting, cancel := context.WithTimeout(ctx, s.live.write())
	share, err := s.live.reserveUnread(waiting, s.seat.address, bytes)
	cancel()
	switch {
	case ctx.Err() != nil:
		share.release()
		return ctx.Err()
	case err != nil:
		return err
	}
	defer share.release()
	text := texts.Get().(*[]byte)
	defer texts.Put(text)
	b := (*text)[:0]
	for _, m := range messages {
		b = append(b, "event: next\n"...)
		if !m.Position.IsZero() {
			b = append(append(append(b, "id: "...), m.Position.String()...), '\n')
		}
		b = appendData(b, m.Payload)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over || !s.write(b) {
		return net.ErrClosed
	}
	if cap(b) <= keptBody {
		*text = b
	}
	return nil
}

// aroundEvent is how much longer an event is than its payload, at most: its name, its position, the line ends.
const aroundEvent = 128

// answer executes a query or a mutation as soon as its response has room among the unread bytes of the address,
// and writes it.
func (s *eventStream) answer(ctx context.Context, c carried) {
	share, err := s.live.reserveUnread(ctx, s.seat.address, reservedBytes)
	if err != nil {
		s.last(&graphql.Response{Errors: c.explained(ctx, err)})
		return
	}
	defer share.release()
	text := lastEvents(c.executeLimited(ctx))
	share.settle(len(text))
	s.writeLast(text)
}

// last writes the one answer there is, or the last, and completes.
func (s *eventStream) last(response *graphql.Response) {
	s.begin()
	s.writeLast(lastEvents(response))
}

func (s *eventStream) writeLast(text []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.over {
		s.write(text)
	}
}

// lastEvents are a response and what completes it. The data of complete is empty and must be there: EventSource
// tells its page nothing of an event without.
func lastEvents(response *graphql.Response) []byte {
	const name, complete = "event: next\n", "event: complete\ndata:\n\n"
	payload := marshalled(response)
	b := make([]byte, 0, len(name)+len("data: ")+len(payload)+len("\n\n")+len(complete))
	return append(appendData(append(b, name...), payload), complete...)
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
