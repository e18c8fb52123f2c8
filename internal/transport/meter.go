package transport

import (
	"net/http"
	"strconv"

	"thidua/internal/fault"
	"thidua/internal/guard"
)

// metered says which address pays for a request, and takes what any request costs before anything of it is looked at: a
// token costs a look into the database, and one of an unknown key a question to the issuer.
func (c Config) metered(next http.Handler) http.Handler {
	if c.Till == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = r.WithContext(c.Till.Paying(r.Context(), c.Proxies.client(r)))
		err := c.Till.Enter(r.Context())
		tellRates(w, r)
		if err != nil {
			if r.ContentLength != 0 {
				w.Header().Set("Connection", "close") // rather than read what will not be looked at
			}
			Refuse(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// tellRates sets the headers that say how the buckets of who asks stand, as draft-ietf-httpapi-ratelimit-headers-10 has
// them. What was told before, on entering, is replaced: by now the operation may be paid for, and an account signed in.
func tellRates(w http.ResponseWriter, r *http.Request) {
	var some [2]guard.Standing
	standings := guard.Standings(r.Context(), some[:0])
	if len(standings) == 0 {
		return
	}
	policy, now := make([]byte, 0, 96), make([]byte, 0, 96)
	for i, s := range standings {
		if i > 0 {
			policy, now = append(policy, ", "...), append(now, ", "...)
		}
		policy = counted(counted(strconv.AppendQuote(policy, s.Bucket), ";q=", s.Quota), ";w=", s.Window)
		now = counted(counted(strconv.AppendQuote(now, s.Bucket), ";r=", s.Remaining), ";t=", s.Refills)
	}
	h := w.Header()
	h.Set("Ratelimit-Policy", string(policy)) // spelled as Go keeps headers, which spares it a copy; case means nothing
	h.Set("Ratelimit", string(now))
}

func counted(item []byte, name string, n int) []byte {
	return strconv.AppendInt(append(item, name...), int64(n), 10)
}

// retryAfter is set where a client asked for too much; others that refuse do not know when.
func retryAfter(w http.ResponseWriter, err *fault.Error) {
	if seconds, known := err.Params()["retryAfter"].(int); known {
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
	}
}
