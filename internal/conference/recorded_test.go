package conference_test

import (
	"testing"
	"time"

	"thidua/ent"
	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

func TestRecorded(t *testing.T) {
	now := time.Now()
	for name, c := range map[string]struct {
		row  ent.Conference
		want bool
	}{
		"from a document": {ent.Conference{State: "CLOSED"}, true},
		"closed here":     {ent.Conference{State: "CLOSED", ClosedAt: &now}, false},
		"in session":      {ent.Conference{State: "IN_SESSION"}, false},
		"cancelled":       {ent.Conference{State: "CANCELLED"}, false},
	} {
		if got := conference.Recorded(&c.row); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestRollTaken(t *testing.T) {
	for state, want := range map[string]bool{"OPEN 0": true, "IN_SESSION 0": true, "CANCELLED 0": true,
		"CLOSED 0": false, "CLOSED 1": true} {
		c, called := ent.Conference{State: "CLOSED"}, 0
		switch state {
		case "OPEN 0":
			c.State = "OPEN"
		case "IN_SESSION 0":
			c.State = "IN_SESSION"
		case "CANCELLED 0":
			c.State = "CANCELLED"
		case "CLOSED 1":
			called = 1
		}
		if got := conference.RollTaken(&c, called); got != want {
			t.Errorf("%s: %t", state, got)
		}
	}
}

// What a document does not state of a recorded conference is stored as not stated.
func TestRecord_NotStated(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		base(t, s)
		in := whole(t)
		in.Online = nil
		in.Speeches[1].Papers, in.Speeches[1].Uncounted = 0, true
		registrytest.Put(t, s, conference.Record, in)
		c := s.Reader().Conference.Query().OnlyX(t.Context())
		if c.Online != nil || !conference.Recorded(c) {
			t.Error(c)
		}
		eq(t, "presence", registrytest.Get(t, s.Reader().Attendance.Get, part(gid.Attendance, 1)).Presence,
			"NOT_STATED")
		eq(t, "state of a task", registrytest.Get(t, s.Reader().Task.Get, part(gid.Task, 1)).State,
			"NOT_STATED")
		if p := registrytest.Get(t, s.Reader().Speech.Get, part(gid.Speech, 2)).Papers; p != nil {
			t.Errorf("papers: %d, want nil", *p)
		}
		ministry := viewer.With(t.Context(),
			viewer.Account(0, time.Time{}, viewer.Grant{Role: viewer.Ministry}))
		if _, err := conference.DropTask(ministry, s, part(gid.Task, 1)); err != nil {
			t.Fatal(err)
		}
		eq(t, "state of a dropped task", registrytest.Get(t, s.Reader().Task.Get, part(gid.Task, 1)).State,
			"DROPPED")
	})
}
