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
	"thidua/internal/ratelimit"
)

// eventStream is a response of server-sent events. Every write has a deadline of its own.
type eventStream struct {
	streams *Streams
	slot    slot
	w       http.ResponseWriter
	control *http.ResponseController

	mu             sync.Mutex
	timer          *time.Timer // for comments
	started        bool
	closed         bool // no more writes
	isSubscription bool
	cancel         func() // ends the subscription; set by drain
}

func newEventStream(w http.ResponseWriter, streams *Streams) *eventStream {
	s := &eventStream{streams: streams, w: w, control: http.NewResponseController(w)}
	_ = s.control.SetReadDeadline(time.Time{}) // the request has been read; not every writer has deadlines
	_ = s.control.SetWriteDeadline(time.Time{})
	return s
}

// drain returns the function that ends the stream because the server shuts down. A query or a mutation is
// answered first.
func (s *eventStream) drain(cancel func()) func() {
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.cancel = cancel; s.isSubscription {
			cancel()
		}
	}
}

// markSubscription marks the operation as a subscription.
func (s *eventStream) markSubscription() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.isSubscription = true; s.cancel != nil {
		s.cancel()
	}
}

// start sends the headers and a comment: some browsers and proxies wait for the first byte.
func (s *eventStream) start() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.started {
		return
	}
	s.started = true
	h := s.w.Header()
	h.Set("Content-Type", string(eventStreamType)+"; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx
	h.Add("Vary", "Accept, Accept-Language, Last-Event-ID")
	s.w.WriteHeader(http.StatusOK)
	s.timer = time.AfterFunc(s.streams.commentInterval(), s.sendComment)
	s.write([]byte(":\n\n"))
}

// sendComment keeps proxies from closing an idle connection.
func (s *eventStream) sendComment() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed && s.write([]byte(":\n\n")) {
		s.timer.Reset(s.streams.commentInterval())
	}
}

// write writes and flushes; the mutex is held. The deadline is removed afterwards: on HTTP/2 an expired
// deadline ends the stream even if nothing is being written.
func (s *eventStream) write(text []byte) bool {
	_ = s.control.SetWriteDeadline(time.Now().Add(s.streams.writeTimeout()))
	_, err := s.w.Write(text)
	if err == nil {
		err = s.control.Flush()
	}
	_ = s.control.SetWriteDeadline(time.Time{})
	s.closed = s.closed || err != nil
	return err == nil
}

// writeMessages writes events in batches, each when there is room for it among the unread bytes of the
// address. It returns net.ErrClosed if they cannot be written.
func (s *eventStream) writeMessages(ctx context.Context, messages []live.Message) error {
	for len(messages) > 0 {
		count, bytes := 0, 0
		for _, m := range messages {
			count++
			if bytes += len(m.Payload) + eventOverhead; bytes > maxBuffered {
				break
			}
		}
		if err := s.writeBatch(ctx, messages[:count], bytes); err != nil {
			return err
		}
		messages = messages[count:]
	}
	return nil
}

// writeBatch writes events of at most the given number of bytes.
func (s *eventStream) writeBatch(ctx context.Context, messages []live.Message, bytes int) error {
	waiting, cancel := context.WithTimeout(ctx, s.streams.writeTimeout())
	share, err := s.streams.reserveUnread(waiting, s.slot.address, bytes)
	cancel()
	switch {
	case ctx.Err() != nil:
		share.release()
		return ctx.Err()
	case err != nil:
		return err
	}
	defer share.release()
	text := textBuffers.Get().(*[]byte)
	defer textBuffers.Put(text)
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
	if s.closed || !s.write(b) {
		return net.ErrClosed
	}
	if cap(b) <= maxPooledBytes {
		*text = b
	}
	return nil
}

// eventOverhead is the maximum size of an event without its payload: name, position and line ends.
const eventOverhead = 128

// execute executes a query or a mutation as soon as its response has room among the unread bytes of the
// address, and writes it.
func (s *eventStream) execute(ctx context.Context, c preparedOperation) {
	end, err := ratelimit.BeginExecution(ctx, c.operation)
	if err != nil {
		s.finish(&graphql.Response{Errors: c.toErrors(ctx, err)})
		return
	}
	end = sync.OnceFunc(end)
	defer end()
	share, err := s.streams.reserveUnread(ctx, s.slot.address, estimatedResponseBytes(c.operation))
	if err != nil {
		s.finish(&graphql.Response{Errors: c.toErrors(ctx, err)})
		return
	}
	defer share.release()
	text := finalEvents(c.executeOnce(ctx))
	share.settle(len(text))
	end() // a client that does not read must not occupy slots
	s.writeLast(text)
}

// finish writes the only or last response, and completes the stream.
func (s *eventStream) finish(response *graphql.Response) {
	s.start()
	s.writeLast(finalEvents(response))
}

func (s *eventStream) writeLast(text []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.write(text)
	}
}

// finalEvents returns the events of a response and of its completion. The data of complete is empty but
// required: EventSource ignores an event without data.
func finalEvents(response *graphql.Response) []byte {
	const name, complete = "event: next\n", "event: complete\ndata:\n\n"
	payload := marshalResponse(response)
	b := make([]byte, 0, len(name)+len("data: ")+len(payload)+len("\n\n")+len(complete))
	return append(appendData(append(b, name...), payload), complete...)
}

// stop ends the stream before the request handler returns: nothing may be written afterwards.
func (s *eventStream) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
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
