package conference_test

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"thidua/ent/site"
	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

// manualClock is a clock that only a test advances.
type manualClock struct{ offset atomic.Int64 }

var clockStart = time.Date(2024, 8, 19, 1, 0, 0, 0, time.UTC)

func (c *manualClock) now() time.Time          { return clockStart.Add(time.Duration(c.offset.Load())) }
func (c *manualClock) advance(d time.Duration) { c.offset.Add(int64(d)) }

func (r rollFixture) heartbeatOf(code, at string) commandCall {
	return func(ctx context.Context) (gid.ID, error) { return conference.HeartbeatSite(ctx, r.s, code, at) }
}

// linkChanges returns the published changes of links.
func (r rollFixture) linkChanges() (events []journal.SiteLinkChanged) {
	for _, c := range r.changes() {
		if c, ok := c.(journal.SiteLinkChanged); ok {
			events = append(events, c)
		}
	}
	return events
}

// wantLinkChanges checks the published changes, in any order, and that the newest of each site equals its
// row.
func (r rollFixture) wantLinkChanges(want ...string) {
	r.t.Helper()
	var events []string
	last := map[gid.ID]journal.SiteLinkChanged{}
	for _, c := range r.linkChanges() {
		events = append(events, c.Code+" "+string(c.Link)+" "+c.LinkedAt.Sub(clockStart).String())
		last[c.SiteID] = c
	}
	for id, c := range last {
		row := r.s.Reader().Site.Query().Where(site.ID(id)).OnlyX(registrytest.OperatorContext(r.t))
		if row.Link != c.Link || !row.LinkedAt.Equal(c.LinkedAt) {
			r.t.Errorf("%s is %s since %v, published %+v", row.Code, row.Link, row.LinkedAt, c)
		}
	}
	slices.Sort(events)
	slices.Sort(want)
	if !slices.Equal(events, want) {
		r.t.Errorf("published\n%q, want\n%q", events, want)
	}
}

func (r rollFixture) publishStaleLinks(want int) {
	r.t.Helper()
	if n, err := conference.PublishStaleLinks(registrytest.OperatorContext(r.t), r.s); err != nil || n != want {
		r.t.Errorf("%d stale links, %v, want %d", n, err, want)
	}
}

// A site connects, lags, is lost and comes back.
func TestPublishStaleLinks(t *testing.T) {
	var c manualClock
	eachRoll(t, func(r rollFixture) {
		c.offset.Store(0)
		main, remote := r.heartbeatOf(code, "main"), r.heartbeatOf(code, "remote")
		r.wantError("head", main, "WRONG_STATE")
		r.run("head", r.withCode(conference.Open))
		r.runTwice("screen of ha-nam", remote)
		r.runTwice("head", main)
		r.wantOnlyFor(remote, append(conductorNames, "screen of ha-nam")...)
		r.wantError("head", r.heartbeatOf(code, "nowhere"), "UNKNOWN_CODE")
		r.wantError("head", r.heartbeatOf("nowhere", "main"), "NOT_FOUND")
		c.advance(11 * time.Second)
		r.publishStaleLinks(0)
		r.run("head", main)
		c.advance(2 * time.Second)
		r.publishStaleLinks(1) // remote, 13
		r.publishStaleLinks(0)
		c.advance(20 * time.Second)
		counted, statements := storetest.CountQueries(registrytest.OperatorContext(t))
		r.publishStaleLinks(2) // main is lagging at 22; remote is lost at 33
		if _, err := conference.PublishStaleLinks(counted, r.s); err != nil || statements.Count() != 1 {
			t.Errorf("a call without stale links takes %d statements, %v", statements.Count(), err)
		}
		r.runTwice("head", main)
		r.run("screen of ha-nam", remote)
		c.advance(60 * time.Second)
		r.publishStaleLinks(2)
		r.run("head", main)
		r.wantLinkChanges("remote CONNECTED 0s", "main CONNECTED 0s", "remote LAGGING 12s", "main LAGGING 23s",
			"remote LOST 30s", "main CONNECTED 33s", "remote CONNECTED 33s", "main LOST 1m3s", "remote LOST 1m3s",
			"main CONNECTED 1m33s")
		r.run("head", r.withCode(conference.Start))
		r.run("head", r.withCode(conference.Close))
		c.advance(60 * time.Second)
		r.publishStaleLinks(0) // the conference is not live any more
		r.wantError("screen of ha-nam", remote, "WRONG_STATE")
		if _, err := conference.PublishStaleLinks(r.ctxAs("ministry"), r.s); err == nil {
			t.Error("not restricted to the operator")
		}
	}, store.WithClock(c.now))
}

// With several nodes each change is published once, and the loops end with their context.
func TestMonitorLinks_SeveralNodes(t *testing.T) {
	var c manualClock
	eachRoll(t, func(r rollFixture) {
		c.offset.Store(0)
		r.run("head", r.withCode(conference.Open))
		r.run("head", r.heartbeatOf(code, "main"))
		ctx, cancel := context.WithCancel(registrytest.OperatorContext(t))
		rung := make(chan struct{}, 100)
		r.s.OnNotify(ctx, func([]string) { rung <- struct{}{} })
		ended := make(chan struct{})
		for range 4 {
			go func() { conference.MonitorLinks(ctx, r.s, time.Millisecond); ended <- struct{}{} }()
		}
		for i, later := range []time.Duration{conference.LaggingAfter,
			conference.LostAfter - conference.LaggingAfter} {
			c.advance(later)
			for len(r.linkChanges()) < i+2 {
				<-rung
			}
		}
		cancel()
		for range 4 {
			<-ended
		}
		r.wantLinkChanges("main CONNECTED 0s", "main LAGGING 12s", "main LOST 30s")
	}, store.WithClock(c.now))
}

// Heartbeats and check-ins lock no row that others share; a heartbeat of a connected site publishes nothing.
func TestHeartbeatSite_LocksNoSharedRow(t *testing.T) {
	eachRoll(t, func(r rollFixture) {
		r.run("head", r.withCode(conference.Open))
		r.run("head", r.heartbeatOf(code, "main"))
		n := len(r.changes())
		for name, c := range map[string]struct {
			call commandCall
			most int
		}{"heartbeat": {r.heartbeatOf(code, "main"), 3}, "check-in": {r.checkIn(1), 10}} {
			counted, statements := storetest.CountQueries(r.ctxAs("screen of bac-ninh"))
			if _, err := c.call(counted); err != nil {
				t.Fatal(err)
			}
			if statements.Count() > c.most {
				t.Errorf("a %s takes %v", name, statements)
			}
			for _, text := range statements.Statements() {
				if strings.HasPrefix(text, "UPDATE") && strings.Contains(strings.Fields(text)[1], "conferences") {
					t.Errorf("a %s locks the conference: %s", name, text)
				}
			}
		}
		eq(t, "events", r.changeKinds(n), "[AttendanceChanged]")
	})
}
