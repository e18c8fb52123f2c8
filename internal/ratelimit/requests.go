package ratelimit

import (
	"context"
	"sync"
)

// maxRequests is how many requests and messages of an address are handled at once, from their header to the
// end of their response, without event streams and open subscriptions. It bounds the goroutines of clients
// that cancel what they send, whose work would otherwise delay everybody's.
const maxRequests = 64

// BeginRequest blocks until a request of the caller's address may be handled. The returned context is that of
// the request; end must be called after the request, and may be called several times. It blocks for at most
// Concurrency.Wait, and not beyond the end of ctx, and then fails with TOO_MANY_OPERATIONS.
func BeginRequest(ctx context.Context) (request context.Context, end func(), err error) {
	p, _ := ctx.Value(clientKey{}).(client)
	if p.limiter == nil || p.limiter.Concurrency == nil {
		return ctx, func() {}, nil
	}
	waiting, cancel := context.WithTimeout(ctx, p.limiter.Concurrency.limits.Wait)
	defer cancel()
	release, err := p.limiter.Concurrency.requests.acquire(waiting, p.address)
	if err != nil {
		return ctx, nil, err
	}
	end = sync.OnceFunc(release)
	return context.WithValue(ctx, requestKey{}, end), end, nil
}

// BeginMessage is BeginRequest for a message of a socket. It blocks until ctx ends.
func BeginMessage(ctx context.Context) (end func(), err error) {
	p, _ := ctx.Value(clientKey{}).(client)
	if p.limiter == nil || p.limiter.Concurrency == nil {
		return func() {}, nil
	}
	return p.limiter.Concurrency.requests.acquire(ctx, p.address)
}

// requestKey is the context key of the function that ends the request.
type requestKey struct{}

// EndRequest ends the request in ctx before its response is complete: event streams have limits of their own.
func EndRequest(ctx context.Context) {
	if end, ok := ctx.Value(requestKey{}).(func()); ok {
		end()
	}
}
