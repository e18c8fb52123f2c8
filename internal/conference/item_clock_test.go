package conference_test

import (
	"sync/atomic"
	"testing"
	"time"

	"thidua/ent/agendaitem"
	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// eachConferenceWithClock is eachConference with a clock that body advances.
func eachConferenceWithClock(t *testing.T, body func(h fixture, pass func(time.Duration))) {
	t.Helper()
	var passed atomic.Int64
	eachConference(t, func(h fixture) { body(h, func(d time.Duration) { passed.Add(int64(d)) }) },
		store.WithClock(func() time.Time {
			return time.Date(2024, 8, 19, 1, 0, 0, 0, time.UTC).Add(time.Duration(passed.Load()))
		}))
}

// itemClock returns the minutes on an item's clock and whether it is running.
func (h fixture) itemClock(item gid.ID) (minutes int, runs bool) {
	row := h.s.Reader().AgendaItem.Query().Where(agendaitem.ID(item)).OnlyX(h.ctxAs("ministry"))
	return row.SpentSeconds / 60, row.ResumedAt != nil
}

func (h fixture) wantItemClock(what string, item gid.ID, minutes int, running bool) {
	h.t.Helper()
	if m, r := h.itemClock(item); m != minutes || r != running {
		h.t.Errorf("%s: %d minutes, running %v", what, m, r)
	}
}

// A clock runs while its item is current and the conference in session, and continues when resumed.
func TestItemClock(t *testing.T) {
	eachConferenceWithClock(t, func(h fixture, pass func(time.Duration)) {
		n := h.startSession()
		h.runTwice("head", h.withID(conference.StartItem, itemID(1)))
		h.wantItemClock("started", itemID(1), 0, true)
		pass(600 * time.Second)
		h.runTwice("head", h.withCode(conference.Pause))
		h.wantItemClock("on a break", itemID(1), 10, false)
		h.runTwice("head", h.withCode(conference.Resume))
		h.wantItemClock("after it", itemID(1), 10, true)
		pass(300 * time.Second)
		h.runTwice("head", h.withID(conference.StartItem, itemID(2)))
		h.wantItemClock("after the next began", itemID(1), 15, false)
		pass(120 * time.Second)
		h.runTwice("head", h.withID(conference.StartItem, itemID(1))) // again
		h.wantItemClock("in between", itemID(2), 2, false)
		h.wantItemClock("again", itemID(1), 15, true)
		pass(60 * time.Second)
		h.runTwice("head", h.withID(conference.EndItem, itemID(1)))
		h.wantItemClock("ended", itemID(1), 16, false)
		h.runTwice("head", h.withCode(conference.Pause)) // without a current item
		h.runTwice("head", h.withCode(conference.Resume))
		h.runTwice("head", h.withID(conference.StartItem, itemID(3)))
		pass(180 * time.Second)
		h.runTwice("head", h.withCode(conference.Pause))
		h.runTwice("head", h.withCode(conference.Close)) // during a break
		h.wantItemClock("closed", itemID(3), 3, false)

		eq(t, "the journal", h.changeKinds(n),
			"[AgendaItemStarted AgendaItemPaused ConferenceStateChanged AgendaItemResumed ConferenceStateChanged "+
				"AgendaItemStarted AgendaItemStarted AgendaItemEnded ConferenceStateChanged "+
				"ConferenceStateChanged AgendaItemStarted AgendaItemPaused "+
				"ConferenceStateChanged AgendaItemEnded ConferenceStateChanged]")
		all := h.changes()[n:]
		if c := all[1].(journal.AgendaItemPaused); c.AgendaItemID != itemID(1) || c.SpentSeconds/60 != 10 ||
			c.PausedAt.IsZero() {
			t.Errorf("%+v", c)
		}
		if c := all[3].(journal.AgendaItemResumed); c.AgendaItemID != itemID(1) || c.SpentSeconds/60 != 10 ||
			c.ResumedAt.IsZero() {
			t.Errorf("%+v", c)
		}
		if c := all[5].(journal.AgendaItemStarted); c.SpentSeconds != 0 || *c.EndedSpentSeconds/60 != 15 ||
			*c.EndedAgendaItemID != itemID(1) {
			t.Errorf("%+v", c)
		}
		if c := all[6].(journal.AgendaItemStarted); c.SpentSeconds/60 != 15 || *c.EndedSpentSeconds/60 != 2 {
			t.Errorf("%+v", c)
		}
		if c := all[7].(journal.AgendaItemEnded); c.SpentSeconds/60 != 16 {
			t.Errorf("%+v", c)
		}
		if c := all[13].(journal.AgendaItemEnded); c.SpentSeconds/60 != 3 || c.AgendaItemID != itemID(3) {
			t.Errorf("%+v", c)
		}
	})
}

// An item that is started by a node whose clock is behind begins when the previous one ended, and no
// duration is negative.
func TestItemClock_ClockSkew(t *testing.T) {
	eachConferenceWithClock(t, func(h fixture, pass func(time.Duration)) {
		n := h.startSession()
		h.run("head", h.withID(conference.StartItem, itemID(1)))
		pass(-600 * time.Second)
		h.run("head", h.withID(conference.StartItem, itemID(2)))
		first := h.s.Reader().AgendaItem.Query().Where(agendaitem.ID(itemID(1))).OnlyX(t.Context())
		second := h.changes()[n+1].(journal.AgendaItemStarted)
		if !first.EndedAt.Equal(*first.StartedAt) || !second.StartedAt.Equal(*first.EndedAt) ||
			first.SpentSeconds != 0 || *second.EndedSpentSeconds != 0 {
			t.Errorf("%v, %+v", first, second)
		}
		h.run("head", h.withCode(conference.Pause))
		h.run("head", h.withCode(conference.Resume))
		h.wantItemClock("started in the future", itemID(2), 0, true)
	})
}
