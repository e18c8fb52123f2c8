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
	"thidua/internal/ratelimit"
	"thidua/internal/transport"
)

// HTTPConfig configures the HTTP server: limits of requests, CORS, trusted proxies and TLS.
type HTTPConfig struct {
	MaxBody         byteSize      `env:"THIDUA_MAX_BODY" default:"1MiB" placeholder:"SIZE" help:"Maximum size of a request body, such as 512KiB or 1MiB."`
	RequestTimeout  time.Duration `env:"THIDUA_REQUEST_TIMEOUT" default:"15s" help:"Maximum time to process a request."`
	HeaderTimeout   time.Duration `env:"THIDUA_HEADER_TIMEOUT" default:"5s" help:"Maximum time for a client to send the header of a request."`
	ReadTimeout     time.Duration `env:"THIDUA_READ_TIMEOUT" default:"20s" help:"Maximum time for a client to send a complete request."`
	CORSOrigin      []string      `env:"THIDUA_CORS_ORIGIN" placeholder:"ORIGIN" help:"Origins whose pages may use the API (CORS), such as https://hall.example, or * for all. Repeat the flag or separate origins by commas."`
	CORSCredentials bool          `env:"THIDUA_CORS_CREDENTIALS" help:"Allow pages of these origins to send cookies. Cannot be combined with *."`
	TrustedProxy    []string      `env:"THIDUA_TRUSTED_PROXY" placeholder:"CIDR" help:"Networks of reverse proxies, such as 10.0.0.0/8, from which X-Forwarded-For is trusted. Repeat the flag or separate networks by commas."`
	TLSCert         string        `env:"THIDUA_TLS_CERT" placeholder:"FILE" help:"TLS certificate with its chain, in PEM format. Requires --tls-key."`
	TLSKey          string        `env:"THIDUA_TLS_KEY" placeholder:"FILE" help:"Private key of the TLS certificate, in PEM format."`
	HSTS            time.Duration `env:"THIDUA_HSTS" default:"8760h" help:"Strict-Transport-Security: how long browsers must use HTTPS for this host; 0 to omit the header. Only with TLS."`
	Quiet           bool          `kong:"-"` // log errors only
}

// transportConfig returns the configuration of package transport; validate has checked the proxies.
func (c HTTPConfig) transportConfig(limiter *ratelimit.Limiter) transport.Config {
	proxies, _ := transport.ParseProxies(c.TrustedProxy)
	return transport.Config{
		Origins: c.CORSOrigin, Credentials: c.CORSCredentials, Limiter: limiter, Proxies: proxies,
		Quiet: c.Quiet,
	}
}

// requestLimits returns the limits of a request; the guard limits its operation.
func (c HTTPConfig) requestLimits(g *guard.Extension) transport.Limits {
	return transport.Limits{MaxBody: int64(c.MaxBody), Timeout: c.RequestTimeout,
		MaxVariableValues: g.Limits.VariableNodes}
}

// validate returns BAD_CONFIG for invalid settings.
func (c HTTPConfig) validate() error {
	if err := c.transportConfig(nil).Validate(); err != nil {
		return fault.BadConfig.With("setting", "--cors-origin", "reason", err.Error())
	}
	if _, err := transport.ParseProxies(c.TrustedProxy); err != nil {
		return fault.BadConfig.With("setting", "--trusted-proxy", "reason", err.Error())
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return fault.BadConfig.With("setting", "--tls-cert", "reason", "give both --tls-cert and --tls-key")
	}
	if c.TLSCert != "" { // before anything is started or changed
		if _, err := c.certificate(); err != nil {
			return err
		}
	}
	if c.HSTS < 0 {
		return fault.BadConfig.With("setting", "--hsts", "reason",
			"it must not be negative; 0 omits the header")
	}
	for name, timeout := range map[string]time.Duration{
		"--request-timeout": c.RequestTimeout, "--header-timeout": c.HeaderTimeout,
		"--read-timeout": c.ReadTimeout,
	} {
		if timeout <= 0 {
			return fault.BadConfig.With("setting", name, "reason", "it must be more than 0, such as 15s")
		}
	}
	return nil
}

// Protection against slow clients and unused connections.
const (
	responseGrace   = 10 * time.Second // for sending the response
	idleTimeout     = 2 * time.Minute
	maxHeaderBytes  = 64 << 10
	maxHTTP2Streams = 100 // per HTTP/2 connection
)

// newServer returns a server for HTTP/1.1 and HTTP/2, with TLS if there is a certificate.
func (c HTTPConfig) newServer(handler http.Handler) (server *http.Server, scheme string, err error) {
	server = &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: c.HeaderTimeout,
		ReadTimeout:       max(c.ReadTimeout, c.HeaderTimeout),
		// starts at the end of the header
		WriteTimeout:   c.ReadTimeout + c.RequestTimeout + responseGrace,
		IdleTimeout:    idleTimeout,
		MaxHeaderBytes: maxHeaderBytes,
		Protocols:      new(http.Protocols),
		HTTP2: &http.HTTP2Config{
			MaxConcurrentStreams: maxHTTP2Streams, SendPingTimeout: 30 * time.Second,
			WriteByteTimeout: responseGrace,
		},
		ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
	server.Protocols.SetHTTP1(true)
	if c.TLSCert == "" {
		server.Protocols.SetUnencryptedHTTP2(true)
		return server, "http", nil
	}
	certificate, err := c.certificate()
	if err != nil {
		return nil, "", err
	}
	server.Protocols.SetHTTP2(true)
	if c.HSTS > 0 {
		server.Handler = withHSTS(c.HSTS, handler)
	}
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	return server, "https", nil
}

// certificate reads the certificate and its key. It fails with BAD_CONFIG.
func (c HTTPConfig) certificate() (tls.Certificate, error) {
	certificate, err := tls.LoadX509KeyPair(c.TLSCert, c.TLSKey)
	if err != nil {
		return certificate, fault.BadConfig.With("setting", "--tls-cert", "reason", err.Error())
	}
	return certificate, nil
}

// serveListener serves until the server is shut down.
func serveListener(server *http.Server, listener net.Listener) error {
	if server.TLSConfig != nil {
		return server.ServeTLS(listener, "", "")
	}
	return server.Serve(listener)
}

// byteSize is a number of bytes, written like 1MiB, 512KiB or 4096.
type byteSize int64

// byteUnits are the suffixes of sizes, with their shifts.
var byteUnits = []struct {
	name  string
	shift uint
}{{"KiB", 10}, {"MiB", 20}, {"GiB", 30}, {"", 0}}

// UnmarshalText parses a size.
func (s *byteSize) UnmarshalText(text []byte) error {
	for _, unit := range byteUnits {
		if digits, ok := strings.CutSuffix(string(text), unit.name); ok {
			if n, err := strconv.ParseUint(digits, 10, 31); err == nil && n > 0 {
				*s = byteSize(n << unit.shift)
				return nil
			}
		}
	}
	return errors.New("a size is a number of bytes, KiB or MiB, such as 1MiB")
}
