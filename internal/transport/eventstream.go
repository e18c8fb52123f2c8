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
	cancel         func() // ends the subscription; set by shutdownFunc
}

func newEventStream(w http.ResponseWriter, streams *Streams) *eventStream {
	e := &eventStream{streams: streams, w: w, control: http.NewResponseController(w)}
	_ = e.control.SetReadDeadline(time.Time{}) // the request has been read; not every writer has deadlines
	_ = e.control.SetWriteDeadline(time.Time{})
	return e
}

// shutdownFunc returns the function that ends the stream because the server shuts down. A query or a
// mutation is answered first.
func (e *eventStream) shutdownFunc(cancel func()) func() {
	return func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		if e.cancel = cancel; e.isSubscription {
			cancel()
		}
	}
}

// markSubscription marks the operation as a subscription.
func (e *eventStream) markSubscription() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.isSubscription = true; e.cancel != nil {
		e.cancel()
	}
}

// start sends the headers and a comment: some browsers and proxies wait for the first byte.
func (e *eventStream) start() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.started {
		return
	}
	e.started = true
	h := e.w.Header()
	h.Set("Content-Type", string(eventStreamType)+"; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx
	h.Add("Vary", "Accept, Accept-Language, Last-Event-ID")
	e.w.WriteHeader(http.StatusOK)
	e.timer = time.AfterFunc(e.streams.commentInterval(), e.sendComment)
	e.write([]byte(":\n\n"))
}

// sendComment keeps proxies from closing an idle connection.
func (e *eventStream) sendComment() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.closed && e.write([]byte(":\n\n")) {
		e.timer.Reset(e.streams.commentInterval())
	}
}

// write writes and flushes; the mutex is held. The deadline is removed afterwards: on HTTP/2 an expired
// deadline ends the stream even if nothing is being written.
func (e *eventStream) write(text []byte) bool {
	_ = e.control.SetWriteDeadline(time.Now().Add(e.streams.writeTimeout()))
	_, err := e.w.Write(text)
	if err == nil {
		err = e.control.Flush()
	}
	_ = e.control.SetWriteDeadline(time.Time{})
	e.closed = e.closed || err != nil
	return err == nil
}

// writeMessages writes events in batches, each when there is room for it among the unread bytes of the
// address. It returns net.ErrClosed if they cannot be written.
func (e *eventStream) writeMessages(ctx context.Context, messages []live.Message) error {
	for len(messages) > 0 {
		count, bytes := 0, 0
		for _, m := range messages {
			count++
			if bytes += len(m.Payload) + eventOverhead; bytes > maxBuffered {
				break
			}
		}
		if err := e.writeBatch(ctx, messages[:count], bytes); err != nil {
			return err
		}
		messages = messages[count:]
	}
	return nil
}

// writeBatch writes events of at most the given number of bytes.
func (e *eventStream) writeBatch(ctx context.Context, messages []live.Message, bytes int) error {
	waitCtx, cancel := context.WithTimeout(ctx, e.streams.writeTimeout())
	reservation, err := e.streams.reserveUnread(waitCtx, e.slot.address, bytes)
	cancel()
	switch {
	case ctx.Err() != nil:
		reservation.release()
		return ctx.Err()
	case err != nil:
		return err
	}
	defer reservation.release()
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
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed || !e.write(b) {
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
func (e *eventStream) execute(ctx context.Context, p preparedOperation) {
	end, err := ratelimit.BeginExecution(ctx, p.operation)
	if err != nil {
		e.finish(&graphql.Response{Errors: p.toErrors(ctx, err)})
		return
	}
	end = sync.OnceFunc(end)
	defer end()
	reservation, err := e.streams.reserveUnread(ctx, e.slot.address, estimatedResponseBytes(p.operation))
	if err != nil {
		e.finish(&graphql.Response{Errors: p.toErrors(ctx, err)})
		return
	}
	defer reservation.release()
	text := finalEvents(p.executeSingle(ctx))
	reservation.settle(len(text))
	end() // a client that does not read must not occupy slots
	e.writeLast(text)
}

// finish writes the only or last response, and completes the stream.
func (e *eventStream) finish(response *graphql.Response) {
	e.start()
	e.writeLast(finalEvents(response))
}

func (e *eventStream) writeLast(text []byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.closed {
		e.write(text)
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
func (e *eventStream) stop() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closed = true
	if e.timer != nil {
		e.timer.Stop()
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
