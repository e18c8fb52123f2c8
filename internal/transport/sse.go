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
func (t SSE) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	defer recoverPanic(w, r)
	start := graphql.Now()
	params, err := t.params(w, r)
	if err != nil {
		WriteError(w, r, err)
		return
	}
	params.Headers = r.Header
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	ctx := fault.WithLanguage(r.Context(), fault.NegotiateLanguage(r.Header.Get("Accept-Language")))
	ctx, goAway := context.WithCancel(ctx)
	defer goAway()
	s := newEventStream(w, t.Streams)
	defer s.stop()
	err = t.Connections.acquire(&s.slot, t.HTTP.Proxies.clientAddress(r), viewer.FromContext(ctx),
		s.drain(goAway))
	if err != nil {
		if errors.Is(err, fault.ShuttingDown) {
			s.refuseTemporarily(r, err)
			return
		}
		w.Header().Set("Retry-After", retryAfterSeconds)
		WriteError(w, r, err)
		return
	}
	defer t.Connections.release(&s.slot)
	ratelimit.EndRequest(ctx)
	c, errs := t.prepare(ctx, exec, params)
	switch {
	case len(errs) > 0:
		s.finish(&graphql.Response{Errors: errs})
	case c.isMutation() && r.Method == http.MethodGet:
		w.Header().Set("Allow", http.MethodPost)
		WriteError(w, r, fault.MethodNotAllowed)
	case c.isSubscription():
		s.subscribe(ctx, c, r)
	default:
		ctx, cancel := context.WithTimeout(ctx, t.requestTimeout())
		defer cancel()
		s.start()
		s.execute(ctx, c)
	}
}

// params reads the parameters of the operation from the URL or the body.
func (t SSE) params(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, error) {
	switch {
	case r.Method == http.MethodGet:
		return t.urlParams(r)
	case !hasJSONBody(r.Header):
		w.Header().Set("Accept", string(plainJSON))
		return nil, fault.UnsupportedMediaType
	}
	params, err := POST{Limits: t.Limits}.readParams(r)
	if errors.Is(err, fault.BodyTooLarge) || errors.Is(err, fault.Timeout) {
		w.Header().Set("Connection", "close") // rather than wait for the rest
	}
	return params, err
}

// subscribe opens the subscription after the client's last position, and writes its events.
func (s *eventStream) subscribe(ctx context.Context, c preparedOperation, r *http.Request) {
	request := live.Request{CurrentViewer: s.streams.viewerSource(bearerToken(r.Header)),
		Address: s.slot.address}
	if last := r.Header.Get("Last-Event-ID"); last != "" {
		after, err := journal.ParsePosition(last)
		if err != nil {
			s.finish(&graphql.Response{Errors: c.toErrors(ctx, err)})
			return
		}
		request.After = &after
	}
	s.markSubscription()
	opening, cancel := context.WithTimeout(ctx, s.streams.requestTimeout())
	f, err := c.subscribe(opening, fault.LanguageFromContext(ctx), request)
	cancel()
	if err != nil {
		s.finishUnopened(ctx, c, r, err)
		return
	}
	defer f.Close()
	s.start()
	for {
		messages, err := f.Next(ctx)
		if err != nil {
			s.finishWithError(ctx, c, err)
			return
		}
		if err := s.writeMessages(ctx, messages); err != nil {
			s.finishWithError(ctx, c, err)
			return
		}
	}
}

// finishUnopened reports why the subscription could not be opened. A client that has to authenticate gets a
// status: the stream has not started.
func (s *eventStream) finishUnopened(ctx context.Context, c preparedOperation, r *http.Request, err error) {
	var list gqlerror.List
	presented := errors.As(err, &list)
	switch known, ok := fault.FromError(err); {
	case presented:
		s.finish(&graphql.Response{Errors: list})
	case ctx.Err() != nil && r.Context().Err() == nil:
		s.refuseTemporarily(r, fault.ShuttingDown.With())
	case isUnavailable(err):
		s.refuseTemporarily(r, known)
	case ok && known.Kind() == fault.KindUnauthenticated:
		WriteError(s.w, r, known)
	default:
		s.finish(&graphql.Response{Errors: c.toErrors(ctx, err)})
	}
}

// refuseTemporarily makes the client retry. EventSource, which uses GET, reconnects only after a stream that
// ends, never after an error status. All other clients get the status.
func (s *eventStream) refuseTemporarily(r *http.Request, err error) {
	if r.Method != http.MethodGet {
		s.w.Header().Set("Retry-After", retryAfterSeconds)
		WriteError(s.w, r, err)
		return
	}
	s.start()
	s.sendRetry(err)
}

// sendRetry sends, in a comment, why the stream ends, and when to reconnect.
func (s *eventStream) sendRetry(err error) {
	known, _ := fault.FromError(err)
	reason := string(known.Code())
	if params := known.Params(); len(params) > 0 {
		reason += " " + string(mustMarshal(params))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.write([]byte(": " + reason + "\nretry: " + retryAfterSeconds + "000\n\n"))
	}
}

// finishWithError ends the stream, without complete if the client should reconnect: standard clients do,
// EventSource with its last position; a client whose token has expired then gets a status.
func (s *eventStream) finishWithError(ctx context.Context, c preparedOperation, err error) {
	var list gqlerror.List
	presented := errors.As(err, &list)
	switch {
	case presented:
		s.finish(&graphql.Response{Errors: list})
	case errors.Is(err, errUnreadLimit):
		s.sendRetry(err)
	case errors.Is(err, context.Canceled), errors.Is(err, net.ErrClosed), isUnauthenticated(err),
		isUnavailable(err):
	default:
		s.finish(&graphql.Response{Errors: c.toErrors(ctx, err)})
	}
}
