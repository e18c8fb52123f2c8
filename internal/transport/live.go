package transport

import (
	"cmp"
	"context"
	"time"

	"thidua/internal/live"
	"thidua/internal/viewer"
)

// StreamServer is the configuration and state that sockets and event streams share. It must not be changed
// while it serves.
type Live struct {
	Limits
	// Hub serves subscriptions; nil disables them.
	Hub *live.Hub
	// Connections limits the open sockets and event streams, and closes them at shutdown.
	Open Watchers
	// HTTP configures the allowed origins and the trusted proxies.
	Origins Config
	// Authenticate returns the viewer of a bearer token. A fault of kind UNAUTHENTICATED closes a socket with
	// 4403.
	SignIn func(ctx context.Context, bearer string) (viewer.Viewer, error)

	// OnSocketClosed is called for each socket that was closed; nil for no call.
	Over func(*Exchange)

	Operations int           // at once on a socket; default 100
	Messages   int           // per second on a socket, other than operations; default 25
	Init       time.Duration // for connection_init; default 3 seconds
	Ping       time.Duration // of pings; a socket that did not answer the last one is closed. Default 25 seconds
	Write      time.Duration // of a write; default 10 seconds
	Comment    time.Duration // of comments in an event stream; default 12 seconds

	UnreadPerSocket  int // bytes of unread responses of a socket; a single one may be larger; default 1 MiB
	UnreadPerAddress int // the same for an address, over every transport; default 16 MiB

	unread unread
}

// DefaultMaxOperations is the default maximum number of concurrent operations of a socket.
const DefaultOperations = 100

// The default limits of a socket.
const (
	DefaultMessages         = 25
	DefaultUnreadPerSocket  = 1 << 20
	DefaultUnreadPerAddress = 16 << 20
)

func (l *Live) operations() int        { return cmp.Or(l.Operations, DefaultOperations) }
func (l *Live) init() time.Duration    { return cmp.Or(l.Init, 3*time.Second) }
func (l *Live) ping() time.Duration    { return cmp.Or(l.Ping, 25*time.Second) }
func (l *Live) write() time.Duration   { return cmp.Or(l.Write, 10*time.Second) }
func (l *Live) comment() time.Duration { return cmp.Or(l.Comment, 12*time.Second) }
func (l *Live) timeout() time.Duration { return cmp.Or(l.Timeout, DefaultTimeout) }
func (l *Live) messages() int          { return cmp.Or(l.Messages, DefaultMessages) }
func (l *Live) unreadPerSocket() int   { return cmp.Or(l.UnreadPerSocket, DefaultUnreadPerSocket) }
func (l *Live) unreadPerAddress() int  { return cmp.Or(l.UnreadPerAddress, DefaultUnreadPerAddress) }

// authenticate returns the viewer of a bearer token; the anonymous one without a token.
func (l *Live) asking(ctx context.Context, bearer string) (viewer.Viewer, error) {
	if bearer == "" || l.SignIn == nil {
		return viewer.Anonymous(), nil
	}
	return l.SignIn(ctx, bearer)
}
