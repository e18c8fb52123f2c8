package conference_test

import (
	"context"
	"encoding/json"
	"testing"

	"thidua/ent/floorrequest"
	"thidua/internal/conference"
	"thidua/internal/conference/conferencetest"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// floorViewers are viewers, besides those in viewers, with grants for a unit or a site,
// some of them invalid here.
var floorViewers = map[string]viewer.Viewer{
	"bac-ninh": accountWith(viewer.Grant{
		Role: viewer.Delegate, Conference: registry.ConferenceID(code), Unit: registry.UnitID("bac-ninh"),
	}),
	"nam-dinh": accountWith(viewer.Grant{
		Role: viewer.Delegate, Conference: registry.ConferenceID(code), Unit: registry.UnitID("nam-dinh"),
	}),
	"elsewhere": accountWith(viewer.Grant{
		Role: viewer.Delegate, Conference: registry.ConferenceID("other"), Unit: registry.UnitID("bac-ninh"),
	}),
	"editor, last year": accountWith(viewer.Grant{
		Role: viewer.UnitEditor, Unit: registry.UnitID("bac-ninh"), SchoolYear: year.Prev(),
	}),
	"editor, no member": accountWith(viewer.Grant{
		Role: viewer.UnitEditor, Unit: registry.UnitID("hue"), SchoolYear: year,
	}),
	"soc-trang screen": accountWith(viewer.Grant{
		Role: viewer.Screen, Conference: registry.ConferenceID(code), Unit: registry.UnitID("soc-trang"),
	}),
}

// eachFloor runs body in an open conference with three units; soc-trang operates a site.
func eachFloor(t *testing.T, body func(fixture)) {
	t.Helper()
	eachPlan(t, func(t *testing.T, s *store.Store) conference.NewPlan {
		ctx := registrytest.OperatorContext(t)
		units := []string{"bac-ninh", "nam-dinh", "soc-trang", "hue"}
		for _, unit := range units {
			if err := registry.PutUnit(ctx, s,
				registry.Unit{Code: unit, Name: "Sở " + unit, ShortName: unit,
					Kind: "PROVINCIAL_DEPARTMENT"}); err != nil {
				t.Fatal(err)
			}
		}
		if err := registry.PutMembership(ctx, s,
			registry.Membership{Cluster: 2, SchoolYear: year, Units: units[:3]}); err != nil {
			t.Fatal(err)
		}
		in := newPlan(t)
		in.Sites[1].Unit = "soc-trang"
		return in
	}, func(h fixture) {
		h.run("head", h.withCode(conference.Open))
		body(h)
		conferencetest.CheckReplay(h.t, h.s, code)
	})
}

func (h fixture) requestFloor(in conference.NewFloorRequest) commandCall {
	in.Conference = code
	if in.Kind == "" {
		in.Kind = "REMARK"
	}
	return func(ctx context.Context) (gid.ID, error) { return conference.RequestFloor(ctx, h.s, in) }
}

// mustRequestFloor requests the floor for a unit.
func (h fixture) mustRequestFloor(unit string, kind floorrequest.Kind) gid.ID {
	h.t.Helper()
	return h.run("secretary", h.requestFloor(conference.NewFloorRequest{Unit: unit, Kind: kind}))
}

func (h fixture) placeRequest(id gid.ID, place int) commandCall {
	return func(ctx context.Context) (gid.ID, error) {
		in := conference.FloorPlace{Request: id}
		if place > 0 {
			in.Place, in.Reason = &place, "Đi sớm"
		}
		return conference.PlaceFloorRequest(ctx, h.s, in)
	}
}

func (h fixture) allotTime(id gid.ID, seconds int) commandCall {
	return func(ctx context.Context) (gid.ID, error) {
		return conference.AllotFloorTime(ctx, h.s, conference.FloorTime{Request: id, AllottedSeconds: seconds})
	}
}

func (h fixture) setFloorQuota(unit, site int) commandCall {
	return func(ctx context.Context) (gid.ID, error) {
		return conference.SetFloorQuota(ctx, h.s, conference.FloorQuota{
			Conference: code, UnitQuotaSeconds: unit, SiteQuotaSeconds: site,
		})
	}
}

// lastRequestState returns a request as in its last event.
func (h fixture) lastRequestState(id gid.ID) (last journal.FloorRequestState) {
	h.t.Helper()
	for _, c := range h.changes() {
		if t, ok := floorRequestIn(c); ok && t.RequestID == id {
			last = t
		}
	}
	return last
}

func floorRequestIn(c journal.Change) (journal.FloorRequestState, bool) {
	switch c := c.(type) {
	case journal.FloorRequested:
		return c.Entry, true
	case journal.FloorRequestWithdrawn:
		return c.Entry, true
	case journal.FloorRequestRestored:
		return c.Entry, true
	case journal.FloorRequestPlaced:
		return c.Entry, true
	case journal.FloorGiven:
		return c.Entry, true
	case journal.FloorPaused:
		return c.Entry, true
	case journal.FloorResumed:
		return c.Entry, true
	case journal.FloorYielded:
		return c.Entry, true
	case journal.FloorExtended:
		return c.Entry, true
	}
	return journal.FloorRequestState{}, false
}

// checkFloorEvents checks that the last event of each request has the values of its row.
func (h fixture) checkFloorEvents() {
	h.t.Helper()
	for _, r := range h.s.Reader().FloorRequest.Query().WithUnit().WithSite().
		AllX(registrytest.OperatorContext(h.t)) {
		row, last := conference.FloorRequestStateOf(r), h.lastRequestState(r.ID)
		if got, want := toJSON(h.t, last), toJSON(h.t, row); got != want {
			h.t.Errorf("last event\n%s\nrow\n%s", got, want)
		}
	}
}

func toJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
