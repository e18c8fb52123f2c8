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
func eachTimed(t *testing.T, body func(h hall, pass func(time.Duration))) {
	t.Helper()
	var passed atomic.Int64
	eachHall(t, func(h hall) { body(h, func(d time.Duration) { passed.Add(int64(d)) }) },
		store.WithClock(func() time.Time {
			return time.Date(2024, 8, 19, 1, 0, 0, 0, time.UTC).Add(time.Duration(passed.Load()))
		}))
}

// itemClock returns the minutes on an item's clock and whether it is running.
func (h hall) spent(item gid.ID) (minutes int, runs bool) {
	row := h.s.Reader().AgendaItem.Query().Where(agendaitem.ID(item)).OnlyX(h.as("ministry"))
	return row.SpentSeconds / 60, row.ResumedAt != nil
}

func (h hall) hasSpent(what string, item gid.ID, minutes int, running bool) {
	h.t.Helper()
	if m, r := h.spent(item); m != minutes || r != running {
		h.t.Errorf("%s: %d minutes, running %v", what, m, r)
	}
}

// A clock runs while its item is current and the conference in session, and continues when resumed.
func TestClocks(t *testing.T) {
	eachTimed(t, func(h hall, pass func(time.Duration)) {
		n := h.inSession()
		h.does("head", h.on(conference.StartItem, item(1)))
		h.hasSpent("started", item(1), 0, true)
		pass(600 * time.Second)
		h.does("head", h.step(conference.Pause))
		h.hasSpent("on a break", item(1), 10, false)
		h.does("head", h.step(conference.Resume))
		h.hasSpent("after it", item(1), 10, true)
		pass(300 * time.Second)
		h.does("head", h.on(conference.StartItem, item(2)))
		h.hasSpent("after the next began", item(1), 15, false)
		pass(120 * time.Second)
		h.does("head", h.on(conference.StartItem, item(1))) // again
		h.hasSpent("in between", item(2), 2, false)
		h.hasSpent("again", item(1), 15, true)
		pass(60 * time.Second)
		h.does("head", h.on(conference.EndItem, item(1)))
		h.hasSpent("ended", item(1), 16, false)
		h.does("head", h.step(conference.Pause)) // without a current item
		h.does("head", h.step(conference.Resume))
		h.does("head", h.on(conference.StartItem, item(3)))
		pass(180 * time.Second)
		h.does("head", h.step(conference.Pause))
		h.does("head", h.step(conference.Close)) // during a break
		h.hasSpent("closed", item(3), 3, false)

		eq(t, "the journal", h.kinds(n),
			"[AgendaItemStarted AgendaItemPaused ConferenceStateChanged AgendaItemResumed ConferenceStateChanged "+
				"AgendaItemStarted AgendaItemStarted AgendaItemEnded ConferenceStateChanged "+
				"ConferenceStateChanged AgendaItemStarted AgendaItemPaused "+
				"ConferenceStateChanged AgendaItemEnded ConferenceStateChanged]")
		all := h.changes()[n:]
		if c := all[1].(journal.AgendaItemPaused); c.AgendaItemID != item(1) || c.SpentSeconds/60 != 10 ||
			c.PausedAt.IsZero() {
			t.Errorf("%+v", c)
		}
		if c := all[3].(journal.AgendaItemResumed); c.AgendaItemID != item(1) || c.SpentSeconds/60 != 10 ||
			c.ResumedAt.IsZero() {
			t.Errorf("%+v", c)
		}
		if c := all[5].(journal.AgendaItemStarted); c.SpentSeconds != 0 || *c.EndedSpentSeconds/60 != 15 ||
			*c.EndedAgendaItemID != item(1) {
			t.Errorf("%+v", c)
		}
		if c := all[6].(journal.AgendaItemStarted); c.SpentSeconds/60 != 15 || *c.EndedSpentSeconds/60 != 2 {
			t.Errorf("%+v", c)
		}
		if c := all[7].(journal.AgendaItemEnded); c.SpentSeconds/60 != 16 {
			t.Errorf("%+v", c)
		}
		if c := all[13].(journal.AgendaItemEnded); c.SpentSeconds/60 != 3 || c.AgendaItemID != item(3) {
			t.Errorf("%+v", c)
		}
	})
}

// An item that is started by a node whose clock is behind begins when the previous one ended, and no
// duration is negative.
func TestClocksThatDiffer(t *testing.T) {
	eachTimed(t, func(h hall, pass func(time.Duration)) {
		n := h.inSession()
		h.once("head", h.on(conference.StartItem, item(1)))
		pass(-600 * time.Second)
		h.once("head", h.on(conference.StartItem, item(2)))
		first := h.s.Reader().AgendaItem.Query().Where(agendaitem.ID(item(1))).OnlyX(t.Context())
		second := h.changes()[n+1].(journal.AgendaItemStarted)
		if !first.EndedAt.Equal(*first.StartedAt) || !second.StartedAt.Equal(*first.EndedAt) ||
			first.SpentSeconds != 0 || *second.EndedSpentSeconds != 0 {
			t.Errorf("%v, %+v", first, second)
		}
		h.once("head", h.step(conference.Pause))
		h.once("head", h.step(conference.Resume))
		h.hasSpent("started in the future", item(2), 0, true)
	})
}
