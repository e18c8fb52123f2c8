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

func TestIsRecorded(t *testing.T) {
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
		if got := conference.IsRecorded(&c.row); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestRollWasTaken(t *testing.T) {
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
		if got := conference.RollWasTaken(&c, called); got != want {
			t.Errorf("%s: %t", state, got)
		}
	}
}

// What a document does not state of a recorded conference is stored as not stated.
func TestRecord_NotStated(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		putBase(t, s)
		in := fullConference(t)
		in.Online = nil
		in.Speeches[1].Papers, in.Speeches[1].Uncounted = 0, true
		registrytest.PutTwice(t, s, conference.Record, in)
		c := s.Reader().Conference.Query().OnlyX(t.Context())
		if c.Online != nil || !conference.IsRecorded(c) {
			t.Error(c)
		}
		eq(t, "presence", registrytest.GetRow(t, s.Reader().Attendance.Get, partID(gid.Attendance, 1)).Presence,
			"NOT_STATED")
		eq(t, "state of a task", registrytest.GetRow(t, s.Reader().Task.Get, partID(gid.Task, 1)).State,
			"NOT_STATED")
		if p := registrytest.GetRow(t, s.Reader().Speech.Get, partID(gid.Speech, 2)).PaperCount; p != nil {
			t.Errorf("papers: %d, want nil", *p)
		}
		ministry := viewer.NewContext(t.Context(),
			viewer.Account(0, time.Time{}, viewer.Grant{Role: viewer.Ministry}))
		if _, err := conference.DropTask(ministry, s, partID(gid.Task, 1)); err != nil {
			t.Fatal(err)
		}
		eq(t, "state of a dropped task", registrytest.GetRow(t, s.Reader().Task.Get, partID(gid.Task, 1)).State,
			"DROPPED")
	})
}
