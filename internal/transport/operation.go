package transport

import (
	"context"
	"encoding/binary"
	"errors"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/gorilla/websocket"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/internal/fault"
	"thidua/internal/guard"
	"thidua/internal/live"
	"thidua/internal/viewer"
)

// operation is an operation that a client has started with subscribe, until either side completes it.
type operation struct {
	socket *socket
	id     string
	head   string // prefix of every message: {"id":"..","type":
	ctx    context.Context
	cancel context.CancelFunc

	follower *live.Follower // nil until it is open
}

// subscribe starts an operation. A rejection does not affect other operations, unless there are too many
// rejections.
func (s *socket) subscribe(m message) error {
	params, err := m.operation(s.live.values())
	if err == errBadRequest {
		s.close(closeBadRequest, invalid+err.Error())
		return nil
	}
	o := &operation{socket: s, id: m.id, head: `{"id":` + string(m.quoted) + `,"type":`}
	s.mu.Lock()
	open := len(s.operations)
	known, going, full, twice := s.acknowledged, s.going != 0, open >= s.live.operations(), s.find(m.id) >= 0
	o.ctx, o.cancel = context.WithCancel(s.ctx)
	if known && !going && !full && !twice && !s.closing.Load() {
		s.operations = append(s.operations, o)
		s.running++
		s.mu.Unlock()
		go o.begin(params, err)
		return nil
	}
	s.mu.Unlock()
	o.cancel()
	if err := s.countMessage(); err != nil {
		return err
	}
	switch {
	case !known:
		s.close(closeUnauthorized, "Unauthorized")
	case twice:
		s.close(closeTwice, reasonFor("Subscriber for "+m.id+" already exists", "Subscriber already exists"))
	case full:
		refusal := told(s.ctx, fault.TooManyWatchers.With("limit", "--max-operations-per-socket",
			"max", s.live.operations(), "value", open))
		s.write(o.failure(refusal.Errors))
	}
	return nil
}

// findOperation returns the index of a running operation, or -1; the mutex is held.
func (s *socket) find(id string) int {
	for i, o := range s.operations {
		if o.id == id {
			return i
		}
	}
	return -1
}

// removeOperation removes an operation; it returns false if the operation was completed before.
func (s *socket) remove(id string, only *operation) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.find(id)
	if i < 0 || only != nil && s.operations[i] != only {
		return false
	}
	s.operations[i].stop()
	last := len(s.operations) - 1
	s.operations[i], s.operations[last] = s.operations[last], nil
	s.operations = s.operations[:last]
	return true
}

// stop cancels the operation; the socket's mutex is held.
func (o *operation) stop() {
	o.cancel()
	if o.follower != nil {
		o.follower.Wake()
	}
}

// complete stops an operation at once on request of the client. It returns false for an unknown id: the
// operation was completed already.
func (s *socket) complete(id string) bool { return s.remove(id, nil) }

// run executes the operation, or opens a subscription; err is why its payload was rejected.
func (o *operation) begin(params *graphql.RawParams, err error) {
	s := o.socket
	defer s.begun()
	defer o.caught()
	ctx := graphql.StartOperationTrace(o.ctx)
	if err == nil {
		if err = guard.EnterPaying(ctx); err != nil && s.countMessage() != nil { // rejections take work, too
			return
		}
	}
	if err != nil {
		o.ended(err, false)
		return
	}
	who, err := s.live.asking(ctx, s.bearer)
	if err != nil {
		o.ended(err, isUnavailable(err) && s.follows(ctx, params))
		return
	}
	ctx = viewer.With(ctx, who)
	c, errs := s.live.carry(ctx, s.exec, params)
	switch {
	case len(errs) > 0:
		o.fail(errs)
	case c.isSubscription():
		o.open(ctx, c)
	default:
		o.answer(ctx, c)
	}
}

// isSubscriptionRequest reports whether a client that cannot be authenticated at present requests a
// subscription.
func (s *socket) follows(ctx context.Context, params *graphql.RawParams) bool {
	c, errs := s.live.carry(viewer.With(ctx, viewer.Anonymous()), s.exec, params)
	return len(errs) == 0 && c.isSubscription()
}

// execute executes a query or a mutation as soon as its response has room among the unread responses. If
// nothing was executed the response is an error message of the protocol.
func (o *operation) answer(ctx context.Context, c carried) {
	ctx, cancel := context.WithTimeout(ctx, c.live.timeout())
	defer cancel()
	u := &c.live.unread
	if err := u.reserve(ctx, o.socket); err != nil {
		o.fail(told(ctx, err).Errors)
		return
	}
	settled := 0
	defer func() { u.add(o.socket, -settled) }()
	response := u.settle(o.socket, func() *graphql.Response { return c.executeLimited(ctx) })
	settled = len(response.Data)
	if len(response.Data) == 0 && len(response.Errors) > 0 {
		o.fail(response.Errors)
		return
	}
	o.respond(response)
	u.returns.released(settled)
}

// respond writes the response and completes the operation. Large data is not copied, because it may wait for
// a long time.
func (o *operation) respond(response *graphql.Response) {
	head, tail := frame(response)
	size := len(o.head) + len(beforePayload) + len(head) + len(response.Data) + len(tail) + len(afterPayload)
	complete := o.head + `"complete"}`
	first := frameHeader(make([]byte, 0, len(head)+len(o.head)+aroundPayload), size)
	first = append(append(append(first, o.head...), beforePayload...), head...)
	last := append(frameHeader(append(tail, afterPayload...), len(complete)), complete...)
	s := o.socket
	s.writing.Lock()
	defer s.writing.Unlock()
	if !s.remove(o.id, o) {
		return
	}
	if len(response.Data) > mostHeld {
		_ = s.wire.frames(first, response.Data, last) // the wire closes the connection if a write fails
		return
	}
	_ = s.wire.frames(append(append(first, response.Data...), last...), nil, nil)
}

// operationStarted is called when a query or mutation is answered, or a subscription is open. It closes a
// socket that waits for that.
func (s *socket) begun() {
	s.mu.Lock()
	s.running--
	code, now := s.going, s.going != 0 && s.running == 0
	s.mu.Unlock()
	if now {
		s.close(code, goings[code])
	}
}

// subscribe opens the subscription. Events are delivered on a goroutine of its own, because the stack of
// this one has grown deep.
func (o *operation) open(ctx context.Context, c carried) {
	opening, cancel := context.WithTimeout(ctx, c.live.timeout())
	defer cancel()
	f, err := c.follow(opening, fault.LanguageOf(ctx),
		live.Request{Viewer: c.live.whoever(o.socket.bearer), Address: o.socket.seat.address})
	if err != nil {
		o.ended(err, true)
		return
	}
	o.refresh(f)
	go o.follow(nil)
}

// renewContext gives a long-lived operation a new context: the old one keeps a map of the contexts that were
// derived from it.
func (o *operation) refresh(f *live.Follower) {
	s := o.socket
	s.mu.Lock()
	defer s.mu.Unlock()
	if o.ctx.Err() == nil {
		o.cancel()
		o.ctx, o.cancel = context.WithCancel(s.ctx)
	}
	o.follower = f
}

// deliverLoop writes what is left and new events, until the operation ends or waits for events: then the
// hub's dispatchers write what can be written without blocking, and resume it for everything else. It holds
// nothing of the request, which equal subscriptions share.
func (o *operation) follow(left []live.Message) {
	defer o.caught()
	mine := true
	defer func() {
		if mine {
			o.follower.Close()
		}
	}()
	for messages := left; o.next(messages); {
		var err error
		if messages, err = o.wait(); err != nil {
			o.ended(err, true)
			return
		}
		if mine = messages != nil; !mine {
			return
		}
	}
}

// finishWithError ends the operation with an error. If the client can recover by reconnecting, the socket is
// closed with a code that makes it do so; otherwise the error affects only this operation.
func (o *operation) ended(err error, following bool) {
	s := o.socket
	list, presented := err.(gqlerror.List)
	switch {
	case o.ctx.Err() != nil: // completed, or the socket is closed
	case presented:
		o.fail(list)
	case isOver(err): // the token has expired: connection_init has to send a new one
		s.close(closeForbidden, "Forbidden")
	case errors.Is(err, context.Canceled): // the hub is closed
		s.close(closeRestart, "Service restart")
	case following && isUnavailable(err):
		s.leave(closeLater)
	default:
		o.fail(carried{s.live, s.exec, &graphql.OperationContext{}}.explained(o.ctx, err))
	}
}

// recoverPanic recovers a panic: only this operation fails. It must be deferred.
func (o *operation) caught() {
	if p := recover(); p != nil {
		o.fail(told(o.ctx, fault.Internal.With("id", Incident(o.ctx, p))).Errors)
	}
}

// textBuffers are buffers for batches of frames.
var texts = sync.Pool{New: func() any { b := make([]byte, 0, oneWrite); return &b }}

// writeMessages writes messages in as few writes as possible. It returns false if the operation has ended or
// the write failed.
func (o *operation) next(messages []live.Message) bool {
	s := o.socket
	s.writing.Lock()
	defer s.writing.Unlock()
	if o.ctx.Err() != nil {
		return false
	}
	_, err := o.framed(messages, s.wire.frames)
	return err == nil
}

const beforePayload, afterPayload = `"next","payload":`, `}`

// frameOverhead is the maximum size of a message's frame without its prefix and payload.
const aroundPayload = 10 + len(beforePayload) + len(afterPayload)

// appendFrame appends a message as a WebSocket frame. gorilla would copy the text twice, which is most of
// the cost of a delivery besides the system call.
func (o *operation) frame(to, payload []byte) []byte {
	return append(append(o.frameTo(to, len(payload)), payload...), afterPayload...)
}

// appendFramePrefix appends the part of a frame before a payload of the given length.
func (o *operation) frameTo(to []byte, length int) []byte {
	to = frameHeader(to, len(o.head)+len(beforePayload)+length+len(afterPayload))
	return append(append(to, o.head...), beforePayload...)
}

// appendFrameHeader appends the header of a frame of n bytes. Frames of a server are unmasked, so it
// contains only the opcode and the length.
func frameHeader(to []byte, n int) []byte {
	const textAtOnce, in16bits, in64bits = 0x80 | websocket.TextMessage, 126, 127
	switch {
	case n < in16bits:
		return append(to, textAtOnce, byte(n))
	case n < 1<<16:
		return binary.BigEndian.AppendUint16(append(to, textAtOnce, in16bits), uint16(n))
	}
	return binary.BigEndian.AppendUint64(append(to, textAtOnce, in64bits), uint64(n))
}

// fail ends the operation with errors.
func (o *operation) fail(errs gqlerror.List) { o.finish(o.failure(errs)) }

func (o *operation) failure(errs gqlerror.List) []byte {
	return []byte(o.head + `"error","payload":` + string(encoded(errs)) + `}`)
}

// finish writes the last messages of the operation together, unless the client has completed it. The
// operation is removed first, so that the client can reuse the id as soon as it reads them.
func (o *operation) finish(last ...[]byte) {
	s := o.socket
	s.writing.Lock()
	defer s.writing.Unlock()
	if !s.remove(o.id, o) {
		return
	}
	held := texts.Get().(*[]byte)
	defer texts.Put(held)
	s.wire.cork(*held)
	for _, text := range last {
		_ = s.conn.WriteMessage(websocket.TextMessage, text) // the wire closes the connection if a write fails
	}
	*held, _ = s.wire.uncork()
}
