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

// eventStream is a response of server-sent events. Every write has a deadline of its own.
type eventStream struct {
	live    *Live
	seat    seat
	w       http.ResponseWriter
	control *http.ResponseController

	mu        sync.Mutex
	timer     *time.Timer // for comments
	begun     bool
	over      bool // no more writes
	following bool
	going     func() // ends the subscription; set by drain
}

func newEvents(w http.ResponseWriter, l *Live) *eventStream {
	s := &eventStream{live: l, w: w, control: http.NewResponseController(w)}
	_ = s.control.SetReadDeadline(time.Time{}) // the request has been read; not every writer has deadlines
	_ = s.control.SetWriteDeadline(time.Time{})
	return s
}

// drain returns the function that ends the stream because the server shuts down. A query or a mutation is
// answered first.
func (s *eventStream) goAway(cancel func()) func() {
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.going = cancel; s.following {
			cancel()
		}
	}
}

// markSubscription marks the operation as a subscription.
func (s *eventStream) follows() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.following = true; s.going != nil {
		s.going()
	}
}

// start sends the headers and a comment: some browsers and proxies wait for the first byte.
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

// sendComment keeps proxies from closing an idle connection.
func (s *eventStream) comment() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.over && s.write([]byte(":\n\n")) {
		s.timer.Reset(s.live.comment())
	}
}

// write writes and flushes; the mutex is held. The deadline is removed afterwards: on HTTP/2 an expired
// deadline ends the stream even if nothing is being written.
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

// writeMessages writes events in batches, each when there is room for it among the unread bytes of the
// address. It returns net.ErrClosed if they cannot be written.
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

// writeBatch writes events of at most the given number of bytes.
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

// eventOverhead is the maximum size of an event without its payload: name, position and line ends.
const aroundEvent = 128

// execute executes a query or a mutation as soon as its response has room among the unread bytes of the
// address, and writes it.
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

// finish writes the only or last response, and completes the stream.
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

// finalEvents returns the events of a response and of its completion. The data of complete is empty but
// required: EventSource ignores an event without data.
func lastEvents(response *graphql.Response) []byte {
	const name, complete = "event: next\n", "event: complete\ndata:\n\n"
	payload := marshalled(response)
	b := make([]byte, 0, len(name)+len("data: ")+len(payload)+len("\n\n")+len(complete))
	return append(appendData(append(b, name...), payload), complete...)
}

// stop ends the stream before the request handler returns: nothing may be written afterwards.
func (s *eventStream) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
	if s.timer != nil {
		s.timer.Stop()
	}
}

// appendData appends the data of an event and ends the event. Line ends in JSON are replaced by spaces,
// because they would end the data.
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
