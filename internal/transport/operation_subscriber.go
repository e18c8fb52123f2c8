package transport

import (
	"errors"

	"thidua/internal/fault"
	"thidua/internal/live"
)

var _ live.Subscriber = (*operation)(nil)

// nextMessages returns the next messages; nil if the hub's dispatchers deliver them. They do only if the
// connection supports non-blocking writes.
func (o *operation) nextMessages() ([]live.Message, error) {
	if o.socket.netConn.raw == nil {
		return o.subscription.Next(o.ctx)
	}
	return o.subscription.NextOrPark(o.ctx, o)
}

// Resume is called by the hub when its dispatchers no longer deliver to the operation.
func (o *operation) Resume(rest []live.Message) { o.deliverLoop(rest) }

// HandlePanic is called by the hub after a panic.
func (o *operation) HandlePanic(p any) {
	id := LogPanic(o.ctx, p)
	go func() {
		defer o.subscription.Close()
		o.fail(faultResponse(o.ctx, fault.Internal.With("id", id)).Errors)
	}()
}

// Closed reports whether the operation has ended.
func (o *operation) Closed() bool { return o.ctx.Err() != nil }

// TrySend is called by the hub, and writes what can be written without blocking.
func (o *operation) TrySend(messages []live.Message) (rest []live.Message, ok bool) {
	s := o.socket
	if !s.writeMu.TryLock() {
		return messages, false
	}
	defer s.writeMu.Unlock()
	if o.ctx.Err() != nil {
		return nil, false
	}
	rest, err := o.writeFramed(messages, s.netConn.tryWrite)
	return rest, err == nil
}

// writeFramed writes messages as frames, several in a write, and returns those that were not accepted.
func (o *operation) writeFramed(
	messages []live.Message, write func(head, payload, tail []byte) error,
) ([]live.Message, error) {
	buffer := textBuffers.Get().(*[]byte)
	frames := (*buffer)[:0]
	defer func() {
		if cap(frames) <= 2*maxBuffered {
			*buffer = frames
			textBuffers.Put(buffer)
		}
	}()
	written := 0
	for i, m := range messages {
		if len(frames) > 0 && len(frames)+len(o.messagePrefix)+len(m.Payload)+frameOverhead > maxBuffered {
			if err := write(frames, nil, nil); err != nil {
				return messages[acceptedCount(written, i, err):], err
			}
			frames, written = frames[:0], i
		}
		if len(m.Payload) > maxBuffered { // large payloads are shared by subscribers, not copied for each
			frames = o.appendFramePrefix(frames, len(m.Payload))
			if err := write(frames, m.Payload, []byte(payloadSuffix)); err != nil {
				return messages[acceptedCount(written, i+1, err):], err
			}
			frames, written = frames[:0], i+1
			continue
		}
		frames = o.appendFrame(frames, m.Payload)
	}
	if len(frames) == 0 {
		return nil, nil
	}
	if err := write(frames, nil, nil); err != nil {
		return messages[acceptedCount(written, len(messages), err):], err
	}
	return nil, nil
}

// acceptedCount returns how many messages were accepted after a write with an error: errBusy accepts
// nothing; after other errors bufferedConn keeps or discards the rest.
func acceptedCount(before, after int, err error) int {
	if errors.Is(err, errBusy) {
		return before
	}
	return after
}
