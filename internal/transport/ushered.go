package transport

import (
	"thidua/internal/fault"
	"thidua/internal/live"
)

var _ live.Watcher = (*operation)(nil)

// nextMessages returns the next messages; nil if the hub's dispatchers deliver them. They do only if the
// connection supports non-blocking writes.
func (o *operation) wait() ([]live.Message, error) {
	if o.socket.wire.raw == nil {
		return o.follower.Next(o.ctx)
	}
	return o.follower.Serve(o.ctx, o)
}

// Resume is called by the hub when its dispatchers no longer deliver to the operation.
func (o *operation) Resume(left []live.Message) { o.follow(left) }

// Fail is called by the hub after a panic.
func (o *operation) Broken(p any) {
	id := Incident(o.ctx, p)
	go func() {
		defer o.follower.Close()
		o.fail(told(o.ctx, fault.Internal.With("id", id)).Errors)
	}()
}

// Closed reports whether the operation has ended.
func (o *operation) Gone() bool { return o.ctx.Err() != nil }

// TrySend is called by the hub, and writes what can be written without blocking.
func (o *operation) Offer(messages []live.Message) (left []live.Message, on bool) {
	s := o.socket
	if !s.writing.TryLock() {
		return messages, false
	}
	defer s.writing.Unlock()
	if o.ctx.Err() != nil {
		return nil, false
	}
	left, err := o.framed(messages, s.wire.atOnce)
	return left, err == nil
}

// writeFramed writes messages as frames, several in a write, and returns those that were not accepted.
func (o *operation) framed(
	messages []live.Message, write func(head, payload, tail []byte) error,
) ([]live.Message, error) {
	buffer := texts.Get().(*[]byte)
	frames := (*buffer)[:0]
	defer func() {
		if cap(frames) <= 2*mostHeld {
			*buffer = frames
			texts.Put(buffer)
		}
	}()
	written := 0
	for i, m := range messages {
		if len(frames) > 0 && len(frames)+len(o.head)+len(m.Payload)+aroundPayload > mostHeld {
			if err := write(frames, nil, nil); err != nil {
				return messages[taken(written, i, err):], err
			}
			frames, written = frames[:0], i
		}
		if len(m.Payload) > mostHeld { // large payloads are shared by subscribers, not copied for each
			frames = o.frameTo(frames, len(m.Payload))
			if err := write(frames, m.Payload, []byte(afterPayload)); err != nil {
				return messages[taken(written, i+1, err):], err
			}
			frames, written = frames[:0], i+1
			continue
		}
		frames = o.frame(frames, m.Payload)
	}
	if len(frames) == 0 {
		return nil, nil
	}
	if err := write(frames, nil, nil); err != nil {
		return messages[taken(written, len(messages), err):], err
	}
	return nil, nil
}

// acceptedCount returns how many messages were accepted after a write with an error: errBusy accepts
// nothing; after other errors the wire keeps or discards the rest.
func taken(before, with int, err error) int {
	if err == errBusy {
		return before
	}
	return with
}
