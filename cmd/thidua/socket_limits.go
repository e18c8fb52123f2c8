package main

import (
	"context"
	"log/slog"
	"time"

	"thidua/internal/account"
	"thidua/internal/fault"
	"thidua/internal/live"
	"thidua/internal/transport"
)

// SocketLimits limits the sockets and event streams, and what each of them may use.
type SocketLimits struct {
	MaxSockets             int `env:"THIDUA_MAX_SOCKETS" default:"0" placeholder:"N" help:"Maximum number of open sockets and event streams on a node; 0 for as many as the limit of open files (ulimit -n) allows."`
	MaxSocketsPerAddress   int `env:"THIDUA_MAX_SOCKETS_PER_ADDRESS" default:"1000" placeholder:"N" help:"The same from one address or IPv6 /64 network; 0 for no limit, such as behind a proxy."`
	MaxSocketsPerAccount   int `env:"THIDUA_MAX_SOCKETS_PER_ACCOUNT" default:"200" placeholder:"N" help:"The same of one account; 0 for no limit."`
	MaxOperationsPerSocket int `env:"THIDUA_MAX_OPERATIONS_PER_SOCKET" default:"100" placeholder:"N" help:"Maximum number of concurrent operations on one socket."`
	MaxMessagesPerSocket   int `env:"THIDUA_MAX_MESSAGES_PER_SOCKET" default:"25" placeholder:"N" help:"Maximum number of messages per second on one socket other than operations, such as pings. Bursts may be ten times as large."`
	MaxUnreadPerSocket     int `env:"THIDUA_MAX_UNREAD_PER_SOCKET" default:"1048576" placeholder:"BYTES" help:"Maximum number of unread response bytes of one socket; beyond it none of its operations is executed."`
	MaxUnreadPerAddress    int `env:"THIDUA_MAX_UNREAD_PER_ADDRESS" default:"16777216" placeholder:"BYTES" help:"The same of one address or IPv6 /64 network, over sockets, event streams and plain HTTP together."`
	MaxUnread              int `env:"THIDUA_MAX_UNREAD" default:"268435456" placeholder:"BYTES" help:"The same of the node. One address can use at most as much as is still free; a quarter more is reserved for addresses without unread bytes."`
}

// validate returns BAD_CONFIG for invalid limits.
func (l SocketLimits) validate() error {
	for _, bound := range []struct {
		flag         string
		value, least int
		reason       string
	}{
		{"--max-sockets", l.MaxSockets, 0,
			"it must not be negative; 0 means as many as file descriptors allow"},
		{"--max-sockets-per-address", l.MaxSocketsPerAddress, 0, "it must not be negative; 0 means no limit"},
		{"--max-sockets-per-account", l.MaxSocketsPerAccount, 0, "it must not be negative; 0 means no limit"},
		{"--max-operations-per-socket", l.MaxOperationsPerSocket, 1, "it must be at least 1"},
		{"--max-messages-per-socket", l.MaxMessagesPerSocket, 1, "it must be at least 1"},
		{"--max-unread-per-socket", l.MaxUnreadPerSocket, 1, "it must be at least 1"},
		{"--max-unread-per-address", l.MaxUnreadPerAddress, 1, "it must be at least 1"},
		{"--max-unread", l.MaxUnread, 1, "it must be at least 1"},
	} {
		if bound.value < bound.least {
			return fault.BadConfig.With("setting", bound.flag, "reason", bound.reason)
		}
	}
	return nil
}

// newStreams returns what sockets and event streams share.
func (l SocketLimits) newStreams(
	d HTTPConfig, authenticator *account.Authenticator, hub *live.Hub,
) *transport.Streams {
	return &transport.Streams{
		Hub: hub,
		Connections: transport.ConnLimiter{PerAddress: l.MaxSocketsPerAddress,
			PerAccount: l.MaxSocketsPerAccount},
		HTTP:          d.transportConfig(nil),
		Authenticate:  authenticator.Authenticate,
		MaxOperations: l.MaxOperationsPerSocket, MaxMessageRate: l.MaxMessagesPerSocket,
		MaxUnreadPerSocket: l.MaxUnreadPerSocket, MaxUnreadPerAddress: l.MaxUnreadPerAddress,
		MaxUnread: l.MaxUnread,
	}
}

// drainSockets closes sockets and event streams, spread over half of within; the rest is for slow clients and
// for requests.
func drainSockets(ctx context.Context, streams *transport.Streams, within time.Duration) {
	if n := streams.Connections.Count(); n > 0 {
		slog.Info("closing sockets and event streams", "open", n, "duration", (within / 2).String())
	}
	if err := streams.Connections.Drain(ctx, within/2); err != nil {
		slog.Warn("drain timeout exceeded, closing remaining sockets", "open", streams.Connections.Count())
	}
}
