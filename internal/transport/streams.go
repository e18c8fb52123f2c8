package transport

import (
	"cmp"
	"context"
	"time"

	"thidua/internal/live"
	"thidua/internal/viewer"
)

// Streams serves sockets and event streams: it is the configuration and the state that they share. It must
// not be changed while it serves.
type Streams struct {
	Limits
	// Hub serves subscriptions; nil disables them.
	Hub *live.Hub
	// Connections limits the open sockets and event streams, and closes them at shutdown.
	Connections ConnLimiter
	// HTTP configures the allowed origins and the trusted proxies.
	HTTP Config
	// Authenticate returns the viewer of a bearer token. A fault of kind UNAUTHENTICATED closes a socket with
	// 4403.
	Authenticate func(ctx context.Context, bearer string) (viewer.Viewer, error)

	// OnSocketClosed is called for each socket that was closed; nil for no call.
	OnSocketClosed func(*RequestInfo)

	MaxOperations   int           // at once on a socket; default 100
	MaxMessageRate  int           // per second on a socket, other than operations; default 25
	InitTimeout     time.Duration // for connection_init; default 3 seconds
	PingInterval    time.Duration // a socket that did not answer the last ping is closed; default 25 seconds
	WriteTimeout    time.Duration // of a write; default 10 seconds
	CommentInterval time.Duration // of comments in an event stream; default 12 seconds

	MaxUnreadPerSocket  int // bytes of unread responses; a single one may be larger; default 1 MiB
	MaxUnreadPerAddress int // the same for an address, over every transport; default 16 MiB
	MaxUnread           int // the same for the node; default 256 MiB

	unreadBytes unreadBytes
}

// The default limits.
const (
	DefaultMaxOperations       = 100
	DefaultMaxMessageRate      = 25
	DefaultMaxUnreadPerSocket  = 1 << 20
	DefaultMaxUnreadPerAddress = 16 << 20
	DefaultMaxUnread           = 256 << 20
)

func (s *Streams) maxOperations() int          { return cmp.Or(s.MaxOperations, DefaultMaxOperations) }
func (s *Streams) initTimeout() time.Duration  { return cmp.Or(s.InitTimeout, 3*time.Second) }
func (s *Streams) pingInterval() time.Duration { return cmp.Or(s.PingInterval, 25*time.Second) }
func (s *Streams) writeTimeout() time.Duration { return cmp.Or(s.WriteTimeout, 10*time.Second) }
func (s *Streams) commentInterval() time.Duration {
	return cmp.Or(s.CommentInterval, 12*time.Second)
}
func (s *Streams) requestTimeout() time.Duration { return cmp.Or(s.Timeout, DefaultTimeout) }
func (s *Streams) maxMessageRate() int           { return cmp.Or(s.MaxMessageRate, DefaultMaxMessageRate) }
func (s *Streams) maxUnreadPerSocket() int {
	return cmp.Or(s.MaxUnreadPerSocket, DefaultMaxUnreadPerSocket)
}
func (s *Streams) maxUnreadPerAddress() int {
	return cmp.Or(s.MaxUnreadPerAddress, DefaultMaxUnreadPerAddress)
}
func (s *Streams) maxUnread() int { return cmp.Or(s.MaxUnread, DefaultMaxUnread) }

// authenticate returns the viewer of a bearer token; the anonymous one without a token.
func (s *Streams) authenticate(ctx context.Context, bearer string) (viewer.Viewer, error) {
	if bearer == "" || s.Authenticate == nil {
		return viewer.Anonymous(), nil
	}
	return s.Authenticate(ctx, bearer)
}
