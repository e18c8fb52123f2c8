package transport

import (
	"net/http"
	"strconv"

	"thidua/internal/fault"
	"thidua/internal/ratelimit"
)

// LimitRate waits until the client address has a free slot for a concurrent request, which the request holds
// until its end, and charges the minimum cost of a request to the address. Both precede authentication: a
// token costs a database lookup, and one with an unknown key a request to the issuer. It is part of
// Middleware; other handlers that take work, such as pages, use it alone.
func (c Config) LimitRate(next http.Handler) http.Handler {
	if c.Limiter == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		address := c.Proxies.clientAddress(r)
		RequestInfoFrom(r.Context()).SetAddress(address)
		ctx, end, err := c.Limiter.BeginRequest(r.Context(), address)
		switch {
		case err != nil && r.Context().Err() != nil:
			RequestInfoFrom(ctx).logQuietly() // nobody receives a response
			return
		case err != nil:
			w.Header().Set("Connection", "close")
			WriteError(w, r, err)
			return
		}
		defer end()
		r = r.WithContext(ctx)
		err = c.Limiter.ChargeRequest(ctx)
		setRateLimitHeaders(w, r)
		if err != nil {
			if r.ContentLength != 0 {
				w.Header().Set("Connection", "close") // rather than read a body that is not used
			}
			WriteError(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// setRateLimitHeaders sets the headers with the state of the client's buckets, as
// draft-ietf-httpapi-ratelimit-headers-10 defines them. It replaces what was set before: by now the
// operation may be charged, and an account authenticated.
func setRateLimitHeaders(w http.ResponseWriter, r *http.Request) {
	var buffer [2]ratelimit.BucketStatus
	statuses := ratelimit.AppendBucketStatus(r.Context(), buffer[:0])
	if len(statuses) == 0 {
		return
	}
	policy, state := make([]byte, 0, 96), make([]byte, 0, 96)
	for i, s := range statuses {
		if i > 0 {
			policy, state = append(policy, ", "...), append(state, ", "...)
		}
		policy = strconv.AppendQuote(policy, s.Bucket)
		policy = appendParameter(policy, ";q=", s.Quota)
		policy = appendParameter(policy, ";w=", s.Window)
		state = strconv.AppendQuote(state, s.Bucket)
		state = appendParameter(state, ";r=", s.Remaining)
		state = appendParameter(state, ";t=", s.Reset)
	}
	h := w.Header()
	// Go's canonical spelling avoids a copy; case is not significant.
	h.Set("Ratelimit-Policy", string(policy))
	h.Set("Ratelimit", string(state))
}

func appendParameter(item []byte, name string, n int) []byte {
	return strconv.AppendInt(append(item, name...), int64(n), 10)
}

// setRetryAfter sets the Retry-After header if the error says when to retry.
func setRetryAfter(w http.ResponseWriter, err *fault.Error) {
	if seconds, known := err.Params()["retryAfter"].(int); known {
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
	}
}
