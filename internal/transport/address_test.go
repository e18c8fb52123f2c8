package transport

import (
	"net/http"
	"net/netip"
	"testing"
)

// Only trusted proxies are believed, and only what they have appended themselves.
func TestProxies_ClientAddress(t *testing.T) {
	proxies, err := ParseProxies([]string{"10.0.0.0/8", "2001:db8:ffff::/48", "192.0.2.7"})
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		remote    string
		forwarded []string
		want      string
	}{
		"nobody before us":             {"198.51.100.1:4711", nil, "198.51.100.1"},
		"a stranger who says":          {"198.51.100.1:4711", []string{"203.0.113.5"}, "198.51.100.1"},
		"a proxy":                      {"10.1.2.3:80", []string{"203.0.113.5"}, "203.0.113.5"},
		"a single one":                 {"192.0.2.7:80", []string{"203.0.113.5"}, "203.0.113.5"},
		"one beside it":                {"192.0.2.8:80", []string{"203.0.113.5"}, "192.0.2.8"},
		"a client who lies to a proxy": {"10.1.2.3:80", []string{"127.0.0.1, 203.0.113.5"}, "203.0.113.5"},
		"and lies about our proxies":   {"10.1.2.3:80", []string{"8.8.8.8, 10.9.9.9, 203.0.113.5"}, "203.0.113.5"},
		"two proxies":                  {"10.1.2.3:80", []string{"8.8.8.8, 203.0.113.5,10.4.4.4"}, "203.0.113.5"},
		"in two lines":                 {"10.1.2.3:80", []string{"8.8.8.8", "203.0.113.5", "10.4.4.4"}, "203.0.113.5"},
		"a proxy that says nothing":    {"10.1.2.3:80", nil, "10.1.2.3"},
		"an empty line":                {"10.1.2.3:80", []string{""}, "10.1.2.3"},
		"a word":                       {"10.1.2.3:80", []string{"203.0.113.5, unknown, 10.4.4.4"}, "10.4.4.4"},
		"nothing between commas":       {"10.1.2.3:80", []string{"203.0.113.5,,"}, "10.1.2.3"},
		"only ours":                    {"10.1.2.3:80", []string{"10.5.5.5, 10.4.4.4"}, "10.5.5.5"},
		"with a port":                  {"10.1.2.3:80", []string{"203.0.113.5:1234"}, "203.0.113.5"},
		"IPv6":                         {"[2001:db8:ffff::1]:80", []string{"2001:db8::5"}, "2001:db8::5"},
		"IPv6 with a port":             {"[2001:db8:ffff::1]:80", []string{"[2001:db8::5]:443"}, "2001:db8::5"},
		"IPv6 in brackets":             {"[2001:db8:ffff::1]:80", []string{"[2001:db8::5]"}, "2001:db8::5"},
		"IPv4 in brackets":             {"10.1.2.3:80", []string{"[203.0.113.5]"}, "10.1.2.3"},
		"brackets that do not end":     {"10.1.2.3:80", []string{"[2001:db8::5"}, "10.1.2.3"},
		"IPv4 within IPv6":             {"[::ffff:10.1.2.3]:80", []string{"::ffff:203.0.113.5"}, "203.0.113.5"},
		"a zone":                       {"[fe80::1%eth0]:80", nil, "fe80::1"},
		"a socket of the machine":      {"@", []string{"203.0.113.5"}, "invalid IP"},
	} {
		r := &http.Request{RemoteAddr: tc.remote, Header: http.Header{}}
		r.Header["X-Forwarded-For"] = tc.forwarded
		if got := proxies.clientAddress(r); got.String() != tc.want {
			t.Errorf("%s: %s, want %s", name, got, tc.want)
		}
	}
}

func TestParseProxies(t *testing.T) {
	if p, err := ParseProxies(nil); err != nil || p.contains(netip.MustParseAddr("127.0.0.1")) {
		t.Errorf("none: %v %v", p, err)
	}
	for _, bad := range []string{
		"", "10.0.0.0/33", "proxy.example", "fe80::1%eth0", "::ffff:10.0.0.0/104", "10.0.0.1:80",
	} {
		if p, err := ParseProxies([]string{bad}); err == nil {
			t.Errorf("%q is taken for %v", bad, p)
		}
	}
	if p, _ := ParseProxies([]string{"10.1.2.3/8"}); !p.contains(netip.MustParseAddr("10.200.0.1")) {
		t.Error("a network that is named by one of its addresses")
	}
}
