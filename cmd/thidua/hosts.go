package main

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"thidua/internal/fault"
	"thidua/internal/transport"
)

// RemoteAccess configures who may reach a demo, which offers a token of every role.
type RemoteAccess struct {
	AllowRemote bool     `env:"THIDUA_ALLOW_REMOTE" help:"Serve the demo to other machines, although it offers tokens of every role to everybody."`
	AllowedHost []string `env:"THIDUA_ALLOWED_HOST" placeholder:"NAME" help:"Host names of the demo, besides localhost and loopback addresses (any address with --allow-remote). Repeat the flag or separate names by commas."`
}

// checkAddress refuses an address that other machines can reach, unless the operator allows it.
func (r RemoteAccess) checkAddress(at net.Addr) error {
	if a, ok := at.(*net.TCPAddr); ok && !a.IP.IsLoopback() && !r.AllowRemote {
		return fault.BadConfig.With("setting", "--listen", "reason",
			fmt.Sprintf("other machines may reach %s,"+
				" and the demo offers"+
				" a token of every role to everybody; listen at 127.0.0.1, or add --allow-remote", a))
	}
	return nil
}

// allowedHosts returns the Host headers that a demo accepts. A page of another site can point its own name at
// an address of this machine (DNS rebinding) and is then of the same origin as the demo, but its requests
// still carry that name.
func (r RemoteAccess) allowedHosts() *hostSet {
	h := &hostSet{names: map[string]bool{"localhost": true}, addresses: r.AllowRemote}
	for _, name := range r.AllowedHost {
		h.names[strings.ToLower(strings.TrimSuffix(name, "."))] = true
	}
	return h
}

// hostSet is the set of Host headers that are accepted; nil accepts all.
type hostSet struct {
	names     map[string]bool
	addresses bool // whether any IP address is accepted, or only loopback addresses
}

// restrict serves requests for these hosts, and refuses others with HOST_NOT_ALLOWED.
func (h *hostSet) restrict(next http.Handler) http.Handler {
	if h == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !h.accepts(r.Host) {
			transport.WriteError(w, r, fault.HostNotAllowed.With("host", fault.SanitizeWord(r.Host)))
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (h *hostSet) accepts(host string) bool {
	name := hostname(host)
	if address, err := netip.ParseAddr(name); err == nil {
		return h.addresses || address.Unmap().IsLoopback()
	}
	return h.names[name]
}

// hostname returns a Host header in lower case without its port.
func hostname(host string) string {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	}
	return strings.ToLower(strings.TrimSuffix(name, "."))
}

// withHSTS sets Strict-Transport-Security, so that browsers use only HTTPS for this host. It leaves out
// localhost, whose other ports belong to other programs, and IP addresses, for which browsers ignore it.
func withHSTS(maxAge time.Duration, next http.Handler) http.Handler {
	value := fmt.Sprintf("max-age=%d", int64(maxAge.Seconds()))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := hostname(r.Host)
		if _, err := netip.ParseAddr(name); err != nil && name != "localhost" && r.TLS != nil {
			w.Header().Set("Strict-Transport-Security", value)
		}
		next.ServeHTTP(w, r)
	})
}
