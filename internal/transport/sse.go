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
	"thidua/internal/viewer"
)

// SSE implements the protocol graphql-sse in its distinct connections mode: one operation for each request,
// answered by an event stream. Events of a subscription have their position as id, so that EventSource
// resumes by itself (Last-Event-ID). The token is accepted only in a header: a URL, which is all that
// EventSource can send, ends up in logs.
type SSE struct{ *Live }

var _ graphql.Transport = SSE{}

// Supports returns true for requests that prefer an event stream.
func (SSE) Supports(r *http.Request) bool {
	return (r.Method == http.MethodGet || r.Method == http.MethodPost) && prefersEvents(r.Header["Accept"])
}

// Do responds to r. Malformed requests are rejected as on other transports; errors of the operation are sent
// in the stream, as the protocol requires, because EventSource does not show its page the body of an error
// response.
func (t SSE) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	defer caught(w, r)
	start := graphql.Now()
	params, err := t.params(w, r)
	if err != nil {
		Refuse(w, r, err)
		return
	}
	params.Headers = r.Header
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	ctx := fault.WithLanguage(r.Context(), fault.Language(r.Header.Get("Accept-Language")))
	ctx, goAway := context.WithCancel(ctx)
	defer goAway()
	s := newEvents(w, t.Live)
	defer s.end()
	err = t.Open.enter(&s.seat, t.Origins.Proxies.client(r), viewer.From(ctx), s.goAway(goAway))
	if err != nil {
		if errors.Is(err, fault.ShuttingDown) {
			s.later(r, err)
			return
		}
		w.Header().Set("Retry-After", comeBackAfter)
		Refuse(w, r, err)
		return
	}
	defer t.Open.leave(&s.seat)
	c, errs := t.carry(ctx, exec, params)
	switch {
	case len(errs) > 0:
		s.last(&graphql.Response{Errors: errs})
	case c.isMutation() && r.Method == http.MethodGet:
		w.Header().Set("Allow", http.MethodPost)
		Refuse(w, r, fault.MethodNotAllowed)
	case c.isSubscription():
		s.subscribe(ctx, c, r)
	default:
		ctx, cancel := context.WithTimeout(ctx, t.timeout())
		defer cancel()
		s.begin()
		s.answer(ctx, c)
	}
}

// params reads the parameters of the operation from the URL or the body.
func (t SSE) params(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, error) {
	switch {
	case r.Method == http.MethodGet && int64(len(r.URL.RawQuery)) > t.maxBody():
		return nil, fault.BodyTooLarge.With("max", t.maxBody())
	case r.Method == http.MethodGet:
		return parse(r.URL.RawQuery, t.values())
	case !isJSON(r.Header):
		w.Header().Set("Accept", string(legacy))
		return nil, fault.UnsupportedMediaType
	}
	params, err := POST{Limits: t.Limits}.read(r)
	if errors.Is(err, fault.BodyTooLarge) || errors.Is(err, fault.Timeout) {
		w.Header().Set("Connection", "close") // rather than wait for the rest
	}
	return params, err
}

// subscribe opens the subscription after the client's last position, and writes its events.
func (s *eventStream) subscribe(ctx context.Context, c carried, r *http.Request) {
	request := live.Request{Viewer: s.live.whoever(bearerOf(r.Header)), Address: s.seat.address}
	if last := r.Header.Get("Last-Event-ID"); last != "" {
		after, err := journal.ParsePosition(last)
		if err != nil {
			s.last(&graphql.Response{Errors: c.explained(ctx, err)})
			return
		}
		request.After = &after
	}
	s.follows()
	opening, cancel := context.WithTimeout(ctx, s.live.timeout())
	f, err := c.follow(opening, fault.LanguageOf(ctx), request)
	cancel()
	if err != nil {
		s.refused(ctx, c, r, err)
		return
	}
	defer f.Close()
	s.begin()
	for {
		messages, err := f.Next(ctx)
		if err != nil {
			s.ended(ctx, c, err)
			return
		}
		if err := s.next(ctx, messages); err != nil {
			s.ended(ctx, c, err)
			return
		}
	}
}

// finishUnopened reports why the subscription could not be opened. A client that has to authenticate gets a
// status: the stream has not started.
func (s *eventStream) refused(ctx context.Context, c carried, r *http.Request, err error) {
	list, presented := err.(gqlerror.List)
	switch known, ok := fault.As(err); {
	case presented:
		s.last(&graphql.Response{Errors: list})
	case ctx.Err() != nil && r.Context().Err() == nil:
		s.later(r, fault.ShuttingDown.With())
	case isUnavailable(err):
		s.later(r, known)
	case ok && known.Kind() == fault.KindUnauthenticated:
		Refuse(s.w, r, known)
	default:
		s.last(&graphql.Response{Errors: c.explained(ctx, err)})
	}
}

// refuseTemporarily makes the client retry. EventSource, which uses GET, reconnects only after a stream that
// ends, never after an error status. All other clients get the status.
func (s *eventStream) later(r *http.Request, err error) {
	if r.Method != http.MethodGet {
		s.w.Header().Set("Retry-After", comeBackAfter)
		Refuse(s.w, r, err)
		return
	}
	s.begin()
	s.comeBack(err)
}

// sendRetry sends, in a comment, why the stream ends, and when to reconnect.
func (s *eventStream) comeBack(err error) {
	known, _ := fault.As(err)
	reason := string(known.Code())
	if params := known.Params(); len(params) > 0 {
		reason += " " + string(encoded(params))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.over {
		s.write([]byte(": " + reason + "\nretry: " + comeBackAfter + "000\n\n"))
	}
}

// finishWithError ends the stream, without complete if the client should reconnect: standard clients do,
// EventSource with its last position; a client whose token has expired then gets a status.
func (s *eventStream) ended(ctx context.Context, c carried, err error) {
	list, presented := err.(gqlerror.List)
	switch {
	case presented:
		s.last(&graphql.Response{Errors: list})
	case errors.Is(err, errNoRoom):
		s.comeBack(err)
	case errors.Is(err, context.Canceled), errors.Is(err, net.ErrClosed), isOver(err), isUnavailable(err):
	default:
		s.last(&graphql.Response{Errors: c.explained(ctx, err)})
	}
}
