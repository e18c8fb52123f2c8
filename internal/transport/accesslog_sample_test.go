package transport_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"thidua/internal/fault"
	"thidua/internal/transport"
)

// newRejectingHandler rejects every request by the rate limit, except those to /served.
func newRejectingHandler() http.Handler {
	return transport.AccessLog(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e := transport.RequestInfoFrom(r.Context())
		e.API = true
		e.SetAddress(netip.MustParseAddrPort(r.RemoteAddr).Addr())
		if r.URL.Path == "/served" {
			return
		}
		transport.WriteError(w, r, fault.RateLimited.With("bucket", "address", "retryAfter", 1,
			"limit", "--rate-address-burst", "max", 1, "value", 2))
	}), nil)
}

// Of the requests that limits reject, a few of each address are logged each second, and a bounded number of
// all; the others are counted. Other requests are always logged.
func TestAccessLog_SamplesRejected(t *testing.T) {
	log := captureLog(t)
	synctest.Test(t, func(t *testing.T) {
		h := newRejectingHandler()
		flood := func(path, address string, requests int) (lines int) {
			before := strings.Count(log.String(), `"msg":"request"`)
			for range requests {
				r := httptest.NewRequest(http.MethodPost, path, http.NoBody)
				r.RemoteAddr = address + ":1"
				h.ServeHTTP(httptest.NewRecorder(), r)
			}
			return strings.Count(log.String(), `"msg":"request"`) - before
		}
		for range 3 { // each second
			log.Reset()
			if n := flood("/", "192.0.2.1", 1000); n != 5 {
				t.Errorf("%d of 1000 rejected requests of an address are logged, want 5", n)
			}
			if n := flood("/", "192.0.2.2", 1); n != 1 {
				t.Errorf("the flood of another address hides a rejected request")
			}
			if n := flood("/served", "192.0.2.1", 20); n != 20 {
				t.Errorf("%d of 20 other requests are logged", n)
			}
			for i := range 100 {
				flood("/", netip.AddrFrom4([4]byte{198, 51, 100, byte(i)}).String(), 10)
			}
			if n := strings.Count(log.String(), `"status":429`); n != 50 {
				t.Errorf("%d of 2001 rejected requests of 102 addresses are logged, want 50", n)
			}
			time.Sleep(2 * time.Second)
			synctest.Wait()
			if want := `"msg":"requests rejected by limits were not logged","count":1951}`; !strings.Contains(
				log.String(), want) {
				t.Errorf("the log has no %s", want)
			}
		}
		log.Reset()
		if n := flood("/", "192.0.2.1", 5); n != 5 {
			t.Errorf("%d of 5 rejected requests are logged", n)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if strings.Contains(log.String(), "not logged") {
			t.Errorf("all were logged, but the log says: %s", log)
		}
	})
}
