package main

import (
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"thidua/internal/fault"
	"thidua/internal/guard"
	"thidua/internal/transport"
)

// Door is what a request may take, and whose pages may send one.
type Door struct {
	MaxBody         size          `env:"THIDUA_MAX_BODY" default:"1MiB" placeholder:"SIZE" help:"Largest request, such as 512KiB or 1MiB."`
	RequestTimeout  time.Duration `env:"THIDUA_REQUEST_TIMEOUT" default:"15s" help:"How long the answer to a request may take."`
	HeaderTimeout   time.Duration `env:"THIDUA_HEADER_TIMEOUT" default:"5s" help:"How long a client may take to send a request's header."`
	ReadTimeout     time.Duration `env:"THIDUA_READ_TIMEOUT" default:"20s" help:"How long a client may take to send a whole request."`
	CORSOrigin      []string      `name:"cors-origin" env:"THIDUA_CORS_ORIGIN" placeholder:"ORIGIN" help:"Origins whose pages may use the API, such as https://hall.example; or * for all. Repeat it, or part them by commas."`
	CORSCredentials bool          `name:"cors-credentials" env:"THIDUA_CORS_CREDENTIALS" help:"Let pages of those origins send cookies along. Not with *."`
	TrustedProxy    []string      `name:"trusted-proxy" env:"THIDUA_TRUSTED_PROXY" placeholder:"CIDR" help:"Networks of the proxies in front, such as 10.0.0.0/8, from which X-Forwarded-For is believed. Repeat it, or part them by commas."`
	TLSCert         string        `name:"tls-cert" env:"THIDUA_TLS_CERT" placeholder:"FILE" help:"Certificate to serve HTTPS with, with its chain, as PEM. Needs --tls-key."`
	TLSKey          string        `name:"tls-key" env:"THIDUA_TLS_KEY" placeholder:"FILE" help:"Private key of the certificate, as PEM."`
	HSTS            time.Duration `name:"hsts" env:"THIDUA_HSTS" default:"8760h" help:"With TLS, how long browsers have to use only HTTPS for this host (Strict-Transport-Security); 0 to omit the header."`
	Quiet           bool          `kong:"-"` // the log is of what goes wrong
}

// config is the door with a till; the proxies were found good by validate.
func (d Door) config(till *guard.Till) transport.Config {
	proxies, _ := transport.ParseProxies(d.TrustedProxy)
	return transport.Config{Origins: d.CORSOrigin, Credentials: d.CORSCredentials, Till: till, Proxies: proxies, Quiet: d.Quiet}
}

// limits are what one request may take; the guard's are for what is in it.
func (d Door) limits(g *guard.Extension) transport.Limits {
	return transport.Limits{MaxBody: int64(d.MaxBody), Timeout: d.RequestTimeout, Values: g.Limits.VariableNodes}
}

// validate refuses what cannot be served with.
func (d Door) validate() error {
	if err := d.config(nil).Validate(); err != nil {
		return fault.BadConfig.With("setting", "--cors-origin", "reason", err.Error())
	}
	if _, err := transport.ParseProxies(d.TrustedProxy); err != nil {
		return fault.BadConfig.With("setting", "--trusted-proxy", "reason", err.Error())
	}
	if (d.TLSCert == "") != (d.TLSKey == "") {
		return fault.BadConfig.With("setting", "--tls-cert", "reason", "it goes with --tls-key, and that with it")
	}
	if d.HSTS < 0 {
		return fault.BadConfig.With("setting", "--hsts", "reason", "it must not be negative; 0 omits the header")
	}
	for name, timeout := range map[string]time.Duration{
		"--request-timeout": d.RequestTimeout, "--header-timeout": d.HeaderTimeout, "--read-timeout": d.ReadTimeout,
	} {
		if timeout <= 0 {
			return fault.BadConfig.With("setting", name, "reason", "it must be more than 0, such as 15s")
		}
	}
	return nil
}

// Against clients that read slowly, or hold on to what they do not use.
const (
	writeSlack  = 10 * time.Second // to send an answer, once it is there
	idleTimeout = 2 * time.Minute
	maxHeader   = 64 << 10
	maxStreams  = 100 // at once on a connection of HTTP/2
)

// server is a server of HTTP/1.1 and HTTP/2, over TLS where there is a certificate.
func (d Door) server(handler http.Handler) (server *http.Server, scheme string, err error) {
	server = &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: d.HeaderTimeout,
		ReadTimeout:       max(d.ReadTimeout, d.HeaderTimeout),
		WriteTimeout:      d.ReadTimeout + d.RequestTimeout + writeSlack, // it runs from the end of the header
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
		Protocols:         new(http.Protocols),
		HTTP2:             &http.HTTP2Config{MaxConcurrentStreams: maxStreams, SendPingTimeout: 30 * time.Second, WriteByteTimeout: writeSlack},
		ErrorLog:          slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
	server.Protocols.SetHTTP1(true)
	if d.TLSCert == "" {
		server.Protocols.SetUnencryptedHTTP2(true)
		return server, "http", nil
	}
	certificate, err := tls.LoadX509KeyPair(d.TLSCert, d.TLSKey)
	if err != nil {
		return nil, "", fault.BadConfig.With("setting", "--tls-cert", "reason", err.Error())
	}
	server.Protocols.SetHTTP2(true)
	if d.HSTS > 0 {
		server.Handler = strictTransport(d.HSTS, handler)
	}
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	return server, "https", nil
}

// serveOn serves until the server is shut down.
func serveOn(server *http.Server, listener net.Listener) error {
	if server.TLSConfig != nil {
		return server.ServeTLS(listener, "", "")
	}
	return server.Serve(listener)
}

// size is a number of bytes, written like 1MiB, 512KiB or 4096.
type size int64

// units are the names of what sizes are counted in, with how far each shifts.
var units = []struct {
	name  string
	shift uint
}{{"KiB", 10}, {"MiB", 20}, {"GiB", 30}, {"", 0}}

// UnmarshalText reads a size.
func (s *size) UnmarshalText(text []byte) error {
	for _, unit := range units {
		if digits, ok := strings.CutSuffix(string(text), unit.name); ok {
			if n, err := strconv.ParseUint(digits, 10, 31); err == nil && n > 0 {
				*s = size(n << unit.shift)
				return nil
			}
		}
	}
	return errors.New("a size is a number of bytes, KiB or MiB, such as 1MiB")
}
