package transport

import (
	"context"
	"errors"
	"net"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/internal/fault"
	"thidua/internal/journal"
	"thidua/internal/live"
	"thidua/internal/ratelimit"
	"thidua/internal/viewer"
)

// SSE implements the protocol graphql-sse in its distinct connections mode: one operation for each request,
// answered by an event stream. Events of a subscription have their position as id, so that EventSource
// resumes by itself (Last-Event-ID). The token is accepted only in a header: a URL, which is all that
// EventSource can send, ends up in logs.
type SSE struct{ *Streams }

var _ graphql.Transport = SSE{}

// Supports returns true for requests that prefer an event stream.
func (SSE) Supports(r *http.Request) bool {
	return (r.Method == http.MethodGet || r.Method == http.MethodPost) &&
		prefersEventStream(r.Header["Accept"])
}

// Do responds to r. Malformed requests are rejected as on other transports; errors of the operation are sent
// in the stream, as the protocol requires, because EventSource does not show its page the body of an error
// response.
func (s SSE) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	defer recoverPanic(w, r)
	start := graphql.Now()
	params, err := s.params(w, r)
	if err != nil {
		WriteError(w, r, err)
		return
	}
	params.Headers = r.Header
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	ctx := fault.WithLanguage(r.Context(), fault.NegotiateLanguage(r.Header.Get("Accept-Language")))
	ctx, endStream := context.WithCancel(ctx)
	defer endStream()
	e := newEventStream(w, s.Streams)
	defer e.stop()
	address, caller := s.HTTP.Proxies.clientAddress(r), viewer.FromContext(ctx)
	err = s.Connections.acquire(&e.slot, address, caller, e.shutdownFunc(endStream))
	if err != nil {
		if errors.Is(err, fault.ShuttingDown) {
			e.rejectTemporarily(r, err)
			return
		}
		w.Header().Set("Retry-After", retryAfterSeconds)
		WriteError(w, r, err)
		return
	}
	defer s.Connections.release(&e.slot)
	ratelimit.EndRequest(ctx)
	p, errs := s.prepare(ctx, exec, params)
	switch {
	case len(errs) > 0:
		e.finish(&graphql.Response{Errors: errs})
	case p.isMutation() && r.Method == http.MethodGet:
		w.Header().Set("Allow", http.MethodPost)
		WriteError(w, r, fault.MethodNotAllowed)
	case p.isSubscription():
		e.subscribe(ctx, p, r)
	default:
		ctx, cancel := fault.WithTimeout(ctx, requestTimeoutFlag, s.requestTimeout())
		defer cancel()
		e.start()
		e.execute(ctx, p)
	}
}

// params reads the parameters of the operation from the URL or the body.
func (s SSE) params(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, error) {
	switch {
	case r.Method == http.MethodGet:
		return s.urlParams(r)
	case !hasJSONBody(r.Header):
		w.Header().Set("Accept", string(plainJSON))
		return nil, fault.UnsupportedMediaType
	}
	params, err := POST{Limits: s.Limits}.readParams(r)
	if errors.Is(err, fault.BodyTooLarge) || errors.Is(err, fault.Timeout) {
		w.Header().Set("Connection", "close") // rather than wait for the rest
	}
	return params, err
}

// subscribe opens the subscription after the client's last position, and writes its events.
func (e *eventStream) subscribe(ctx context.Context, p preparedOperation, r *http.Request) {
	request := live.Request{
		CurrentViewer: e.streams.viewerSource(bearerToken(r.Header)),
		Address:       e.slot.address,
	}
	if last := r.Header.Get("Last-Event-ID"); last != "" {
		after, err := journal.ParsePosition(last)
		if err != nil {
			e.finish(&graphql.Response{Errors: p.toErrors(ctx, err)})
			return
		}
		request.After = &after
	}
	e.markSubscription()
	openCtx, cancel := fault.WithTimeout(ctx, requestTimeoutFlag, e.streams.requestTimeout())
	subscription, err := p.subscribe(openCtx, fault.LanguageFromContext(ctx), request)
	cancel()
	if err != nil {
		e.finishUnopened(ctx, p, r, err)
		return
	}
	defer subscription.Close()
	e.start()
	for {
		messages, err := subscription.Next(ctx)
		if err != nil {
			e.handleError(ctx, p, err)
			return
		}
		if err := e.writeMessages(ctx, messages); err != nil {
			e.handleError(ctx, p, err)
			return
		}
	}
}

// finishUnopened reports why the subscription could not be opened. A client that has to authenticate gets a
// status: the stream has not started.
func (e *eventStream) finishUnopened(ctx context.Context, p preparedOperation, r *http.Request, err error) {
	var list gqlerror.List
	isList := errors.As(err, &list)
	switch known, ok := fault.FromError(err); {
	case isList:
		e.finish(&graphql.Response{Errors: list})
	case ctx.Err() != nil && r.Context().Err() == nil:
		e.rejectTemporarily(r, fault.ShuttingDown.With())
	case isUnavailable(err):
		e.rejectTemporarily(r, known)
	case ok && known.Kind() == fault.KindUnauthenticated:
		WriteError(e.w, r, known)
	default:
		e.finish(&graphql.Response{Errors: p.toErrors(ctx, err)})
	}
}

// rejectTemporarily makes the client retry. EventSource, which uses GET, reconnects only after a stream that
// ends, never after an error status. All other clients get the status.
func (e *eventStream) rejectTemporarily(r *http.Request, err error) {
	if r.Method != http.MethodGet {
		e.w.Header().Set("Retry-After", retryAfterSeconds)
		WriteError(e.w, r, err)
		return
	}
	e.start()
	e.sendRetry(err)
}

// sendRetry sends, in a comment, why the stream ends, and when to reconnect.
func (e *eventStream) sendRetry(err error) {
	known, _ := fault.FromError(err)
	reason := string(known.Code())
	if params := known.Params(); len(params) > 0 {
		reason += " " + string(mustMarshal(params))
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.closed {
		e.write([]byte(": " + reason + "\nretry: " + retryAfterSeconds + "000\n\n"))
	}
}

// handleError ends the stream, without complete if the client should reconnect: standard clients do,
// EventSource with its last position; a client whose token has expired then gets a status.
func (e *eventStream) handleError(ctx context.Context, p preparedOperation, err error) {
	var list gqlerror.List
	isList := errors.As(err, &list)
	switch {
	case isList:
		e.finish(&graphql.Response{Errors: list})
	case errors.Is(err, errUnreadLimit):
		e.sendRetry(err)
	case errors.Is(err, context.Canceled), errors.Is(err, net.ErrClosed), isUnauthenticated(err),
		isUnavailable(err):
	default:
		e.finish(&graphql.Response{Errors: p.toErrors(ctx, err)})
	}
}
