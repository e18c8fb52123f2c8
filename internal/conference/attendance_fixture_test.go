package conference_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"thidua/ent"
	"thidua/ent/attendance"
	"thidua/ent/unit"
	"thidua/internal/access"
	"thidua/internal/conference"
	"thidua/internal/conference/conferencetest"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

// eachRoll runs body on each database: cluster 2's conference has the sites main of bac-ninh and remote of
// ha-nam. On its roll are 1 and 2 of bac-ninh at main, 3 and 4 of ha-nam at remote, and 5, a guest of ha-nam
// without site.
func eachRoll(t *testing.T, body func(rollFixture), options ...store.Option) {
	t.Helper()
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		ctx := registrytest.OperatorContext(t)
		if err := registry.PutCluster(ctx, s,
			registry.Cluster{Number: 2, Kind: "CLUSTER", Name: "Cụm thi đua"}); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"bac-ninh", "ha-nam"} {
			if err := registry.PutUnit(ctx, s,
				registry.Unit{Code: name, Kind: unit.KindProvincialDepartment, Name: "Sở " + name,
					ShortName: name}); err != nil {
				t.Fatal(err)
			}
		}
		r := rollFixture{fixture: fixture{t, s}}
		in := newPlan(t)
		in.Quorum = 50
		in.Sites = []conference.PlanSite{{Code: "main", Name: "Bắc Ninh", Kind: "MAIN", Unit: "bac-ninh"},
			{Code: "remote", Name: "Hà Nam", Kind: "REMOTE", Unit: "ha-nam", Parent: "main"}}
		if _, err := conference.Plan(r.ctxAs("head"), s, in); err != nil {
			t.Fatal(err)
		}
		ids, err := conference.InviteDelegates(r.ctxAs("secretary"), s,
			conference.Invitation{Conference: code, Delegates: []conference.Invited{
				{Capacity: "CHAIR", Title: "Trưởng Cụm", Unit: "bac-ninh", Site: "main"},
				{Capacity: "DELEGATE", Title: "Đại biểu", Unit: "bac-ninh", Site: "main"},
				{Capacity: "DELEGATE", Title: "Đại biểu", Unit: "ha-nam", Site: "remote"},
				{Capacity: "DELEGATE", Title: "Đại biểu", Unit: "ha-nam", Site: "remote"},
				{Capacity: "GUEST", Title: "Khách", Unit: "ha-nam"},
			}})
		if err != nil {
			t.Fatal(err)
		}
		r.ids = append([]gid.ID{0}, ids...)
		body(r)
		conferencetest.CheckReplay(t, s, code)
	}, append([]store.Option{store.WithReadRules(access.InstallReadRules)}, options...)...)
}

// rollFixture is a fixture with the ids of delegates by their ordinal.
type rollFixture struct {
	fixture
	ids []gid.ID
}

// dump adds the rows of attendances to those of the fixture.
func (r rollFixture) dump() string {
	return r.fixture.dump() + fmt.Sprint(r.s.Reader().Attendance.Query().Order(ent.Asc("id")).
		AllX(registrytest.OperatorContext(r.t)))
}

func (r rollFixture) runTwice(name string, call commandCall) {
	r.t.Helper()
	r.run(name, call)
	before := r.dump()
	r.run(name, call)
	if r.dump() != before {
		r.t.Errorf("the second call changed\n%s\nto\n%s", before, r.dump())
	}
}

func (r rollFixture) wantError(name string, call commandCall, code fault.Code) {
	r.t.Helper()
	before := r.dump()
	r.fixture.wantError(name, call, code)
	if r.dump() != before {
		r.t.Errorf("%s was rejected, but something changed", name)
	}
}

// wantRefused is fixture.wantRefused, and also checks that no row of the roll has changed.
func (r rollFixture) wantRefused(name string, call commandCall) {
	r.t.Helper()
	before := r.dump()
	r.fixture.wantRefused(name, call)
	if r.dump() != before {
		r.t.Errorf("%s was rejected, but something changed", name)
	}
}

// wantOnlyFor checks that a command on a public conference is refused for all viewers but some.
func (r rollFixture) wantOnlyFor(call commandCall, allowed ...string) {
	r.t.Helper()
	for name := range viewers {
		if !slices.Contains(allowed, name) {
			r.wantRefused(name, call)
		}
	}
}

// wantPresence checks the presence of a delegate, and that the newest event about them equals the row.
func (r rollFixture) wantPresence(place int, want attendance.Presence) *ent.Attendance {
	r.t.Helper()
	row := r.s.Reader().Attendance.Query().Where(attendance.ID(r.ids[place])).WithUnit().WithSite().
		OnlyX(registrytest.OperatorContext(r.t))
	var last journal.Attendance
	for _, c := range r.changes() {
		if c, ok := c.(journal.AttendanceChanged); ok {
			for _, a := range c.Entries {
				if a.AttendanceID == row.ID {
					last = a
				}
			}
		}
	}
	table, err := json.Marshal(conference.AttendanceOf(row))
	if err != nil {
		r.t.Fatal(err)
	}
	published, err := json.Marshal(last)
	if err != nil {
		r.t.Fatal(err)
	}
	if string(table) != string(published) || row.Presence != want {
		r.t.Errorf("%d is\n%s, published\n%s, want %s", place, table, published, want)
	}
	return row
}

func (r rollFixture) checkIn(place int) commandCall {
	return func(ctx context.Context) (gid.ID, error) {
		return conference.CheckInDelegate(ctx, r.s,
			conference.CheckIn{Attendance: r.ids[place], Presence: "IN_HALL"})
	}
}
