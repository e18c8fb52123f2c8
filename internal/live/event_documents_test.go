package live_test

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"testing"
	"time"

	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/live"
	"thidua/internal/viewer"
)

// Documents of event subscriptions are limited like live queries, but counted separately.
func TestEventDocuments_Limits(t *testing.T) {
	home, away := netip.MustParsePrefix("192.0.2.1/32"), netip.MustParsePrefix("192.0.2.2/32")
	limits := live.ViewLimits{Node: 4, PerAddress: 2, PerAccount: 2}
	runWithHub(t, live.Config{LiveQueries: limits}, func(n *testHub) {
		open := func(key string, from netip.Prefix, account gid.ID) (*live.Subscription, error) {
			request := n.eventRequest(key, &allowance{}, nil)
			request.Address = from
			if account != 0 {
				request.CurrentViewer = fixedViewer(viewer.Account(account, time.Time{}))
			}
			return n.Subscribe(n.Context(), request)
		}
		var all []*live.Subscription
		opens := func(key string, from netip.Prefix, account gid.ID) {
			n.Helper()
			f, err := open(key, from, account)
			if err != nil {
				n.Fatal(key, err)
			}
			all = append(all, f)
		}
		refuses := func(key string, from netip.Prefix, account gid.ID, limit string, max int) {
			n.Helper()
			_, err := open(key, from, account)
			known, ok := fault.FromError(err)
			if !ok || !errors.Is(err, fault.TooManyLiveQueries) || known.Params()["limit"] != limit ||
				known.Params()["max"] != max || known.Params()["value"] != max {
				n.Errorf("%s: %v, want %s", key, err, limit)
			}
		}
		for i := range 2 { // live queries do not count
			request := n.liveQueryRequest(newRefreshRecorder(0), fmt.Sprint("live", i))
			request.Address = home
			n.subscribeTo(request)
		}
		for _, key := range []string{"a", "b", "a", "b"} {
			opens(key, home, 0)
		}
		refuses("c", home, 0, "--max-live-queries-per-address", 2)
		opens("c", away, 0)
		opens("d", netip.Prefix{}, clerk)
		refuses("e", netip.Prefix{}, clerk, "--max-live-queries", 4)
		all[0].Close()
		all[2].Close()
		opens("e", netip.Prefix{}, clerk)
		all[1].Close()
		all[3].Close()
		refuses("f", netip.Prefix{}, clerk, "--max-live-queries-per-account", 2)
		if s := n.Stats(); s.EventDocuments != 3 || s.LiveQueries != 2 {
			n.Errorf("%+v", s)
		}
		for _, i := range []int{4, 5, 6} {
			all[i].Close()
		}
		if s := n.Stats(); s.EventDocuments != 0 || s.LiveQueries != 2 || s.Subscriptions != 2 {
			n.Errorf("%+v", s)
		}
	})
}

// Addresses that open as many documents as they can leave some to the next one.
func TestEventDocuments_AddressesLeaveRoom(t *testing.T) {
	runWithHub(t, live.Config{LiveQueries: live.ViewLimits{Node: 12}}, func(n *testHub) {
		open := func(address, document int) error {
			request := n.eventRequest(fmt.Sprint(address, "/", document), &allowance{}, nil)
			request.Address = netip.PrefixFrom(netip.AddrFrom4([4]byte{192, 0, 2, byte(address)}), 32)
			_, err := n.Subscribe(n.Context(), request)
			return err
		}
		var opened []int
		for address := range 4 {
			documents := 0
			for open(address, documents) == nil {
				documents++
			}
			opened = append(opened, documents)
		}
		if want := []int{6, 3, 2, 1}; !slices.Equal(opened, want) {
			n.Errorf("documents by address: %v, want %v", opened, want)
		}
	})
}
