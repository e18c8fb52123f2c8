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

// Sockets is how many may watch at once, and how much.
type Sockets struct {
	MaxSockets             int `name:"max-sockets" env:"THIDUA_MAX_SOCKETS" default:"0" placeholder:"N" help:"Sockets and event streams that this node may have open; 0 for as many as its limit of open files (ulimit -n) allows, which is also the upper bound."`
	MaxSocketsPerAddress   int `name:"max-sockets-per-address" env:"THIDUA_MAX_SOCKETS_PER_ADDRESS" default:"1000" placeholder:"N" help:"Sockets and event streams that one address, or one IPv6 network of 64 bits, may have open; 0 for any number, as behind a proxy."`
	MaxSocketsPerAccount   int `name:"max-sockets-per-account" env:"THIDUA_MAX_SOCKETS_PER_ACCOUNT" default:"200" placeholder:"N" help:"Sockets and event streams that one account may have open; 0 for any number."`
	MaxOperationsPerSocket int `name:"max-operations-per-socket" env:"THIDUA_MAX_OPERATIONS_PER_SOCKET" default:"100" placeholder:"N" help:"Operations that one socket may run at once."`
	MaxMessagesPerSocket   int `name:"max-messages-per-socket" env:"THIDUA_MAX_MESSAGES_PER_SOCKET" default:"25" placeholder:"N" help:"Messages per second other than operations, such as pings, that one socket may send; bursts of ten seconds' worth are allowed."`
	MaxUnreadPerSocket     int `name:"max-unread-per-socket" env:"THIDUA_MAX_UNREAD_PER_SOCKET" default:"1048576" placeholder:"BYTES" help:"Bytes of responses that may wait to be read by the client of one socket; beyond it no more operations of the socket are read or executed."`
	MaxUnreadPerAddress    int `name:"max-unread-per-address" env:"THIDUA_MAX_UNREAD_PER_ADDRESS" default:"16777216" placeholder:"BYTES" help:"Bytes of responses that may wait to be read by one address, or one IPv6 network of 64 bits, over sockets, event streams and plain HTTP together; beyond it none of its operations is executed, and one that finds no room within the request timeout is refused."`
}

// validate refuses bounds that nobody can keep.
func (c Sockets) validate() error {
	for _, bound := range []struct {
		flag         string
		value, least int
		reason       string
	}{
		{"--max-sockets", c.MaxSockets, 0, "it must not be negative; 0 is as many as file descriptors allow"},
		{"--max-sockets-per-address", c.MaxSocketsPerAddress, 0, "it must not be negative; 0 is any number"},
		{"--max-sockets-per-account", c.MaxSocketsPerAccount, 0, "it must not be negative; 0 is any number"},
		{"--max-operations-per-socket", c.MaxOperationsPerSocket, 1, "it must be 1 or more"},
		{"--max-messages-per-socket", c.MaxMessagesPerSocket, 1, "it must be 1 or more"},
		{"--max-unread-per-socket", c.MaxUnreadPerSocket, 1, "it must be 1 or more"},
		{"--max-unread-per-address", c.MaxUnreadPerAddress, 1, "it must be 1 or more"},
	} {
		if bound.value < bound.least {
			return fault.BadConfig.With("setting", bound.flag, "reason", bound.reason)
		}
	}
	return nil
}

// live is what sockets and event streams share.
func (c Sockets) live(d Door, door *account.Door, hub *live.Hub) *transport.Live {
	return &transport.Live{
		Hub:        hub,
		Open:       transport.Watchers{PerAddress: c.MaxSocketsPerAddress, PerAccount: c.MaxSocketsPerAccount},
		Origins:    d.config(nil),
		SignIn:     door.Authenticate,
		Operations: c.MaxOperationsPerSocket, Messages: c.MaxMessagesPerSocket,
		UnreadPerSocket: c.MaxUnreadPerSocket, UnreadPerAddress: c.MaxUnreadPerAddress,
	}
}

// drain lets all who watch go. They are spread over half of the time that there is; the rest is for those who are slow to
// go, and for requests.
func drain(ctx context.Context, live *transport.Live, within time.Duration) {
	if n := live.Open.Count(); n > 0 {
		slog.Info("closing sockets and event streams", "open", n, "over", (within / 2).String())
	}
	if err := live.Open.Drain(ctx, within/2); err != nil {
		slog.Warn("some were still open when the drain ended; they are cut off", "open", live.Open.Count())
	}
}
