package live

import (
	"context"
	"time"

	"thidua/internal/viewer"
)

// readViewer reads the current viewer.
func (f *Subscription) readViewer(ctx context.Context) (err error) {
	f.grantRevision = f.hub.grants.currentRevision()
	f.viewer, err = f.request.CurrentViewer(ctx)
	return err
}

// scheduleExpiry sets a timer that has the viewer read again when its authentication expires.
func (f *Subscription) scheduleExpiry() {
	if f.expiryTimer != nil {
		f.expiryTimer.Stop()
		f.expiryTimer, f.expired = nil, nil
	}
	if until := f.viewer.ValidUntil(); !until.IsZero() {
		due := make(chan struct{}, 1)
		f.expired = due
		in := max(time.Until(until), time.Millisecond) // timers may fire slightly early
		f.expiryTimer = time.AfterFunc(in, func() {
			due <- struct{}{}
			f.Unpark()
		})
	}
}

// authorize executes the operation to find out which stream it subscribes to, and whether the viewer may.
// Concurrent identical requests of one visibility class, as after a network failure, share one execution.
func (f *Subscription) authorize(ctx context.Context) (subscriptionSpec, error) {
	key := f.request.Key + "\x00" + f.viewer.Class()
	return f.hub.authorizationCache.getOrCreate(ctx, key, func() (p subscriptionSpec, err error) {
		f.hub.counts.executions.Add(1)
		_, err = f.request.Execute(viewer.NewContext(context.WithValue(ctx, executionModeKey{}, &p),
			f.viewer))
		if err == nil && p.stream == "" {
			err = errNotSubscription
		}
		return p, err
	})
}

// authorizeSameStream authorizes the subscription again. It fails if the operation names another stream now.
func (f *Subscription) authorizeSameStream(ctx context.Context) error {
	spec, err := f.authorize(ctx)
	if err == nil && spec != f.spec {
		err = errNotSubscription
	}
	return err
}

// viewerOutdated reports whether the viewer has to be read again.
func (f *Subscription) viewerOutdated() bool {
	if f.viewer.Kind() != viewer.KindAccount {
		return false
	}
	return f.viewerExpired() || f.hub.grants.changedSince(f.viewer.Account(), f.grantRevision)
}

// viewerExpired reports whether the viewer's authentication has expired. A subscription that is catching up
// never blocks on the channel, so this is checked as well.
func (f *Subscription) viewerExpired() bool { return len(f.expired) > 0 }

// refreshViewer reads the viewer again and, if its visibility class changed, authorizes the subscription and
// joins the view of the new class.
func (f *Subscription) refreshViewer(ctx context.Context) error {
	class := f.viewer.Class()
	if err := f.readViewer(ctx); err != nil {
		return err
	}
	f.scheduleExpiry()
	if f.viewer.Class() == class {
		return nil
	}
	if err := f.authorizeSameStream(ctx); err != nil {
		return err
	}
	f.scopeChanged = true
	f.detach()
	f.view.leave()
	f.view, f.payer.viewer = f.topic.joinView(f.request.Key, f.request.Execute, f.viewer), f.viewer
	f.chunk, f.renderCache, f.snapshotVersion = nil, nil, 0
	return f.attach()
}
