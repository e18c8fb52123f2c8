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
type clock struct{ past atomic.Int64 }

var began = time.Date(2024, 8, 19, 1, 0, 0, 0, time.UTC)

func (c *clock) now() time.Time       { return began.Add(time.Duration(c.past.Load())) }
func (c *clock) pass(d time.Duration) { c.past.Add(int64(d)) }

func (r roll) beat(code, at string) verb {
	return func(ctx context.Context) (gid.ID, error) { return conference.HeartbeatSite(ctx, r.s, code, at) }
}

// linkChanges returns the published changes of links.
func (r roll) links() (events []journal.SiteLinkChanged) {
	for _, c := range r.changes() {
		if c, ok := c.(journal.SiteLinkChanged); ok {
			events = append(events, c)
		}
	}
	return events
}

// wantLinkChanges checks the published changes, in any order, and that the newest of each site equals its
// row.
func (r roll) linked(want ...string) {
	r.t.Helper()
	var events []string
	last := map[gid.ID]journal.SiteLinkChanged{}
	for _, c := range r.links() {
		events = append(events, c.Code+" "+string(c.Link)+" "+c.LinkedAt.Sub(began).String())
		last[c.SiteID] = c
	}
	for id, c := range last {
		row := r.s.Reader().Site.Query().Where(site.ID(id)).OnlyX(registrytest.Operator(r.t))
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

func (r roll) look(want int) {
	r.t.Helper()
	if n, err := conference.TellLinks(registrytest.Operator(r.t), r.s); err != nil || n != want {
		r.t.Errorf("%d stale links, %v, want %d", n, err, want)
	}
}

// A site connects, lags, is lost and comes back.
func TestLinksOfSites(t *testing.T) {
	var c clock
	eachRoll(t, func(r roll) {
		c.past.Store(0)
		main, remote := r.beat(code, "main"), r.beat(code, "remote")
		r.refused("head", main, "WRONG_STATE")
		r.once("head", r.step(conference.Open))
		r.does("screen of ha-nam", remote)
		r.does("head", main)
		r.onlyFor(remote, append(conducts, "screen of ha-nam")...)
		r.refused("head", r.beat(code, "nowhere"), "UNKNOWN_CODE")
		r.refused("head", r.beat("nowhere", "main"), "NOT_FOUND")
		c.pass(11 * time.Second)
		r.look(0)
		r.once("head", main)
		c.pass(2 * time.Second)
		r.look(1) // remote, 13
		r.look(0)
		c.pass(20 * time.Second)
		counted, statements := storetest.CountQueries(registrytest.Operator(t))
		r.look(2) // main is lagging at 22; remote is lost at 33
		if _, err := conference.TellLinks(counted, r.s); err != nil || statements.N() != 1 {
			t.Errorf("a call without stale links takes %d statements, %v", statements.N(), err)
		}
		r.does("head", main)
		r.once("screen of ha-nam", remote)
		c.pass(60 * time.Second)
		r.look(2)
		r.once("head", main)
		r.linked("remote CONNECTED 0s", "main CONNECTED 0s", "remote LAGGING 12s", "main LAGGING 23s",
			"remote LOST 30s", "main CONNECTED 33s", "remote CONNECTED 33s", "main LOST 1m3s", "remote LOST 1m3s",
			"main CONNECTED 1m33s")
		r.once("head", r.step(conference.Start))
		r.once("head", r.step(conference.Close))
		c.pass(60 * time.Second)
		r.look(0) // the conference is not live any more
		r.refused("screen of ha-nam", remote, "WRONG_STATE")
		if _, err := conference.TellLinks(r.as("ministry"), r.s); err == nil {
			t.Error("not restricted to the operator")
		}
	}, store.WithClock(c.now))
}

// With several nodes each change is published once, and the loops end with their context.
func TestSeveralWatchLinks(t *testing.T) {
	var c clock
	eachRoll(t, func(r roll) {
		c.past.Store(0)
		r.once("head", r.step(conference.Open))
		r.once("head", r.beat(code, "main"))
		ctx, cancel := context.WithCancel(registrytest.Operator(t))
		rung := make(chan struct{}, 100)
		r.s.OnRing(ctx, func([]string) { rung <- struct{}{} })
		ended := make(chan struct{})
		for range 4 {
			go func() { conference.WatchLinks(ctx, r.s, time.Millisecond); ended <- struct{}{} }()
		}
		for i, later := range []time.Duration{conference.LaggingAfter,
			conference.LostAfter - conference.LaggingAfter} {
			c.pass(later)
			for len(r.links()) < i+2 {
				<-rung
			}
		}
		cancel()
		for range 4 {
			<-ended
		}
		r.linked("main CONNECTED 0s", "main LAGGING 12s", "main LOST 30s")
	}, store.WithClock(c.now))
}

// Heartbeats and check-ins lock no row that others share; a heartbeat of a connected site publishes nothing.
func TestAStormSharesNoRow(t *testing.T) {
	eachRoll(t, func(r roll) {
		r.once("head", r.step(conference.Open))
		r.once("head", r.beat(code, "main"))
		n := len(r.changes())
		for name, c := range map[string]struct {
			call verb
			most int
		}{"heartbeat": {r.beat(code, "main"), 3}, "check-in": {r.checkIn(1), 10}} {
			counted, statements := storetest.CountQueries(r.as("screen of bac-ninh"))
			if _, err := c.call(counted); err != nil {
				t.Fatal(err)
			}
			if statements.N() > c.most {
				t.Errorf("a %s takes %v", name, statements)
			}
			for _, text := range statements.Texts() {
				if strings.HasPrefix(text, "UPDATE") && strings.Contains(strings.Fields(text)[1], "conferences") {
					t.Errorf("a %s locks the conference: %s", name, text)
				}
			}
		}
		eq(t, "events", r.kinds(n), "[AttendanceChanged]")
	})
}
