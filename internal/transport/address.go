package transport

import (
	"errors"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Proxies are the networks of the proxies before us, whose word about their clients' addresses is taken.
type Proxies []netip.Prefix

// ParseProxies reads networks such as 10.0.0.0/8, and single addresses.
func ParseProxies(texts []string) (Proxies, error) {
	var all Proxies
	for _, text := range texts {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			a, err := netip.ParseAddr(text)
			if err != nil || a.Zone() != "" {
				return nil, errors.New("a proxy is an address or a network, such as 10.0.0.0/8")
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		if p.Addr().Is4In6() {
			return nil, errors.New("write networks of IPv4 as such, 10.0.0.0/8")
		}
		if p.Bits() == 0 {
			return nil, errors.New("the whole internet is no proxy of ours: every client would choose its own address")
		}
		all = append(all, p.Masked())
	}
	return all, nil
}

func (p Proxies) trust(a netip.Addr) bool {
	return slices.ContainsFunc(p, func(network netip.Prefix) bool { return network.Contains(a) })
}

// client is the address that a request comes from; the zero one where nobody knows. X-Forwarded-For is read only from our
// own proxies, and from its end, where these write: the last address in it that is none of theirs. What stands before that,
// the client may have written itself.
func (p Proxies) client(r *http.Request) netip.Addr {
	last, ok := address(r.RemoteAddr)
	if !ok || !p.trust(last) {
		return last
	}
	lines := r.Header["X-Forwarded-For"]
	for _, line := range slices.Backward(lines) {
		for line != "" {
			rest, hop := "", line
			if i := strings.LastIndexByte(line, ','); i >= 0 {
				rest, hop = line[:i], line[i+1:]
			}
			a, ok := address(strings.TrimSpace(hop))
			if !ok { // a proxy of ours wrote what is no address: its own is the last that is known
				return last
			}
			if last = a; !p.trust(a) {
				return a
			}
			line = rest
		}
	}
	return last // all of them are ours: one asks for itself
}

// address reads an address, with a port or without; one of IPv6 without a port may be in brackets.
func address(text string) (netip.Addr, bool) {
	if a, err := netip.ParseAddr(text); err == nil {
		return a.Unmap().WithZone(""), true
	}
	if ap, err := netip.ParseAddrPort(text); err == nil {
		return ap.Addr().Unmap().WithZone(""), true
	}
	if inner, ok := strings.CutPrefix(text, "["); ok && strings.HasSuffix(inner, "]") {
		if a, err := netip.ParseAddr(strings.TrimSuffix(inner, "]")); err == nil && a.Is6() {
			return a.Unmap().WithZone(""), true
		}
	}
	return netip.Addr{}, false
}
