package transport

import (
	"errors"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Proxies are the networks of the reverse proxies whose X-Forwarded-For header is trusted.
type Proxies []netip.Prefix

// ParseProxies parses networks such as 10.0.0.0/8, and single addresses.
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
			return nil, errors.New("write IPv4 networks as such: 10.0.0.0/8")
		}
		if p.Bits() == 0 {
			return nil, errors.New("0.0.0.0/0 and ::/0 are not allowed: every client could choose its own address")
		}
		all = append(all, p.Masked())
	}
	return all, nil
}

func (p Proxies) contains(a netip.Addr) bool {
	return slices.ContainsFunc(p, func(network netip.Prefix) bool { return network.Contains(a) })
}

// clientAddress returns the address that a request comes from; the zero address if it is unknown.
// X-Forwarded-For is read only from trusted proxies, and from its end, where these append: the result is the
// last address that is not a trusted proxy. The client may have forged everything before it.
func (p Proxies) clientAddress(r *http.Request) netip.Addr {
	last, ok := parseAddress(r.RemoteAddr)
	if !ok || !p.contains(last) {
		return last
	}
	lines := r.Header["X-Forwarded-For"]
	for _, line := range slices.Backward(lines) {
		for line != "" {
			rest, hop := "", line
			if i := strings.LastIndexByte(line, ','); i >= 0 {
				rest, hop = line[:i], line[i+1:]
			}
			a, ok := parseAddress(strings.TrimSpace(hop))
			if !ok { // a trusted proxy wrote an invalid address: its own is the last one that is known
				return last
			}
			if last = a; !p.contains(a) {
				return a
			}
			line = rest
		}
	}
	return last // all of them are trusted proxies: the first one sent the request itself
}

// parseAddress parses an address, with or without a port; an IPv6 address without a port may be in brackets.
func parseAddress(text string) (netip.Addr, bool) {
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
