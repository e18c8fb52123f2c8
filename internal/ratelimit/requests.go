package ratelimit

import (
	"context"
	"net/netip"
	"sync"
)

// maxRequests is how many requests and messages of an address are handled at once, from their header to the
// end of their response, without event streams and open subscriptions. It bounds the goroutines of clients
// that cancel what they send, whose work would otherwise delay everybody's.
const maxRequests = 64

// BeginRequest blocks until a request of an address may be handled. The returned context is that of the
// request, as of [Limiter.WithClient]; end must be called after the request, and may be called several
// times. It blocks for at most Concurrency.Wait, and not beyond the end of ctx, and then fails with
// TOO_MANY_OPERATIONS.
func (l *Limiter) BeginRequest(
	ctx context.Context, address netip.Addr,
) (request context.Context, end func(), err error) {
	c := client{limiter: l, address: clientNetwork(address), endRequest: func() {}}
	if l.Concurrency != nil {
		release, err := l.Concurrency.requests.acquireWithin(ctx, l.Concurrency.limits.Wait, c.address)
		if err != nil {
			return ctx, nil, err
		}
		c.endRequest = sync.OnceFunc(release)
	}
	return context.WithValue(ctx, clientKey{}, c), c.endRequest, nil
}

// EndRequest ends the request in ctx before its response is complete: event streams have limits of their own.
func EndRequest(ctx context.Context) {
	if c, ok := ctx.Value(clientKey{}).(client); ok && c.endRequest != nil {
		c.endRequest()
	}
}

// BeginMessage blocks until a message of a socket may be handled, which counts as a request of its address;
// end must be called after that. It fails with TOO_MANY_OPERATIONS when ctx ends.
func BeginMessage(ctx context.Context) (end func(), err error) {
	c, _ := ctx.Value(clientKey{}).(client)
	if c.limiter == nil || c.limiter.Concurrency == nil {
		return func() {}, nil
	}
	return c.limiter.Concurrency.requests.acquire(ctx, c.address)
}
