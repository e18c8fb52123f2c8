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

// SSE is the protocol graphql-sse in its distinct connections mode: one operation a request, answered by an event stream.
// A subscription's events have their position as id, so that EventSource goes on by itself (Last-Event-ID). The token
// comes by header alone: what EventSource can send, a URL, ends up in logs.
type SSE struct{ *Live }

var _ graphql.Transport = SSE{}

// Supports takes who asks for an event stream.
func (SSE) Supports(r *http.Request) bool {
	return (r.Method == http.MethodGet || r.Method == http.MethodPost) && prefersEvents(r.Header["Accept"])
}

// Do answers r. What is no well-formed request is refused as every other; what is wrong with the operation is told in the
// stream, as the protocol has it, since EventSource shows its page no refusal.
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
	ctx, goAway := context.WithCancel(fault.WithLanguage(r.Context(), fault.Language(r.Header.Get("Accept-Language"))))
	defer goAway()
	s := newEvents(w, t.Live)
	defer s.end()
	if err := t.Open.enter(&s.seat, t.Origins.Proxies.client(r), viewer.From(ctx), s.goAway(goAway)); err != nil {
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

// params reads the parameters of the operation, from the URL or the body.
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

// subscribe follows from where the client was, and writes what comes.
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

// refused says why nothing is followed. Who has to sign in is told by the status: there is no stream yet.
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

// later sends the client away to come back. After a refusal EventSource never does, and only after a stream that ends; it
// is the one that asks by GET. All others are told why by the status.
func (s *eventStream) later(r *http.Request, err error) {
	if r.Method != http.MethodGet {
		s.w.Header().Set("Retry-After", comeBackAfter)
		Refuse(s.w, r, err)
		return
	}
	s.begin()
	s.comeBack(err)
}

// comeBack tells the client, in a comment, why the stream ends, and when to come back.
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

// ended ends the stream. Without complete where the client should come back: stock clients do, EventSource with the
// position that it has, and who has to sign in anew learns it then.
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
