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
	"thidua/internal/live"
	"thidua/internal/ratelimit"
	"thidua/internal/viewer"
)

// operation is an operation that a client has started with subscribe, until either side completes it.
type operation struct {
	socket        *socket
	id            string
	messagePrefix string // prefix of every message: {"id":"..","type":
	ctx           context.Context
	cancel        context.CancelFunc

	subscription *live.Subscription // nil until it is open
}

// startOperation starts an operation. A rejection does not affect other operations, unless there are too many
// rejections.
func (s *socket) startOperation(m message) error {
	params, err := m.operationParams(s.streams.maxVariableValues())
	if errors.Is(err, errBadRequest) {
		s.close(closeBadRequest, invalidMessage+err.Error())
		return nil
	}
	end, beginErr := ratelimit.BeginMessage(s.ctx)
	if beginErr != nil {
		return beginErr
	}
	o := &operation{socket: s, id: m.id, messagePrefix: `{"id":` + string(m.quoted) + `,"type":`}
	s.mu.Lock()
	open := max(len(s.operations), s.running) // canceled operations may still be running
	full := open >= s.streams.maxOperations()
	acknowledged, closing, duplicate := s.acknowledged, s.closeCode != 0, s.findOperation(m.id) >= 0
	o.ctx, o.cancel = context.WithCancel(s.ctx)
	if acknowledged && !closing && !full && !duplicate && !s.closing.Load() {
		s.operations = append(s.operations, o)
		s.running++
		s.mu.Unlock()
		go func() {
			defer end()
			o.run(params, err)
		}()
		return nil
	}
	s.mu.Unlock()
	end()
	o.cancel()
	if err := s.limitMessageRate(); err != nil {
		return err
	}
	switch {
	case !acknowledged:
		s.close(closeUnauthorized, "Unauthorized")
	case duplicate:
		reason := "Subscriber for " + m.id + " already exists"
		s.close(closeDuplicateID, fitCloseReason(reason, "Subscriber already exists"))
	case full:
		err := fault.TooManyWatchers.With("limit", "--max-operations-per-socket",
			"max", s.streams.maxOperations(), "value", open)
		s.write(o.errorMessage(faultResponse(s.ctx, err).Errors))
	}
	return nil
}

// findOperation returns the index of a running operation, or -1; the mutex is held.
func (s *socket) findOperation(id string) int {
	for i, o := range s.operations {
		if o.id == id {
			return i
		}
	}
	return -1
}

// removeOperation removes an operation; it returns false if the operation was completed before.
func (s *socket) removeOperation(id string, only *operation) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.findOperation(id)
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
	if o.subscription != nil {
		o.subscription.Unpark()
	}
}

// complete stops an operation at once on request of the client. It returns false for an unknown id: the
// operation was completed already.
func (s *socket) complete(id string) bool { return s.removeOperation(id, nil) }

// run executes the operation, or opens a subscription; err is why its payload was rejected.
func (o *operation) run(params *graphql.RawParams, err error) {
	s := o.socket
	defer s.finishRunning()
	defer o.recoverPanic()
	ctx := graphql.StartOperationTrace(o.ctx)
	if err == nil { // rejections take work, too
		if err = ratelimit.ChargeRequest(ctx); err != nil && s.limitMessageRate() != nil {
			return
		}
	}
	if err != nil {
		o.handleError(err, false)
		return
	}
	caller, err := s.streams.authenticate(ctx, s.bearer)
	if err != nil {
		o.handleError(err, isUnavailable(err) && s.isSubscriptionRequest(ctx, params))
		return
	}
	ctx = viewer.NewContext(ctx, caller)
	p, errs := s.streams.prepare(ctx, s.exec, params)
	switch {
	case len(errs) > 0:
		o.fail(errs)
	case p.isSubscription():
		o.subscribe(ctx, p)
	default:
		o.execute(ctx, p)
	}
}

// isSubscriptionRequest reports whether a client that cannot be authenticated at present requests a
// subscription.
func (s *socket) isSubscriptionRequest(ctx context.Context, params *graphql.RawParams) bool {
	p, errs := s.streams.prepare(viewer.NewContext(ctx, viewer.Anonymous()), s.exec, params)
	return len(errs) == 0 && p.isSubscription()
}

// execute executes a query or a mutation as soon as its response has room among the unread bytes of the
// address. If nothing was executed the response is an error message of the protocol.
func (o *operation) execute(ctx context.Context, p preparedOperation) {
	ctx, cancel := fault.WithTimeout(ctx, requestTimeoutFlag, p.streams.requestTimeout())
	defer cancel()
	end, err := ratelimit.BeginExecution(ctx, p.operation)
	if err != nil {
		o.fail(p.toErrors(ctx, err))
		return
	}
	end = sync.OnceFunc(end)
	defer end()
	u, reserved := &p.streams.unreadBytes, estimatedResponseBytes(p.operation)
	if err := u.reserve(ctx, o.socket, reserved); err != nil {
		o.fail(faultResponse(ctx, err).Errors)
		return
	}
	settled := 0
	defer func() { u.add(o.socket, -settled) }()
	response := u.executeReserved(o.socket, reserved, func() *graphql.Response { return p.executeSingle(ctx) })
	end() // a client that does not read must not occupy slots
	settled = len(response.Data)
	if len(response.Data) == 0 && len(response.Errors) > 0 {
		o.fail(response.Errors)
		return
	}
	o.respond(response)
	u.memory.noteGarbage(settled)
}

// respond writes the response and completes the operation. Large data is not copied, because it may wait for
// a long time.
func (o *operation) respond(response *graphql.Response) {
	head, tail := responseEnvelope(response)
	size := len(o.messagePrefix) + len(payloadPrefix) + len(payloadSuffix) +
		len(head) + len(response.Data) + len(tail)
	complete := o.messagePrefix + `"complete"}`
	first := appendFrameHeader(make([]byte, 0, len(head)+len(o.messagePrefix)+frameOverhead), size)
	first = append(append(append(first, o.messagePrefix...), payloadPrefix...), head...)
	last := append(appendFrameHeader(append(tail, payloadSuffix...), len(complete)), complete...)
	s := o.socket
	s.writeMu.Lock()
	defer s.writeMu.Unlock()
	if !s.removeOperation(o.id, o) {
		return
	}
	if len(response.Data) > maxBuffered {
		_ = s.netConn.writeFrames(first, response.Data, last) // bufferedConn closes the connection if a write fails
		return
	}
	_ = s.netConn.writeFrames(append(append(first, response.Data...), last...), nil, nil)
}

// finishRunning counts an operation as done when a query or mutation is answered or a subscription is open.
// It closes a socket that waits for that.
func (s *socket) finishRunning() {
	s.mu.Lock()
	s.running--
	code, closeNow := s.closeCode, s.closeCode != 0 && s.running == 0
	s.mu.Unlock()
	if closeNow {
		s.close(code, closeReasons[code])
	}
}

// subscribe opens the subscription. Events are delivered on a goroutine of its own, because the stack of
// this one has grown deep.
func (o *operation) subscribe(ctx context.Context, p preparedOperation) {
	openCtx, cancel := fault.WithTimeout(ctx, requestTimeoutFlag, p.streams.requestTimeout())
	defer cancel()
	request := live.Request{
		CurrentViewer: p.streams.viewerSource(o.socket.bearer),
		Address:       o.socket.slot.address,
	}
	subscription, err := p.subscribe(openCtx, fault.LanguageFromContext(ctx), request)
	if err != nil {
		o.handleError(err, true)
		return
	}
	o.setSubscription(subscription)
	go o.deliverLoop(nil)
}

// setSubscription sets the subscription of the operation, with a new context: the old one keeps a map of the
// contexts that were derived from it.
func (o *operation) setSubscription(subscription *live.Subscription) {
	s := o.socket
	s.mu.Lock()
	defer s.mu.Unlock()
	if o.ctx.Err() == nil {
		o.cancel()
		o.ctx, o.cancel = context.WithCancel(s.ctx)
	}
	o.subscription = subscription
}

// deliverLoop writes the remaining messages, then new events, until the operation ends or waits for events:
// then the hub's dispatchers write what can be written without blocking, and resume it for everything else.
// It holds nothing of the request, which equal subscriptions share.
func (o *operation) deliverLoop(rest []live.Message) {
	defer o.recoverPanic()
	mustClose := true
	defer func() {
		if mustClose {
			o.subscription.Close()
		}
	}()
	for messages := rest; o.writeMessages(messages); {
		var err error
		if messages, err = o.nextMessages(); err != nil {
			o.handleError(err, true)
			return
		}
		if mustClose = messages != nil; !mustClose {
			return
		}
	}
}

// handleError ends the operation with an error. If the client can recover by reconnecting, the socket is
// closed with a code that makes it do so; otherwise the error affects only this operation.
func (o *operation) handleError(err error, isSubscription bool) {
	s := o.socket
	var list gqlerror.List
	isList := errors.As(err, &list)
	switch {
	case o.ctx.Err() != nil: // completed, or the socket is closed
	case isList:
		o.fail(list)
	case isUnauthenticated(err): // the token has expired: connection_init has to send a new one
		s.close(closeForbidden, "Forbidden")
	case errors.Is(err, context.Canceled): // the hub is closed
		s.close(closeRestart, "Service restart")
	case isSubscription && isUnavailable(err):
		s.closeWhenIdle(closeTryAgainLater)
	default:
		o.fail(preparedOperation{s.streams, s.exec, &graphql.OperationContext{}}.toErrors(o.ctx, err))
	}
}

// recoverPanic recovers a panic: only this operation fails. It must be deferred.
func (o *operation) recoverPanic() {
	if p := recover(); p != nil {
		o.fail(faultResponse(o.ctx, fault.Internal.With("id", LogPanic(o.ctx, p))).Errors)
	}
}

// textBuffers are buffers for batches of frames.
var textBuffers = sync.Pool{New: func() any { b := make([]byte, 0, writeBufferBytes); return &b }}

// writeMessages writes messages in as few writes as possible. It returns false if the operation has ended or
// the write failed.
func (o *operation) writeMessages(messages []live.Message) bool {
	s := o.socket
	s.writeMu.Lock()
	defer s.writeMu.Unlock()
	if o.ctx.Err() != nil {
		return false
	}
	_, err := o.writeFramed(messages, s.netConn.writeFrames)
	return err == nil
}

const payloadPrefix, payloadSuffix = `"next","payload":`, `}`

// frameOverhead is the maximum size of a message's frame without its prefix and payload.
const frameOverhead = 10 + len(payloadPrefix) + len(payloadSuffix)

// appendFrame appends a message as a WebSocket frame. gorilla would copy the text twice, which is most of
// the cost of a delivery besides the system call.
func (o *operation) appendFrame(b, payload []byte) []byte {
	return append(append(o.appendFramePrefix(b, len(payload)), payload...), payloadSuffix...)
}

// appendFramePrefix appends the part of a frame before a payload of the given length.
func (o *operation) appendFramePrefix(b []byte, length int) []byte {
	b = appendFrameHeader(b, len(o.messagePrefix)+len(payloadPrefix)+length+len(payloadSuffix))
	return append(append(b, o.messagePrefix...), payloadPrefix...)
}

// appendFrameHeader appends the header of a frame of n bytes. Frames of a server are unmasked, so it
// contains only the opcode and the length.
func appendFrameHeader(b []byte, n int) []byte {
	const finText, length16, length64 = 0x80 | websocket.TextMessage, 126, 127
	switch {
	case n < length16:
		return append(b, finText, byte(n))
	case n < 1<<16:
		return binary.BigEndian.AppendUint16(append(b, finText, length16), uint16(n))
	}
	return binary.BigEndian.AppendUint64(append(b, finText, length64), uint64(n))
}

// fail ends the operation with errors.
func (o *operation) fail(errs gqlerror.List) { o.finish(o.errorMessage(errs)) }

func (o *operation) errorMessage(errs gqlerror.List) []byte {
	return []byte(o.messagePrefix + `"error","payload":` + string(mustMarshal(errs)) + `}`)
}

// finish writes the last messages of the operation together, unless the client has completed it. The
// operation is removed first, so that the client can reuse the id as soon as it reads them.
func (o *operation) finish(last ...[]byte) {
	s := o.socket
	s.writeMu.Lock()
	defer s.writeMu.Unlock()
	if !s.removeOperation(o.id, o) {
		return
	}
	buffer := textBuffers.Get().(*[]byte)
	defer textBuffers.Put(buffer)
	s.netConn.cork(*buffer)
	for _, text := range last {
		// bufferedConn closes the connection if a write fails
		_ = s.conn.WriteMessage(websocket.TextMessage, text)
	}
	*buffer, _ = s.netConn.uncork()
}
