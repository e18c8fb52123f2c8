package live

import (
	"context"
	"time"

	"thidua/internal/viewer"
)

// readViewer reads the current viewer.
func (s *Subscription) readViewer(ctx context.Context) (err error) {
	s.grantRevision = s.hub.grants.currentRevision()
	s.viewer, err = s.request.CurrentViewer(ctx)
	return err
}

// scheduleExpiry sets a timer that makes the subscription reload its viewer when its authentication expires.
func (s *Subscription) scheduleExpiry() {
	if s.expiryTimer != nil {
		s.expiryTimer.Stop()
		s.expiryTimer, s.expired = nil, nil
	}
	if until := s.viewer.ValidUntil(); !until.IsZero() {
		due := make(chan struct{}, 1)
		s.expired = due
		in := max(time.Until(until), time.Millisecond) // timers may fire slightly early
		s.expiryTimer = time.AfterFunc(in, func() {
			due <- struct{}{}
			s.Unpark()
		})
	}
}

// authorize executes the operation to find out which stream it subscribes to, and whether the viewer may.
// Concurrent identical requests of one visibility class, as after a network failure, share one execution.
func (s *Subscription) authorize(ctx context.Context) (subscriptionSpec, error) {
	key := s.request.Key + "\x00" + s.viewer.VisibilityClass()
	return s.hub.authorizationCache.getOrCreate(ctx, key, func() (spec subscriptionSpec, err error) {
		s.hub.counts.executions.Add(1)
		_, err = s.request.Execute(viewer.NewContext(context.WithValue(ctx, executionModeKey{}, &spec),
			s.viewer))
		if err == nil && spec.stream == "" {
			err = errNotSubscription
		}
		return spec, err
	})
}

// authorizeSameStream authorizes the subscription again. It fails if the operation names another stream now.
func (s *Subscription) authorizeSameStream(ctx context.Context) error {
	spec, err := s.authorize(ctx)
	if err == nil && spec != s.spec {
		err = errNotSubscription
	}
	return err
}

// viewerOutdated reports whether the viewer has to be read again.
func (s *Subscription) viewerOutdated() bool {
	if s.viewer.Kind() != viewer.KindAccount {
		return false
	}
	return s.viewerExpired() || s.hub.grants.changedSince(s.viewer.Account(), s.grantRevision)
}

// viewerExpired reports whether the viewer's authentication has expired. A subscription that is catching up
// never blocks on the channel, so this is checked as well.
func (s *Subscription) viewerExpired() bool { return len(s.expired) > 0 }

// refreshViewer reads the viewer again and, if its visibility class changed, authorizes the subscription and
// joins the view of the new class.
func (s *Subscription) refreshViewer(ctx context.Context) error {
	class := s.viewer.VisibilityClass()
	if err := s.readViewer(ctx); err != nil {
		return err
	}
	s.scheduleExpiry()
	if s.viewer.VisibilityClass() == class {
		return nil
	}
	if err := s.authorizeSameStream(ctx); err != nil {
		return err
	}
	s.scopeChanged = true
	s.detachFromView()
	s.view.removeSubscription()
	s.view, s.chargeTarget.viewer = s.topic.joinView(s.request.Key, s.request.Execute, s.viewer), s.viewer
	s.chunk, s.renderCache, s.snapshotVersion = nil, nil, 0
	return s.attachToView()
}
