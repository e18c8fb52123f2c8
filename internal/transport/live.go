package transport

import (
	"cmp"
	"context"
	"time"

	"thidua/internal/live"
	"thidua/internal/viewer"
)

// Live is what sockets and event streams share. It is not changed once it serves.
type Live struct {
	Limits
	// Hub carries what subscriptions follow; nil where there are none.
	Hub *live.Hub
	// Open bounds what is open, and closes it at the end.
	Open Watchers
	// Origins says whose pages may open a socket.
	Origins Config
	// SignIn tells who a bearer token is; what it refuses with a fault of kind UNAUTHENTICATED closes a socket by 4403.
	SignIn func(ctx context.Context, bearer string) (viewer.Viewer, error)

	// Over is told of each socket that is over; nil is nobody.
	Over func(*Exchange)

	Operations int           // at once on a socket; 100 if 0
	Messages   int           // per second on a socket, other than operations; 25 if 0
	Init       time.Duration // to wait for connection_init; 3 seconds if 0
	Ping       time.Duration // between two pings; who did not answer the one before is gone. 25 seconds if 0
	Write      time.Duration // that a write may take; 10 seconds if 0
	Comment    time.Duration // between two comments in an event stream; 12 seconds if 0

	UnreadPerSocket  int // bytes of responses that may wait on a socket; one alone may be larger; 1 MiB if 0
	UnreadPerAddress int // the same for an address, over every transport; 16 MiB if 0

	unread unread
}

// DefaultOperations is how many operations a socket has at once where nothing else is configured.
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

// asking tells who is asking by a bearer token; without one it is nobody.
func (l *Live) asking(ctx context.Context, bearer string) (viewer.Viewer, error) {
	if bearer == "" || l.SignIn == nil {
		return viewer.Anonymous(), nil
	}
	return l.SignIn(ctx, bearer)
}
